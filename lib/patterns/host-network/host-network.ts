import { fieldAt } from '../../model/object';
import { portProblem } from '../../model/port';
import { UsageError } from '../../model/usage-error';
import type { Pattern } from '../../network/network';
import type { Workload } from '../../network/workload';
import type { Platform } from '../../platform/platform';
import { demand, type Requires } from '../../platform/supported';
import { containersOf } from '../containers';
import { checkAccepts, requireAccept, requireProps, type PatternProps } from '../props';

/** Props of `HostNetwork`. */
export interface HostNetworkProps<P extends Platform> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'host-network'>;
  /** A DaemonSet, Deployment or StatefulSet whose containers declare the ports that they listen on. */
  readonly workload: Workload;
  /** Who answers its questions for names: the cluster's DNS, or only the node's resolvers. @default 'cluster' */
  readonly dns?: 'cluster' | 'node';
  /** Environment variable with the node's address, for the application to bind to instead of 0.0.0.0. @default 'HOST_IP' */
  readonly addressVariable?: string;
}

const kinds = ['DaemonSet', 'Deployment', 'StatefulSet'];

/**
 * Pods on the network of their node, with everything that this changes: names, ports, updates, the mesh, and Pod Security of the namespace.
 *
 * @throws UsageError for pods that the API server would refuse there, ports of the system that are not accepted, and settings that a pod
 * without a proxy ignores
 * @example hostNetwork({ network: net, workload: edgeProxy })
 */
export function hostNetwork<P extends Platform>(props: HostNetworkProps<P>): Pattern {
  const { workload, dns = 'cluster', addressVariable = 'HOST_IP', accept = [] } = props;
  const { network } = props as PatternProps<P>;
  checkAccepts(accept);
  demand(network.platform, 'host-network', accept);
  requireProps('host-network', { workload });
  const where = `host-network: ${workload.kind} ${workload.namespace.name}/${workload.name}`;
  if (!kinds.includes(workload.kind)) throw new UsageError({ what: `${where}: nobody replaces its pods as nodes come and go`, fix: `use a DaemonSet, Deployment or StatefulSet` });
  if (dns !== 'cluster' && dns !== 'node') throw new UsageError({ what: `${where}: dns "${String(dns)}" does not exist`, fix: 'use cluster and node' });
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(addressVariable)) throw new UsageError({ what: `${where}: addressVariable "${addressVariable}" is no name of a variable`, fix: 'use letters, digits and "_", such as HOST_IP' });
  checkPod(where, workload);
  checkPorts(where, workload, accept);
  return { pattern: 'host-network', network, intents: [{ kind: 'host-network', workload, dns, addressVariable }], accepts: accept };
}

/** What the API server refuses on the host network, and what only a proxy would read. */
function checkPod(where: string, { template }: Workload): void {
  if (fieldAt(template, 'spec', 'hostUsers') === false) throw new UsageError({ what: `${where} has hostUsers: false, which the API server refuses on the host network`, fix: 'leave it out' });
  const override = fieldAt(template, 'spec', 'hostnameOverride');
  if (override !== undefined) throw new UsageError({ what: `${where} has hostnameOverride ${JSON.stringify(override)}, which the API server refuses on the host network`, fix: 'leave it out' });
  const sysctls = fieldAt(template, 'spec', 'securityContext', 'sysctls');
  const names = Array.isArray(sysctls) ? sysctls.map(sysctl => String(fieldAt(sysctl, 'name'))) : [];
  const net = names.find(name => /^net[./]/.test(name));
  if (net !== undefined) throw new UsageError({ what: `${where} sets sysctl ${net}, which would change the node and is refused on the host network`, fix: 'set it on the node' });
  if (fieldAt(template, 'metadata', 'labels', 'security.istio.io/tlsMode') === 'istio') {
    throw new UsageError({ what: `${where} carries label security.istio.io/tlsMode=istio, so clients would speak mutual TLS to pods without a proxy`, fix: 'remove the label' });
  }
  const proxy = Object.keys(fieldAt(template, 'metadata', 'annotations') ?? {}).find(key => key.startsWith('traffic.sidecar.istio.io/'));
  if (proxy !== undefined) throw new UsageError({ what: `${where} carries annotation ${proxy}, which only a proxy reads, and none is injected on the host network`, fix: 'remove the annotation' });
}

function checkPorts(where: string, workload: Workload, accept: NonNullable<PatternProps<Platform>['accept']>): void {
  const taken = new Set<string>();
  for (const { name, fields } of containersOf('host-network', workload)) {
    const ports = fields['ports'];
    for (const port of Array.isArray(ports) ? ports : []) {
      const [number, host, declared] = [fieldAt(port, 'containerPort'), fieldAt(port, 'hostPort'), fieldAt(port, 'protocol')];
      const protocol = typeof declared === 'string' ? declared : 'TCP';
      if (typeof number !== 'number' || portProblem(number) !== undefined) throw new UsageError({ what: `${where}: container ${name} declares port ${JSON.stringify(number)}, which is none`, fix: 'give a number from 1 to 65535' });
      if (host !== undefined && host !== number) throw new UsageError({ what: `${where}: hostPort ${JSON.stringify(host)} of container port ${number}; on the host network they are one port`, fix: `leave hostPort out, or let the application listen on ${JSON.stringify(host)}` });
      if (taken.has(`${number}/${protocol}`)) throw new UsageError({ what: `${where}: two containers declare ${protocol} ${number}; on the host network only one can listen on it`, fix: 'give one of them another port' });
      taken.add(`${number}/${protocol}`);
      const whose = reservedBy(number);
      if (whose !== undefined) requireAccept(accept, 'platform/host-network-reserved-port', `${where}: port ${number} of a node is ${whose}`);
    }
  }
  if (taken.size === 0) throw new UsageError({ what: `${where}: no container declares a port, so the scheduler would put two of its pods on one node`, fix: 'declare the ports that it listens on' });
}

const reserved: Readonly<Record<number, string>> = {
  2379: "etcd's", 2380: "etcd's", 6443: "the API server's", 9100: "node-exporter's", 10248: "the kubelet's", 10249: "kube-proxy's", 10250: "the kubelet's",
  10255: "the kubelet's", 10256: "kube-proxy's", 10257: "the controller manager's", 10259: "the scheduler's",
};

/** Who listens on a port of every node already. The last is the range that NodePorts are given out of, by default. */
function reservedBy(port: number): string | undefined {
  return reserved[port] ?? (port >= 30000 && port <= 32767 ? 'in the range that NodePorts are given out of' : undefined);
}
