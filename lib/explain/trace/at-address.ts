import { oncePerWorld, type World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import type { Endpoint } from '../../mesh/endpoints';
import { namespaceOf, objectsAt, specOf, textAt, textsAt } from '../../mesh/fields';
import { hostOfService, hosts, type Host, type HostPort } from '../../mesh/hosts';
import { visible } from '../../mesh/visibility';

/** Services by every address that leads to them. */
const byAddress = oncePerWorld(({ cluster }): ReadonlyMap<string, ClusterObject> => {
  const found = new Map<string, ClusterObject>();
  for (const service of cluster.of('', 'Service')) {
    const spec = specOf(service);
    const balancers = objectsAt(service.effective, 'status', 'loadBalancer', 'ingress').map(entry => textAt(entry, 'ip'));
    for (const address of [textAt(spec, 'clusterIP'), ...textsAt(spec, 'clusterIPs'), ...textsAt(spec, 'externalIPs'), textAt(spec, 'loadBalancerIP'), ...balancers]) {
      if (address !== undefined && address !== '' && address !== 'None' && !found.has(address)) found.set(address, service);
    }
  }
  return found;
});

/** The host of the Service, else of the ServiceEntry, that has an address. */
export function hostAtAddress(world: World, address: string, namespace: string): Host | undefined {
  const service = byAddress(world).get(address);
  if (service !== undefined) return hostOfService(world, service);
  return [...hosts(world).values()].flat().find(host => host.object.kind === 'ServiceEntry' && visible(host.exportTo, host.namespace, namespace) && textsAt(specOf(host.object), 'addresses').includes(address));
}

const podsByAddress = oncePerWorld(({ cluster }): ReadonlyMap<string, { readonly workload: Workload; readonly pod: ClusterObject }> => {
  const found = new Map<string, { readonly workload: Workload; readonly pod: ClusterObject }>();
  for (const workload of cluster.workloads) {
    for (const pod of workload.pods) {
      for (const address of [textAt(pod.effective, 'status', 'podIP'), ...objectsAt(pod.effective, 'status', 'podIPs').map(entry => textAt(entry, 'ip'))]) {
        // Those of the host network have the address of their node, which leads to any of them.
        if (address !== undefined && !workload.hostNetwork) found.set(address, { workload, pod });
      }
    }
  }
  return found;
});

/** The live pod that has an address, as a host of its own. */
export function podsAtAddress(world: World, address: string, number: number): { readonly host: Host; readonly port: HostPort; readonly endpoint: Endpoint } | undefined {
  const found = podsByAddress(world).get(address);
  if (found === undefined) return undefined;
  const { workload, pod } = found;
  const port: HostPort = { name: undefined, number, targetPort: number, transport: 'TCP', protocol: 'sniffed', path: [] };
  const host: Host = { name: address, object: pod, path: [], namespace: namespaceOf(pod), resolution: 'headless', external: false, ports: [port], exportTo: ['*'] };
  return { host, port, endpoint: { workload, address, labels: workload.labels, serviceAccount: workload.serviceAccount, port: number, ready: 'yes', object: pod, path: [] } };
}
