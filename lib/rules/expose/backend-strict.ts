import type { World } from '../../cluster/cluster';
import { ingressBackends, type Backend } from '../../mesh/backends';
import { hasProxy } from '../../mesh/capture';
import { acceptance } from '../../mesh/connection';
import { endpointsOf } from '../../mesh/endpoints';
import { hostOfService, portOf } from '../../mesh/hosts';
import { ingressClassOf, ingressControllers } from '../../mesh/ingress-class';
import { describe } from '../../model/object';
import type { Reported, Rule, Unsettled } from '../rule';

/** An Ingress in front of pods that refuse plaintext, served by a controller that has no proxy: every request is reset. */
export const backendStrict: Rule = {
  id: 'expose/backend-strict',
  codes: ['ING-08'],
  severity: 'error',
  reads: 'effective',
  check: view => (view.facts.mesh === 'istio' ? ingressBackends(view).flatMap(backend => judge(view, backend)) : []),
};

function judge(world: World, backend: Backend): readonly (Reported | Unsettled)[] {
  const service = world.cluster.find('', 'Service', backend.namespace, backend.name);
  const host = service === undefined ? undefined : hostOfService(world, service);
  const port = host === undefined || backend.port === undefined ? undefined : portOf(host, backend.port);
  if (service === undefined || host === undefined || port === undefined) return [];
  const { controller, name } = ingressClassOf(world, backend.object);
  if (controller === 'istio.io/ingress-controller' || name === 'istio') return [];
  const refusing = endpointsOf(world, host, port).list.flatMap(({ workload, port: number }) => (workload === undefined || number === undefined ? [] : [{ workload, number, accepts: acceptance(world, workload, number) }]))
    .find(({ accepts }) => accepts.plaintext === 'no');
  if (refusing === undefined) return [];
  const pods = ingressControllers(world);
  const proxies = pods.map(workload => hasProxy(world, workload).captured);
  if (proxies.includes('yes')) return [];
  const { workload, number, accepts } = refusing;
  const [first] = pods;
  if (first !== undefined && proxies.includes('unknown')) return [{ object: backend.object, unknown: 'whether the pods of the ingress controller have a proxy' }];
  return [{
    object: backend.object,
    path: backend.path,
    message: `${describe(backend.object.reference)} leads to port ${number} of ${describe({ kind: workload.kind, namespace: workload.namespace, name: workload.name })}, which refuses plaintext: ${accepts.reason}; ${first === undefined ? 'its controller' : `${first.kind} ${first.namespace}/${first.name}`} has no proxy`,
    help: `bring the controller into the mesh, or except port ${number} with mode PERMISSIVE`,
    near: [...accepts.evidence.map(({ object, path }) => ({ object, path })), ...(first === undefined ? [] : [{ object: first.object }])],
    ...(first === undefined ? { severity: 'warning' as const, assumption: 'the ingress controller has no proxy' } : {}),
  }];
}
