import type { Cluster } from '../cluster';
import { accounts, daemonSet, deployment } from './manifests';

/** Packets of devices in the field: they arrive on every edge node, and are worked off in pods with CPUs of their own. eu alone. */
export function packetWorkloads({ net, shop, place }: Cluster) {
  // Pods on the host network need a namespace of their own: Pod Security has to let them in, and nobody else.
  const nodes = place('nodes');
  accounts(shop.chart, 'shop', ['packets']);
  accounts(nodes.chart, 'nodes', ['edge-proxy']);

  const packets = net.workload(
    deployment({
      name: 'packets',
      namespace: 'shop',
      image: 'registry.example/packets:0.9.3',
      ports: [{ name: 'udp-packets', containerPort: 7000, protocol: 'UDP' }],
      replicas: 2,
      // PinnedCpu says what the container gets: amounts here would contradict it.
      container: { resources: {} },
    }),
  );
  const edgeProxy = net.workload(
    daemonSet({
      name: 'edge-proxy',
      namespace: 'nodes',
      image: 'registry.example/edge-proxy:1.12.0',
      ports: [{ name: 'health', containerPort: 8088 }, { name: 'udp-devices', containerPort: 4000, protocol: 'UDP' }],
      pod: { nodeSelector: { 'shop.example/role': 'edge' } },
    }),
  );
  return {
    nodes,
    packets,
    edgeProxy,
    packetsService: net.service({ name: 'packets', namespace: shop.namespace, ports: { 'udp-packets': { port: 7000, protocol: 'UDP' } }, workload: packets }),
  };
}

export type Packets = ReturnType<typeof packetWorkloads>;
