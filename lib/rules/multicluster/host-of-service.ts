import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { ofKind } from '../../intents/intents';
import { objectAt, specOf, textsAt } from '../../mesh/fields';
import { remoteEntries } from '../../mesh/remote-entries';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/**
 * A ServiceEntry with the name of a Service that is here: the Service answers. A full name belongs to the Service; a short one is completed by the search
 * domains of pods before it is asked for as it stands.
 */
export const hostOfService: Rule = {
  id: 'multicluster/host-of-service',
  codes: ['MC-08'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    const remote = new Set(remoteEntries(view).map(({ object }) => object));
    // Of aliases that a program asks for, the pattern says it: it also knows Services that are written elsewhere.
    const asked = new Set(ofKind(view.intents, 'call-alias').map(({ intent }) => intent.alias));
    return view.cluster.of('networking.istio.io', 'ServiceEntry').filter(entry => !textsAt(specOf(entry), 'hosts').some(host => asked.has(host))).flatMap(entry => ofEntry(view, entry, remote.has(entry)));
  },
};

/** Entries that select pods add these to the Service; others that list endpoints replace nothing. */
function ofEntry({ cluster, facts: { platform } }: World, entry: ClusterObject, remote: boolean): readonly Reported[] {
  if (objectAt(specOf(entry), 'workloadSelector') !== undefined) return [];
  return textsAt(specOf(entry), 'hosts').flatMap((host, i): readonly Reported[] => {
    const [name = '', namespace = '', ...rest] = host.toLowerCase().split('.');
    const full = rest.join('.') === `svc.${platform.clusterDomain}`;
    const short = rest.length === 0 || (rest.length === 1 && rest[0] === 'svc');
    const service = full || (short && remote) ? cluster.find('', 'Service', namespace, name) : undefined;
    if (service === undefined) return [];
    return [{
      object: entry,
      path: ['spec', 'hosts', i],
      message: `host ${host} of ${describe(entry.reference)} is a name of ${describe(service.reference)}, which answers first: the entry changes nothing`,
      help: 'use a name of its own, such as one that ends in "mesh.internal"',
      near: [{ object: service }],
    }];
  });
}
