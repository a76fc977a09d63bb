import type { World } from '../../cluster/cluster';
import { grouped } from '../../mesh/grouping';
import { formatPath } from '../../model/finding';
import { destinationHost, namedDestinations, readersOf, type NamedDestination } from '../../mesh/named-destinations';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** Shares between subsets of a headless Service: the sidecar goes to the pod that the application chose, whatever its subset. */
export const headlessSplit: Rule = {
  id: 'route/headless-split',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: world => {
    const ofRules = grouped(namedDestinations(world).filter(destination => destination.role === 'route' && destination.share > 0 && destination.subset !== undefined && destinationHost(world, destination)?.resolution === 'headless'), ({ object, rule, host }) => [`${object.reference.namespace ?? ''}/${object.reference.name}/${formatPath(rule)}/${host}`]);
    return [...ofRules.values()].flatMap(destinations => (destinations.length < 2 ? [] : judge(world, destinations)));
  },
};

function judge(world: World, [first]: readonly NamedDestination[]): readonly Reported[] {
  const host = first === undefined ? undefined : destinationHost(world, first);
  if (first === undefined || host?.object.kind !== 'Service' || host.resolution !== 'headless' || !readersOf(world, first.object).includes('mesh')) return [];
  return [{
    object: first.object,
    path: [...first.rule, 'route'],
    message: `weights between subsets have no effect for sidecars: ${describe(host.object.reference)} is headless, so that the application chooses the pod`,
    help: 'route to a Service with a cluster IP',
    near: [{ object: host.object, path: ['spec', 'clusterIP'] }],
    assumption: 'clients are sidecars, not gateways',
  }];
}
