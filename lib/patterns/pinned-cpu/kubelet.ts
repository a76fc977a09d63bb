import type { PinningNodes } from './pinned-cpu';

/** What is wrong with a set of CPUs in the kubelet's form, `0-3,8`, or `undefined`. Source: `k8s.io/utils/cpuset`. */
export function cpuSetProblem(text: string): string | undefined {
  if (typeof text !== 'string' || text === '') return 'names no CPU';
  for (const part of text.split(',')) {
    const match = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part);
    if (match === null) return `has "${part}", which is no CPU or range`;
    if (match[2] !== undefined && Number(match[2]) < Number(match[1])) return `has "${part}", which ends before it begins`;
  }
  return undefined;
}

/**
 * The part of the KubeletConfiguration that pinning takes. Memory is not pinned: its policy needs amounts for each NUMA node that add up to
 * the node's own reservations, or the kubelet does not start.
 *
 * Source: kubernetes.io, "Control CPU Management Policies" and "Control Topology Management Policies on a node".
 */
export function kubeletConfig({ reservedCpus, threadsPerCore = 2 }: PinningNodes): string {
  return [
    'apiVersion: kubelet.config.k8s.io/v1beta1',
    'kind: KubeletConfiguration',
    'cpuManagerPolicy: static',
    ...(threadsPerCore === 1 ? [] : ['cpuManagerPolicyOptions:', '  full-pcpus-only: "true"']),
    `reservedSystemCPUs: "${reservedCpus}"`,
    'topologyManagerPolicy: single-numa-node',
    'topologyManagerScope: pod',
    '',
  ].join('\n');
}

/** How a running node is brought to it: the kubelet refuses to start with the state of another policy. */
export function nodeProcedure({ label, value, taint }: PinningNodes): string {
  return [
    'For each node NODE, one after the other:',
    '1. kubectl drain NODE --ignore-daemonsets --delete-emptydir-data',
    '2. on the node: systemctl stop kubelet',
    '3. on the node: rm -f /var/lib/kubelet/cpu_manager_state /var/lib/kubelet/memory_manager_state',
    '4. on the node: merge the fragment into the kubelet\'s configuration file',
    '5. on the node: systemctl start kubelet',
    `6. kubectl label node NODE ${label}=${value} --overwrite`,
    ...(taint === undefined ? [] : [`7. kubectl taint node NODE ${label}=${value}:${taint} --overwrite`]),
    `${taint === undefined ? 7 : 8}. kubectl uncordon NODE`,
    'Proof: kubectl get --raw /api/v1/nodes/NODE/proxy/configz shows cpuManagerPolicy "static".',
    '',
  ].join('\n');
}
