import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { hostOfRule } from '../../mesh/destination-rule';
import { namespaceOf, numberAt, objectAt, objectsAt } from '../../mesh/fields';
import { hostFor, portOf, type Host } from '../../mesh/hosts';
import { ejection } from '../../mesh/locality';
import { policyLevels, type PolicyLevel } from '../../mesh/policy-levels';
import type { Reported, Rule } from '../rule';

/** Outlier detection that can eject nothing: the share that may be out at once makes no whole endpoint. Envoy's limit is hard since 1.27. */
export const ejectionInert: Rule = {
  id: 'traffic/ejection-inert',
  codes: ['LOC-07'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => policyLevels(rule).flatMap(level => judge(world, rule, level))),
};

function judge(world: World, rule: ClusterObject, level: PolicyLevel): readonly Reported[] {
  const detection = objectAt(level.policy, 'outlierDetection');
  if (detection === undefined) return [];
  const said = numberAt(detection, 'maxEjectionPercent');
  const written = said !== undefined && said !== 0;
  const percent = written ? said : 10;
  if (percent >= 100) return [];
  const counted = count(world, rule, level);
  // A version of one pod may not be left without it: there the bound is meant, and so it is where somebody wrote it down.
  if (counted === 'off' || (counted === 1 && (written || level.subset !== undefined))) return [];
  const base = { object: rule, path: [...level.path, 'outlierDetection', ...(written ? ['maxEjectionPercent'] : [])] };
  const named = written ? `maxEjectionPercent ${percent}` : `maxEjectionPercent ${percent}, which is the default`;
  if (counted !== undefined && counted > 0 && counted * percent < 100) {
    return [{ ...base, message: `of ${counted} endpoints one is more than ${named}, so that none is ever ejected`, help: `set maxEjectionPercent to at least ${Math.ceil(100 / counted)}, or to 100` }];
  }
  const needed = Math.ceil(100 / percent);
  // Two or three endpoints are ordinary.
  if (counted === undefined && needed > 3) {
    return [{ ...base, severity: 'warning', message: `with ${named}, nothing is ejected below ${needed} endpoints`, help: 'set maxEjectionPercent: 100, or as many as may be out at once', assumption: `there are fewer than ${needed} endpoints` }];
  }
  if (!leaves(level)) return [];
  return [{ ...base, severity: 'warning', message: `with ${named}, a sick locality that holds more of the endpoints is never left`, help: 'set maxEjectionPercent: 100', assumption: `one locality holds more than ${percent} percent of the endpoints` }];
}

/** Whether the author wants a sick place to be left. */
function leaves({ policy }: PolicyLevel): boolean {
  const setting = objectAt(policy, 'loadBalancer', 'localityLbSetting');
  return setting !== undefined && setting['enabled'] !== false && objectsAt(setting, 'distribute').length === 0;
}

/** Endpoints that the level speaks for; `undefined` where that is not known, `off` where another rule decides. */
function count(world: World, rule: ClusterObject, level: PolicyLevel): number | undefined | 'off' {
  const namespace = namespaceOf(rule);
  const host = hostFor(world, hostOfRule(world, rule).toLowerCase(), namespace);
  const port = host === undefined ? undefined : portFor(rule, host, level);
  // Names of DNS have as many addresses as they have, and other clusters add theirs.
  if (host === undefined || port === undefined || host.resolution === 'dns' || world.facts.platform.peers.length > 0) return undefined;
  const { setting, endpoints } = ejection(world, { namespace, labels: {} }, host, port, level.subset);
  if (setting?.object !== rule) return 'off';
  return endpoints;
}

/** A port to which the level applies: its own, else the first without an entry of its own. */
function portFor(rule: ClusterObject, host: Host, { port, subset }: PolicyLevel): Host['ports'][number] | undefined {
  if (port !== undefined) return portOf(host, port);
  const taken = policyLevels(rule).filter(level => level.subset === subset).map(level => level.port);
  return host.ports.find(({ number }) => !taken.includes(number));
}
