import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { hostOfRule, rulesFor } from '../../mesh/destination-rule';
import { namespaceOf, objectAt, objectsAt, specOf, textAt } from '../../mesh/fields';
import { isWildcard } from '../../mesh/host-name';
import { hostFor } from '../../mesh/hosts';
import { autoMutualTls, rootNamespace } from '../../mesh/mesh-config';
import { policyLevels } from '../../mesh/policy-levels';
import { formatPath } from '../../model/finding';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** TLS that a wider rule, or a wider level of one rule, tells clients, and that a narrower one takes the place of without saying it again. */
export const tlsDropped: Rule = {
  id: 'mtls/tls-dropped',
  codes: ['KIA0204'],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => [...byPort(world, rule), ...byRule(world, rule)]),
};

/** What is lost when nobody says the mode: plaintext takes its place, but where proxies choose mutual TLS by themselves. */
function matters(world: World, rule: ClusterObject, mode: string | undefined): boolean {
  if (mode === 'SIMPLE' || mode === 'MUTUAL') return true;
  const host = hostFor(world, hostOfRule(world, rule).toLowerCase(), namespaceOf(rule));
  return mode === 'ISTIO_MUTUAL' && (!autoMutualTls(world) || host?.external === true);
}

function byPort(world: World, rule: ClusterObject): readonly Reported[] {
  const levels = policyLevels(rule);
  return levels.flatMap((level): readonly Reported[] => {
    const above = level.port === undefined ? undefined : levels.find(other => other.port === undefined && other.subset === level.subset);
    const mode = textAt(objectAt(above?.policy, 'tls') ?? objectAt(above?.inherits, 'tls'), 'mode');
    if (above === undefined || level.policy['tls'] !== undefined || !matters(world, rule, mode)) return [];
    return [{
      object: rule,
      path: level.path,
      message: `tls mode ${mode ?? ''} of ${formatPath(above.path)} does not hold for port ${level.port ?? ''}: this entry replaces it, and clients send plaintext`,
      help: 'repeat tls here',
      near: [{ object: rule, path: [...above.path, 'tls'] }],
    }];
  });
}

function byRule(world: World, rule: ClusterObject): readonly Reported[] {
  const spec = specOf(rule);
  const host = hostOfRule(world, rule).toLowerCase();
  const said = objectAt(spec, 'trafficPolicy', 'tls') !== undefined || objectsAt(spec, 'trafficPolicy', 'portLevelSettings').some(entry => entry['tls'] !== undefined);
  if (host === '' || said) return [];
  const wider = rulesFor(world, host).find(other => other !== rule && isWildcard(hostOfRule(world, other)) && hostOfRule(world, other) !== hostOfRule(world, rule) && reaches(world, other, rule) && matters(world, rule, textAt(specOf(other), 'trafficPolicy', 'tls', 'mode')));
  if (wider === undefined) return [];
  return [{
    object: rule,
    path: ['spec', 'trafficPolicy'].slice(0, spec['trafficPolicy'] === undefined ? 1 : 2),
    message: `clients of ${host} follow this rule alone, and not ${describe(wider.reference)}, whose tls mode ${textAt(specOf(wider), 'trafficPolicy', 'tls', 'mode') ?? ''} they lose`,
    help: 'repeat tls here: rules for one host are not merged with wider ones',
    near: [{ object: wider, path: ['spec', 'trafficPolicy', 'tls'] }],
  }];
}

/** Rules of one namespace are looked up together; the root namespace's come last. */
function reaches(world: World, wider: ClusterObject, rule: ClusterObject): boolean {
  return namespaceOf(wider) === namespaceOf(rule) || namespaceOf(wider) === rootNamespace(world);
}
