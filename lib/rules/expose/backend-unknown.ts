import { exists, showsNamespace } from '../../cluster/existence';
import type { World } from '../../cluster/cluster';
import { ingressBackends, routeBackends, type Backend } from '../../mesh/backends';
import { hostOfService } from '../../mesh/hosts';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule, Unsettled } from '../rule';

/** A backend that is no Service, or a port that the Service does not have: requests get 500 or 503. */
export const backendUnknown: Rule = {
  id: 'expose/backend-unknown',
  codes: ['KIA1402', 'GWAPI:BackendNotFound'],
  severity: 'error',
  reads: 'effective',
  check: view => [...routeBackends(view), ...ingressBackends(view)].flatMap(backend => judge(view, backend)),
};

function judge(world: World, { object, path, namespace, name, port }: Backend): readonly (Reported | Unsettled)[] {
  const service = world.cluster.find('', 'Service', namespace, name);
  if (service === undefined) {
    const present = exists(world, { group: '', kind: 'Service', namespace, name });
    if (present === 'yes') return [];
    if (present === 'unknown' && !showsNamespace(world, namespace)) return [{ object, unknown: 'the namespace of a backend is not in the input' }];
    return [{
      object, path: [...path, 'name'], message: `${describe(object.reference)} sends requests to Service ${namespace}/${name}, which is not there`, help: 'correct the name, or add the Service',
      ...(present === 'no' ? {} : { severity: 'warning' as const, assumption: `no Service ${namespace}/${name} exists outside the input` }),
    }];
  }
  const { ports, alias } = hostOfService(world, service);
  if (port === undefined || alias !== undefined || ports.some(candidate => candidate.number === port || candidate.name === port)) return [];
  return [{
    object,
    path: [...path, 'port'],
    message: `${describe(object.reference)} sends requests to port ${typeof port === 'number' ? port : `"${port}"`} of ${describe(service.reference)}, which has ${list(ports.map(candidate => [candidate.number, candidate.name].filter(part => part !== undefined).join(' ')), 'no port')}`,
    help: 'name the port of the Service, not that of its pods',
    near: [{ object: service, path: ['spec', 'ports'] }],
  }];
}
