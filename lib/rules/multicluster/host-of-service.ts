import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { ofKind, type Recorded } from '../../intents/intents';
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
  intents: true,
  check: view => {
    const remote = new Set(remoteEntries(view).map(({ object }) => object));
    // Of aliases that a program asks for, its intents say more: they know Services that are written elsewhere.
    const asked = new Set(ofKind(view.intents, 'call-alias').map(({ intent }) => intent.alias));
    return [...ofAliases(view.intents), ...view.cluster.of('networking.istio.io', 'ServiceEntry').filter(entry => !textsAt(specOf(entry), 'hosts').some(host => asked.has(host))).flatMap(entry => ofEntry(view, entry, remote.has(entry)))];
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

/** Search domains come first: `ratings.shop` is asked for as `ratings.shop.svc.cluster.local` before it is asked for as it stands. */
function ofAliases(recorded: readonly Recorded[]): readonly Reported[] {
  const aliases = ofKind(recorded, 'call-alias');
  return aliases.flatMap(({ intent: { alias, namespace }, origin }, i): readonly Reported[] => {
    const service = ofKind(recorded, 'service').find(({ intent }) => [`${intent.service.name}.${intent.service.namespace.name}`, `${intent.service.name}.${intent.service.namespace.name}.svc`].includes(alias));
    const twin = aliases.slice(0, i).find(({ intent: other }) => other.alias === alias && other.namespace.name !== namespace.name);
    const whose = service !== undefined ? `Service ${service.intent.service.namespace.name}/${service.intent.service.name}` : twin === undefined ? undefined : `the entry in namespace ${twin.intent.namespace.name}`;
    return whose === undefined ? [] : [{ constructs: [origin.path], message: `alias ${alias} is also a name of ${whose}, which answers first`, help: 'use another alias, such as one that ends in "mesh.internal"' }];
  });
}
