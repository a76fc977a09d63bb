import type { World } from '../../cluster/cluster';
import { hostOfService, selectorOf } from '../../mesh/hosts';
import { gatewayPods, listenersOf } from '../../mesh/listeners';
import { servicesIn } from '../../mesh/services';
import { matches } from '../../model/labels';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Workload } from '../../cluster/workload';
import type { HostPort } from '../../mesh/hosts';
import type { ClusterObject } from '../../cluster/object';
import type { Reported, Rule } from '../rule';

/** A port on which a gateway listens and to which no Service of its pods leads. */
export const gatewayPortUnserved: Rule = {
  id: 'expose/gateway-port-unserved',
  codes: ['IST0162'],
  severity: 'warning',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'Gateway').flatMap(gateway => {
    const served = gatewayPods(world, gateway).filter(({ hostNetwork }) => !hostNetwork).flatMap(workload => portsTo(world, workload));
    // Pods without a Service are reached by their node, or from elsewhere.
    if (served.length === 0) return [];
    const open = new Set<number>();
    return listenersOf(world, gateway).flatMap(({ port, path }): readonly Reported[] => {
      if (open.has(port) || served.some(({ port: of }) => of.targetPort === port || of.number === port)) return [];
      open.add(port);
      const services = [...new Set(served.map(({ service }) => service))];
      return [{
        object: gateway,
        path: [...path, 'port', 'number'],
        message: `${describe(gateway.reference)} listens on port ${port}, and ${list(services.map(({ reference }) => describe(reference)))} has ${list([...new Set(served.map(({ port: of }) => `${of.number}${of.targetPort === of.number ? '' : ` to ${of.targetPort}`}`))])}`,
        help: `add port ${port} to ${services[0] === undefined ? 'the Service' : describe(services[0].reference)}, or listen on one that it has`,
        near: services.map(object => ({ object, path: ['spec', 'ports'] })),
      }];
    });
  }),
};

function portsTo(world: World, { namespace, labels }: Workload): readonly { readonly service: ClusterObject; readonly port: HostPort }[] {
  return servicesIn(world, namespace).flatMap(service => {
    const host = hostOfService(world, service);
    const selector = selectorOf(host);
    return selector !== undefined && matches(selector, labels) ? host.ports.filter(({ transport }) => transport === 'TCP').map(port => ({ service, port })) : [];
  });
}
