import { showsNamespace } from '../../../cluster/existence';
import { endpointsOf } from '../../../mesh/endpoints';
import { evidence, type Hop } from '../hop';
import { endpointsAt } from '../arrivals';
import type { Leg, Way } from '../way';

/** Who answers: selector to pods to the port that each listens on, and whether they are ready. */
export function endpointsHops(way: Way, to: NonNullable<Leg['to']>): readonly Hop[] {
  const { world } = way;
  const { host, port } = to;
  const all = endpointsOf(world, host, port);
  const at = [evidence(host.object, 'selects', ...(host.object.kind === 'Service' ? ['spec', 'selector'] : ['spec']))];
  const { name } = host.object.reference;
  if (all.list.length === 0) {
    const hidden = host.resolution === 'alias' || (!all.complete && (!showsNamespace(world, host.namespace) || world.cluster.workloadsIn(host.namespace).length === 0));
    if (hidden) return [{ id: 'endpoints', status: 'unknown', text: `no pod of ${name} is in the input${all.reason === undefined ? '' : `: ${all.reason}`}`, evidence: at, missing: ['pods, or EndpointSlices'] }];
    return [{ id: 'endpoints', status: 'fail', code: 'SVC-NO-PODS', text: `${host.object.kind} ${name} selects no pods`, evidence: at }];
  }
  const list = endpointsAt(way, to);
  if (list.every(endpoint => endpoint.port === undefined)) return [{ id: 'endpoints', status: 'fail', code: 'TARGET-PORT', text: `target port "${port.targetPort}" is a name that no container of ${[...new Set(list.map(({ workload }) => workload?.name ?? ''))].join(', ')} declares`, evidence: [evidence(host.object, 'says', ...port.path)] }];
  if (list.every(({ ready }) => ready === 'no')) return [{ id: 'endpoints', status: 'fail', code: 'EP-NOT-READY', text: `none of the ${list.length} endpoints is ready`, evidence: at }];
  const named = [...new Set(list.map(({ workload, address }) => workload?.name ?? address ?? ''))];
  const numbers = [...new Set(list.flatMap(endpoint => (endpoint.port === undefined ? [] : [endpoint.port])))].join(', ');
  const ok: Hop = { id: 'endpoints', status: 'ok', text: `${named.join(', ')} on ${numbers}${list.some(({ ready }) => ready === 'yes') ? ', ready' : ''}`, evidence: at };
  const silent = list.find(({ workload, port: number }) => workload !== undefined && number !== undefined && workload.ports.length > 0 && !workload.ports.some(declared => declared.port === number));
  if (silent?.workload === undefined) return [ok];
  return [ok, { id: 'endpoints', status: 'warn', code: 'TARGET-UNDECLARED', text: `containers of ${silent.workload.name} declare ${silent.workload.ports.map(each => each.port).join(', ')}, and not ${silent.port}: a container need not declare its ports, but this may be the wrong one`, evidence: [evidence(host.object, 'says', ...port.path)] }];
}
