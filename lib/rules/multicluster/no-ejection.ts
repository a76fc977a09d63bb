import { rulesFor } from '../../mesh/destination-rule';
import { objectAt, objectsAt, specOf } from '../../mesh/fields';
import { defaultTrafficPolicy } from '../../mesh/mesh-config';
import { remoteEntries } from '../../mesh/remote-entries';
import type { ClusterObject } from '../../cluster/object';
import { describe } from '../../model/object';
import type { Rule } from '../rule';

/** A host in other clusters whose sick endpoints nobody leaves out: requests go on to a cluster that is down. */
export const noEjection: Rule = {
  id: 'multicluster/no-ejection',
  codes: ['MC-10'],
  severity: 'info',
  reads: 'effective',
  check: view => {
    if (objectAt(defaultTrafficPolicy(view), 'outlierDetection') !== undefined) return [];
    return remoteEntries(view).flatMap(({ object, hosts }) => hosts.flatMap((host, i) => (rulesFor(view, host).some(detects) ? [] : [{
      object, path: ['spec', 'hosts', i], message: `no DestinationRule for ${host} of ${describe(object.reference)} has outlierDetection: requests go on to a cluster that is down`, help: 'add outlierDetection to a DestinationRule for the host',
    }])));
  },
};

function detects(rule: ClusterObject): boolean {
  const policy = objectAt(specOf(rule), 'trafficPolicy');
  return [policy, ...objectsAt(policy, 'portLevelSettings'), ...objectsAt(specOf(rule), 'subsets').map(subset => objectAt(subset, 'trafficPolicy'))].some(each => objectAt(each, 'outlierDetection') !== undefined);
}
