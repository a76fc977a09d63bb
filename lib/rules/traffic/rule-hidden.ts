import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { destinationRule, hostOfRule, subsetOf } from '../../mesh/destination-rule';
import { namespaceOf } from '../../mesh/fields';
import { isWildcard } from '../../mesh/host-name';
import { serviceNameIn } from '../../mesh/named-destinations';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** A DestinationRule in a namespace of clients takes the place of that of the Service, with everything that it does not repeat. */
export const ruleHidden: Rule = {
  id: 'traffic/rule-hidden',
  codes: ['CAN-17'],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => judge(world, rule)),
};

function judge(world: World, rule: ClusterObject): readonly Reported[] {
  const [host, own] = [hostOfRule(world, rule).toLowerCase(), namespaceOf(rule)];
  const home = serviceNameIn(world, host)?.namespace;
  if (home === undefined || home === own || isWildcard(host)) return [];
  const asked = { name: host, namespace: home };
  const [here, there] = [own, home].map(namespace => destinationRule(world, { namespace, labels: {} }, asked));
  const [hidden] = there?.objects ?? [];
  if (here === undefined || there === undefined || hidden === undefined || here.objects[0] !== rule || there.objects.includes(rule)) return [];
  // One that stays in its own namespace was never for these clients.
  if (there.namespace !== home || !reaches(hidden, own)) return [];
  const subsets = there.subsets.filter(({ name }) => subsetOf(here, name) === undefined).map(({ name }) => `subset "${name}"`);
  const settings = Object.keys(there.trafficPolicy?.value ?? {}).filter(setting => here.trafficPolicy?.value[setting] === undefined);
  const lost = [...subsets, ...settings];
  if (lost.length === 0) return [];
  return [{
    object: rule,
    path: ['spec', 'host'],
    message: `clients of namespace ${own} follow this rule for ${host} and not ${describe(hidden.reference)}, whose ${list(lost)} they lose`,
    help: `repeat ${list(lost)} here, or move what this rule says to ${describe(hidden.reference)}`,
    near: [{ object: hidden }],
  }];
}

function reaches({ effective }: ClusterObject, namespace: string): boolean {
  const exported = (effective['spec'] as { readonly exportTo?: unknown } | undefined)?.exportTo;
  return !Array.isArray(exported) || exported.length === 0 || exported.includes('*') || exported.includes(namespace);
}
