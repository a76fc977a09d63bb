import type { DeclaredPort, Workload } from '../../cluster/workload';
import { atPod, called } from '../pods';
import type { Rule } from '../rule';

/** Ports that something else holds on ordinary nodes, and a word in the names of those that are it. */
const reserved: Readonly<Record<number, readonly [holder: string, self: RegExp]>> = {
  2379: ['etcd', /etcd/], 2380: ['etcd', /etcd/], 6443: ['the API server', /apiserver|haproxy|kube-vip/], 9100: ['node-exporter', /node-?exporter|prometheus-node/], 10248: ['the kubelet', /kubelet/], 10249: ['kube-proxy', /kube-proxy|cilium|kube-router/],
  10250: ['the kubelet', /kubelet/], 10255: ['the kubelet', /kubelet/], 10256: ['kube-proxy', /kube-proxy|cilium|kube-router/], 10257: ['the controller manager', /controller-manager/], 10259: ['the scheduler', /scheduler/],
};

/** A port of the node that the node itself, or something that runs on most nodes, holds already. */
export const reservedPort: Rule = {
  id: 'host/reserved-port',
  codes: ['HOST-07'],
  severity: 'warning',
  reads: 'effective',
  check: ({ cluster }) => cluster.workloads.flatMap(workload => workload.ports.flatMap(port => {
    const holder = holderOf(workload, port);
    if (holder === undefined) return [];
    return [atPod(workload, ['spec', ...(workload.hostNetwork ? ['hostNetwork'] : ['containers'])], {
      message: `${called(workload)} wants port ${port.hostPort ?? port.port} of its node, which ${holder}`,
      help: 'choose another port below 30000',
      assumption: `${holder.split(' ').slice(0, 2).join(' ')} is as usual on these nodes`,
    })];
  })),
};

function holderOf({ name, namespace }: Workload, { hostPort, protocol }: DeclaredPort): string | undefined {
  if (hostPort === undefined || namespace === 'kube-system') return undefined;
  if (hostPort >= 30000 && hostPort <= 32767) return 'NodePorts are taken from: a Service may get the same one';
  const [holder, self] = reserved[hostPort] ?? [];
  return holder === undefined || self === undefined || protocol !== 'TCP' || self.test(name) ? undefined : `${holder} holds on ordinary nodes`;
}
