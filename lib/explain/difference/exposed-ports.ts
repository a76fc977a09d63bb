import type { World } from '../../cluster/cluster';
import { list } from '../../model/usage-error';
import { endpointsOf } from '../../mesh/endpoints';
import { annotationsOf, numberAt, specOf, textAt, textsAt } from '../../mesh/fields';
import { hostOfService } from '../../mesh/hosts';
import type { Part, Statement } from './change';
import { keyOfWorkload, nameOfWorkload } from './capture';

/** Annotations by which clouds are told whom a load balancer is for. */
const audience = /load-balancer-(?:internal|scheme|type)|internal-load-balancer/;

/** Ports of load balancers, of nodes, and of addresses outside that lead to Services. */
export function openServices(world: World): readonly Statement[] {
  return world.cluster.of('', 'Service').flatMap(service => {
    const spec = specOf(service);
    const type = textAt(spec, 'type');
    const addresses = textsAt(spec, 'externalIPs');
    if (type !== 'LoadBalancer' && type !== 'NodePort' && addresses.length === 0) return [];
    const host = hostOfService(world, service);
    const name = `${host.namespace}/${service.reference.name}`;
    return host.ports.flatMap((port, i): readonly Statement[] => {
      const pods = endpointsOf(world, host, port).list.map(({ workload, address, port: number }) => `${workload === undefined ? (address ?? '') : nameOfWorkload(workload)}:${number ?? '(no such port)'}`);
      const leads: Part = { name: 'leads to', value: pods.length === 0 ? 'nobody in the input' : list([...new Set(pods)].sort()), detail: 'changes' };
      const grounds = [{ object: service, path: ['spec'] }, { object: service, path: ['metadata', 'annotations'] }];
      const sources = textsAt(spec, 'loadBalancerSourceRanges');
      const nodePort = numberAt(spec, 'ports', i, 'nodePort');
      const told = Object.entries(annotationsOf(service)).filter(([key]) => audience.test(key)).map(([key, value]): Part => ({ name: key, value, detail: 'changes' }));
      return [
        ...(type === 'LoadBalancer' ? [{ key: `balancer ${name} ${port.transport} ${port.number}`, subject: `${port.transport} ${port.number} at the load balancer of ${name}`, parts: [{ name: 'open to', value: sources.length === 0 ? 'any address' : list([...sources].sort()) }, ...told, leads], grounds }] : []),
        ...(type !== undefined && type !== 'ClusterIP' && (nodePort !== undefined || type === 'NodePort') ? [{ key: `node ${name} ${port.transport} ${port.number}`, subject: `${port.transport} ${nodePort ?? 'a port'} of every node, of ${name} ${port.number}`, parts: [leads], grounds }] : []),
        ...addresses.map((address): Statement => ({ key: `address ${address} ${name} ${port.transport} ${port.number}`, subject: `${port.transport} ${port.number} at ${address}, of ${name}`, parts: [leads], grounds })),
      ];
    });
  });
}

/** Ports of nodes that pods take: by `hostPort`, or on the host network. */
export function hostPorts({ cluster }: World): readonly Statement[] {
  return cluster.workloads.flatMap(workload => workload.ports.filter(({ hostPort }) => workload.hostNetwork || hostPort !== undefined).map(({ port, hostPort, protocol }): Statement => ({
    key: `host ${keyOfWorkload(workload)} ${protocol} ${hostPort ?? port}`, subject: `${protocol} ${hostPort ?? port} of the nodes of ${nameOfWorkload(workload)}`,
    parts: [{ name: 'by', value: workload.hostNetwork ? 'the host network' : 'hostPort' }],
    grounds: [{ object: workload.object, path: [...workload.templatePath, 'spec', workload.hostNetwork ? 'hostNetwork' : 'containers'] }],
  })));
}
