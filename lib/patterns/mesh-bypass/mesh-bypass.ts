import type { Intent } from '../../intents/intents';
import type { WorkloadSubject } from '../../intents/subjects';
import { fieldAt } from '../../model/object';
import { portProblem } from '../../model/port';
import { list, UsageError } from '../../model/usage-error';
import { Edge } from '../../network/edge';
import type { ServicePort } from '../../network/service-port';
import type { Pattern } from '../../network/network';
import type { Platform } from '../../platform/platform';
import { demand } from '../../platform/supported';
import { containerPort } from '../../systems/kubernetes/peers';
import { checkAccepts, requireAccept, type PatternProps } from '../props';
import type { MeshBypassProps } from './props';

/** What the props are once types no longer matter. */
interface Loose extends PatternProps<Platform> {
  readonly clients?: readonly Edge<ServicePort>[];
  readonly level?: string;
  readonly destinationRule?: string;
}

const levels = ['server', 'both', 'workload'];

/**
 * Connections that pass the mesh by, for the few that cannot afford a proxy: ports of the server, or all of it, without encryption and identity, and
 * in exchange a NetworkPolicy that admits the declared clients and nobody else.
 *
 * @throws UsageError without clients, without an accept of `platform/mesh-bypass-unencrypted`, where no policy would be enforced, and for pods
 * that have no proxy or whose annotations say otherwise
 * @example
 * meshBypass({ network: net, clients: [web.calls(db.port('tcp-pg'))], accept })
 */
export function meshBypass<P extends Platform>(props: MeshBypassProps<P>): Pattern {
  const { network, clients: given, level = 'server', destinationRule, accept = [] } = props as unknown as Loose;
  const clients: readonly Edge<ServicePort>[] = Array.isArray(given) ? given : [];
  const { platform } = network;
  checkAccepts(accept);
  demand(platform, 'mesh-bypass', accept);
  oneOf('level', level, levels);
  if (destinationRule !== undefined) oneOf('destinationRule', destinationRule, ['auto', 'always']);
  if (level === 'workload' && destinationRule !== undefined) throw new UsageError({ what: "mesh-bypass: destinationRule at level 'workload', where clients find out by themselves that pods have no proxy", fix: 'leave destinationRule out' });
  if (clients.length === 0) throw new UsageError({ what: 'mesh-bypass: no clients given, so nobody could call', fix: "list the connections, such as [web.calls(db.port('tcp-pg'))]" });
  requireAccept(accept, 'platform/mesh-bypass-unencrypted', 'mesh-bypass: what passes the mesh by is not encrypted, and nobody knows who calls');
  if (!platform.cni.enforcesPolicy) throw new UsageError({ what: `mesh-bypass: CNI ${platform.cni.name} does not enforce NetworkPolicies, so anybody could call`, fix: 'install one that does, or leave the bypass out' });

  const bypassed = new Map<WorkloadSubject, Set<number>>();
  for (const edge of clients) {
    checkClient(edge, level, platform);
    for (const workload of edge.to.service.workloads) {
      const number = checkServer(workload, edge, level);
      bypassed.set(workload, (bypassed.get(workload) ?? new Set()).add(number));
    }
  }
  const intents: readonly Intent[] = [
    ...[...bypassed].map(([workload, ports]): Intent => ({ kind: 'mesh-bypass', workload, ports: level === 'workload' ? 'all' : [...ports].sort((a, b) => a - b), clientRule: destinationRule === 'always' ? 'always' : 'auto' })),
    ...clients.map((edge): Intent => ({ kind: 'edge', edge })),
    ...(level === 'both' ? clients.flatMap(({ from, to }): readonly Intent[] => (from.type === 'workload' ? [{ kind: 'client-bypass', workload: from, to }] : [])) : []),
  ];
  return { pattern: 'mesh-bypass', network, intents, accepts: accept };
}

function oneOf(option: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw new UsageError({ what: `mesh-bypass: ${option} "${value}" does not exist`, fix: `use ${list(allowed)}` });
}

function checkClient(edge: Edge<ServicePort>, level: string, platform: Platform): void {
  if (!(edge instanceof Edge) || !('service' in edge.to)) throw new UsageError({ what: `mesh-bypass: client ${edge instanceof Edge ? `${edge.from.name} to something outside` : JSON.stringify(edge) ?? 'undefined'} is no connection${edge instanceof Edge ? ' to a Service' : ''}`, fix: "pass edges, such as web.calls(db.port('tcp-pg'))" });
  const { from, to: { service, port } } = edge;
  const where = `mesh-bypass: ${from.name} to ${service.namespace.name}/${service.name}`;
  if (service.workloads.length === 0) throw new UsageError({ what: `${where}: nobody says which workloads are behind the Service`, fix: 'give it a workload or versions' });
  if (level !== 'workload' && port.protocol !== 'TCP') throw new UsageError({ what: `${where}: port "${port.name}" carries ${port.protocol}, which no proxy takes`, fix: 'leave it out' });
  if (level === 'both' && from.type === 'gateway') throw new UsageError({ what: `${where}: gateway ${from.name} is a proxy itself and cannot go past it`, fix: "use a pattern with level: 'server' for it" });
  if (level === 'both' && from.type === 'workload') excluded(where, from, 'excludeOutboundPorts');
  if (from.type === 'workload' && from.hostNetwork && platform.cni.nodePeers === 'ip-block' && platform.nodeCidrs.length === 0) {
    throw new UsageError({ what: `${where}: the caller is on the host network, which only addresses of nodes can name, and these are not known`, fix: 'set nodeCidrs on the platform' });
  }
}

/** The port of the server that a client's connection ends at. */
function checkServer(workload: WorkloadSubject, { to: { service, port } }: Edge<ServicePort>, level: string): number {
  const where = `mesh-bypass: ${workload.kind} ${workload.namespace.name}/${workload.name}`;
  const outside = workload.hostNetwork ? 'uses the host network' : workload.injected === false ? 'opts out of injection' : workload.namespace.enrolled === false ? `is in namespace ${workload.namespace.name}, which is declared out of the mesh` : undefined;
  if (outside !== undefined) throw new UsageError({ what: `${where} ${outside}, so there is no proxy to pass by`, fix: 'leave the bypass out; DefaultDeny restricts who may call it' });
  const number = containerPort(workload, port);
  if (number === undefined) throw new UsageError({ what: `${where}: nobody says which number port "${String(port.targetPort)}" has, which ${service.name} leads to`, fix: 'list the ports of the workload, or give targetPort as a number' });
  if (level === 'workload') return number;
  excluded(where, workload, 'excludeInboundPorts');
  const included = annotation(workload, 'includeInboundPorts');
  if (included !== undefined && items(included).includes(String(number))) {
    throw new UsageError({ what: `${where}: annotation traffic.sidecar.istio.io/includeInboundPorts lists ${number}, and with such a list what is excluded is not looked at`, fix: `remove ${number} from it` });
  }
  return number;
}

function excluded(where: string, workload: WorkloadSubject, list: 'excludeInboundPorts' | 'excludeOutboundPorts'): void {
  const wrong = items(annotation(workload, list) ?? '').find(item => !/^\d+$/.test(item) || portProblem(Number(item)) !== undefined);
  if (wrong !== undefined) throw new UsageError({ what: `${where}: annotation traffic.sidecar.istio.io/${list} has "${wrong}", which is no port`, fix: 'list numbers, separated by commas' });
}

function annotation({ template }: WorkloadSubject, name: string): string | undefined {
  const value = fieldAt(template, 'metadata', 'annotations', `traffic.sidecar.istio.io/${name}`);
  return typeof value === 'string' ? value : undefined;
}

function items(text: string): readonly string[] {
  return text === '' ? [] : text.split(',').map(item => item.trim());
}
