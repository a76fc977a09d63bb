import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { hostOfRule, rulesFor } from '../../mesh/destination-rule';
import { objectsAt, specOf, textAt } from '../../mesh/fields';
import { fleetOf, nameOf, shareNetwork } from '../../mesh/fleet';
import { destinationsByHost, serviceNameIn } from '../../mesh/named-destinations';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/**
 * Subsets that only the cluster of the callers knows. The gateway of another network builds a chain for each subset of its own rules, by the name in the TLS
 * handshake: what callers send to a subset that it does not know is reset. Source: `builtAutoPassthroughFilterChains` (`core/gateway.go`) of Istio 1.31.
 */
export const ruleInOneCluster: Rule = {
  id: 'multicluster/rule-in-one-cluster',
  codes: ['CAN-19'],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const others = fleetOf(view).filter(other => shareNetwork(view, other) !== 'yes');
    return others.length === 0 ? [] : view.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => others.flatMap(other => judged(view, other, rule)));
  },
};

function judged(world: World, other: World, rule: ClusterObject): readonly Reported[] {
  const host = hostOfRule(world, rule).toLowerCase();
  const service = serviceNameIn(world, host);
  const there = service === undefined ? undefined : other.cluster.find('', 'Service', service.namespace, service.name);
  if (service === undefined || there === undefined || textAt(specOf(there), 'type') === 'ExternalName') return [];
  // A subset that no route names makes no difference.
  const used = new Set((destinationsByHost(world).get(host) ?? []).map(({ subset }) => subset));
  const known = new Set(rulesFor(other, `${service.name}.${service.namespace}.svc.${other.facts.platform.clusterDomain}`).flatMap(each => objectsAt(specOf(each), 'subsets').map(subset => textAt(subset, 'name'))));
  const missing = objectsAt(specOf(rule), 'subsets').flatMap((subset, i) => {
    const name = textAt(subset, 'name');
    return name !== undefined && used.has(name) && !known.has(name) ? [{ name, i }] : [];
  });
  const [first] = missing;
  if (first === undefined) return [];
  const cluster = nameOf(other);
  return [{
    object: rule,
    path: ['spec', 'subsets', first.i],
    message: `routes here ask for ${list(missing.map(({ name }) => name))} of ${describe(there.reference)}, whose pods are in cluster ${cluster} as well, and no DestinationRule there has ${missing.length === 1 ? 'this subset' : 'these subsets'}: its gateway resets what is sent to ${missing.length === 1 ? 'it' : 'them'}`,
    help: `write the same DestinationRule in cluster ${cluster}`,
    near: [{ object: there, note: `in cluster ${cluster}` }],
    ...(shareNetwork(world, other) === 'unknown' ? { assumption: `cluster ${cluster} is on another network` } : {}),
  }];
}
