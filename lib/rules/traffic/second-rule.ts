import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { destinationRule, hostOfRule } from '../../mesh/destination-rule';
import { namespaceOf, objectsAt, specOf, textAt } from '../../mesh/fields';
import { grouped } from '../../mesh/grouping';
import { serviceNameIn } from '../../mesh/named-destinations';
import { sameValue } from '../../model/json';
import { describe, fieldAt } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** A second DestinationRule for a host in one namespace: subsets add up, but a second policy, and a second subset of one name, are dropped. */
export const secondRule: Rule = {
  id: 'traffic/second-rule',
  codes: ['LOC-13', 'KIA0201'],
  severity: 'error',
  reads: 'effective',
  check: world => [...grouped(world.cluster.of('networking.istio.io', 'DestinationRule'), rule => [`${namespaceOf(rule)}/${hostOfRule(world, rule)}`])].flatMap(([, rules]) => (rules.length < 2 ? [] : ofHost(world, rules))),
};

function ofHost(world: World, rules: readonly ClusterObject[]): readonly Reported[] {
  const [any] = rules;
  // One for chosen pods beside one for all is how to make an exception.
  if (any === undefined || rules.some(rule => specOf(rule)['workloadSelector'] !== undefined)) return [];
  const [host, namespace] = [hostOfRule(world, any), namespaceOf(any)];
  const effective = destinationRule(world, { namespace, labels: {} }, { name: host, namespace: serviceNameIn(world, host)?.namespace ?? namespace });
  if (effective === undefined || effective.host !== host || effective.namespace !== namespace) return [];
  return effective.dropped.flatMap(({ object, path }): readonly Reported[] => {
    const value = fieldAt(object.effective, ...path);
    const subset = path[1] === 'subsets' ? textAt(value, 'name') : undefined;
    const rival = path[1] === 'subsets' ? effective.subsets.find(({ name }) => name === subset)?.object : effective.trafficPolicy?.object;
    if (rival === undefined || rival === object) return [];
    const kept = path[1] === 'subsets' ? objectsAt(specOf(rival), 'subsets').find(candidate => textAt(candidate, 'name') === subset) : specOf(rival)['trafficPolicy'];
    if (sameValue(kept, value)) return [];
    const what = subset === undefined ? 'a trafficPolicy' : `subset "${subset}"`;
    return [{
      object,
      path,
      message: effective.orderKnown
        ? `${describe(rival.reference)} has ${what} for ${host} too and is older, so that this one is dropped`
        : `${describe(rival.reference)} has ${what} for ${host} too; the older of the two is read and the other dropped`,
      help: `put both into one DestinationRule`,
      near: [{ object: rival, path: path.slice(0, 2) }],
    }];
  });
}
