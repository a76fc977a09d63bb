import { HostNetwork, PinnedCpu } from 'sealane';
import type { Cluster } from '../cluster';
import type { Packets } from '../workloads/packets';

/** The two workloads that are near to the hardware. What their nodes need is text for who runs the nodes, and returned. */
export function packetNodes({ net, shop }: Cluster, { nodes, packets, edgeProxy }: Packets): Readonly<Record<string, string>> {
  // Devices know the addresses of nodes. On the host network there is no proxy and no policy: that is why nothing but packets goes this way.
  new HostNetwork(nodes.chart, 'edge-proxy', { network: net, workload: edgeProxy });

  // CPUs are only exclusive when every container of the pod has limits that equal its requests, the proxy's included. Istio's default has not.
  const pin = new PinnedCpu(shop.chart, 'packets', {
    network: net,
    workload: packets,
    cpus: 4,
    memory: '8Gi',
    nodes: { label: 'shop.example/cpus', value: 'pinned', taint: 'NoSchedule', reservedCpus: '0,32' },
  });
  return { 'kubelet.yaml': pin.kubeletConfig, 'node-procedure.txt': pin.nodeProcedure };
}
