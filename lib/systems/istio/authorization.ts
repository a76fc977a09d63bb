import type { LockdownIntent, PortExceptionIntent } from '../../intents/mutual-tls';
import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { ScrapeIntent } from '../../intents/scrape';
import { leadsOutside, staysInside, type EdgeSubject, type GatewaySubject, type ServiceEnd, type ServicePortSubject, type ServiceSubject, type WorkloadSubject } from '../../intents/subjects';
import { compare } from '../../model/json';
import { principal } from '../../model/identity';
import type { IstioSidecar } from '../../platform/platform';
import type { Contribution, Stage } from '../contribution';
import { manifest, object } from '../emitted';
import { exitPort, hostsOf, registered } from '../external';
import { callerNamespace, containerPort, containerPorts, edgeName } from '../kubernetes/peers';
import { remark } from '../remark';
import { security, type AuthorizationPolicySpec } from './kinds';
import { isBypassed, portExceptions } from './modes';
import { remoteCallerPolicies } from './remote-callers';

/** What holds in a namespace. Allows are in dry run only where no lockdown is in earnest: it would refuse what they merely note. */
export interface Lock {
  readonly origin: Origin;
  readonly dryRun: boolean;
}

/**
 * Authorization by identity, written only under lockdown: earlier an ALLOW by principal would refuse every caller without a
 * certificate. Allows come first, gateways' among them, then the policy that allows nothing.
 */
export function emitAuthorization(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  const lockdowns = ofKind(recorded, 'lockdown');
  if (lockdowns.length === 0) return [];
  const lockOf = (namespace: string): Lock | undefined => {
    const inForce = lockdowns.filter(({ intent: { scope } }) => scope === 'mesh' || scope.namespace.name === namespace);
    const nearest = inForce.find(({ intent: { scope } }) => scope !== 'mesh') ?? inForce[0];
    return nearest === undefined ? undefined : { origin: nearest.origin, dryRun: inForce.every(({ intent }) => intent.dryRun) };
  };
  const excepted = portExceptions(recorded).filter(({ intent }) => intent.mode !== 'STRICT');
  const write = policyWriter(platform);
  return [
    ...ofKind(recorded, 'edge').flatMap(({ intent: { edge }, origin }) => {
      if (!staysInside(edge)) return exitPolicies(recorded, edge, origin, lockOf, platform, write);
      const lock = lockOf(edge.to.service.namespace.name);
      return lock === undefined || edge.to.service.remote || passesBy(edge, recorded) ? [] : edgePolicy(edge, origin, lock, platform, write, excepted.map(({ intent }) => intent));
    }),
    // Plaintext carries no identity: an exception that took it and then refused it would be none.
    ...excepted.flatMap(({ intent: { workload, port }, origin }) => {
      const lock = isBypassed(workload, port, recorded) ? undefined : lockOf(workload.namespace.name);
      const spec: AuthorizationPolicySpec = { action: 'ALLOW', selector: { matchLabels: workload.selector }, rules: [{ to: [{ operation: { ports: [String(port)] } }] }] };
      return lock === undefined ? [] : [write('allow', `plaintext-to-${workload.name}-${port}`, workload.namespace.name, spec, lock.dryRun, origin)];
    }),
    ...ofKind(recorded, 'scrape').flatMap(({ intent, origin }) => {
      const lock = lockOf(intent.service.namespace.name);
      return lock === undefined ? [] : scrapePolicy(intent, origin, lock, platform, write, excepted.map(exception => exception.intent));
    }),
    ...remoteCallerPolicies(recorded, lockOf, platform, write),
    ...gatewayPolicies(recorded, lockdowns, lockOf, platform, write),
    ...lockdowns.map(({ intent: { scope, dryRun }, origin }) => write('deny', 'allow-nothing', scope === 'mesh' ? platform.rootNamespace : scope.namespace.name, {}, dryRun, origin)),
  ];
}

export type Write = (stage: Stage, name: string, namespace: string, spec: AuthorizationPolicySpec, dryRun: boolean, origin: Origin) => Contribution;

function policyWriter(platform: IstioSidecar): Write {
  return (stage, name, namespace, spec, dryRun, origin) =>
    object(stage, manifest(platform, { apiVersion: security, kind: 'AuthorizationPolicy', name, namespace, spec, ...(dryRun ? { annotations: { 'istio.io/dry-run': 'true' } } : {}) }), origin);
}

function edgePolicy(edge: EdgeSubject<ServiceEnd>, origin: Origin, lock: Lock, platform: IstioSidecar, write: Write, excepted: readonly PortExceptionIntent[]): readonly Contribution[] {
  const { from, to } = edge;
  const ports = containerPorts(to.service, to.port);
  const { serviceAccount, problem, outside } = identityOf(from);
  if (serviceAccount === undefined || problem !== undefined) {
    if (admittedByPort(to.service, ports, excepted)) return [];
    const repair = outside ? `bring ${from.name} into the mesh, or except port ${String(to.port.targetPort)} of ${to.service.name}` : ownAccount(from);
    return [withoutIdentity(`edge ${from.name} to ${to.service.name}`, problem, repair, origin)];
  }
  if (ports.length === 0) return [portUnknown(`edge ${from.name} to ${to.service.name}`, to.service, to.port, origin)];
  const spec: AuthorizationPolicySpec = {
    action: 'ALLOW',
    selector: { matchLabels: to.service.selector },
    rules: [
      {
        from: [{ source: { principals: [principal({ trustDomain: platform.trustDomain, namespace: callerNamespace(from), serviceAccount })] } }],
        to: [{ operation: { ports: ports.map(String) } }],
      },
    ],
  };
  return [write('allow', edgeName(edge, 'callee'), to.service.namespace.name, spec, lock.dryRun, origin)];
}

/** Whether an edge leads past every proxy of its callee, which is given TCP alone: a policy for it would never be asked. */
function passesBy({ to: { service, port } }: EdgeSubject<ServiceEnd>, recorded: readonly Recorded[]): boolean {
  if (port.protocol !== 'TCP') return true;
  return service.workloads.length > 0 && service.workloads.every(workload => {
    const number = containerPort(workload, port);
    return number !== undefined && isBypassed(workload, number, recorded);
  });
}

/**
 * What Prometheus reads on the application itself goes by port, and by identity where it has one. What proxies offer is not theirs to refuse, and what an
 * exception opens is open already.
 */
function scrapePolicy({ service, port, mode }: ScrapeIntent, origin: Origin, lock: Lock, platform: IstioSidecar, write: Write, excepted: readonly PortExceptionIntent[]): readonly Contribution[] {
  const ports = containerPorts(service, port);
  if (mode === 'merged' || admittedByPort(service, ports, excepted)) return [];
  if (ports.length === 0) return [portUnknown(`scrape of ${service.name}`, service, port, origin)];
  const { namespace, serviceAccount } = platform.monitoring ?? {};
  const known = mode === 'istioCerts' && namespace !== undefined && serviceAccount !== undefined;
  const from = known ? [{ source: { principals: [principal({ trustDomain: platform.trustDomain, namespace, serviceAccount })] } }] : undefined;
  const spec: AuthorizationPolicySpec = { action: 'ALLOW', selector: { matchLabels: service.selector }, rules: [{ ...(from === undefined ? {} : { from }), to: [{ operation: { ports: ports.map(String) } }] }] };
  return [write('allow', `prometheus-to-${service.name}-${port.name}`, service.namespace.name, spec, lock.dryRun, origin)];
}

/** Who a caller is to its callees, or why it is nobody. */
function identityOf(from: EdgeSubject['from']): { readonly serviceAccount?: string; readonly problem?: string; readonly outside: boolean } {
  if (from.type === 'gateway') return { serviceAccount: from.pods.serviceAccount, outside: false };
  if (from.hostNetwork) return { problem: 'uses the host network, so it has no proxy', outside: true };
  if (from.injected === false) return { problem: 'opts out of injection', outside: true };
  return from.serviceAccount === undefined ? { problem: 'has no service account of its own', outside: false } : { serviceAccount: from.serviceAccount, outside: false };
}

function ownAccount({ name }: EdgeSubject['from']): string {
  return `set serviceAccountName on ${name}: pods that share "default" cannot be told apart`;
}

function withoutIdentity(what: string, problem: string | undefined, help: string, origin: Origin): Contribution {
  return remark(origin, { rule: 'authz/caller-without-identity', severity: 'error', message: `${what}: the caller ${problem ?? ''}, so under lockdown nothing can admit it`, help });
}

/** At an egress gateway that is locked down, each caller is admitted by identity, for the host whose name its mutual TLS carries. */
function exitPolicies(recorded: readonly Recorded[], edge: EdgeSubject, origin: Origin, lockOf: (namespace: string) => Lock | undefined, platform: IstioSidecar, write: Write): readonly Contribution[] {
  const through = leadsOutside(edge) ? registered(recorded, edge.to.external)?.through : undefined;
  const lock = through === undefined ? undefined : lockOf(through.pods.namespace);
  if (!leadsOutside(edge) || through === undefined || lock === undefined) return [];
  const { from, to } = edge;
  const { serviceAccount, problem, outside } = identityOf(from);
  if (serviceAccount === undefined) {
    return [withoutIdentity(`edge ${from.name} to ${to.external.name} through egress gateway ${through.name}`, problem, outside ? `bring ${from.name} into the mesh` : ownAccount(from), origin)];
  }
  const spec: AuthorizationPolicySpec = {
    action: 'ALLOW',
    selector: { matchLabels: through.pods.labels },
    rules: [
      {
        from: [{ source: { principals: [principal({ trustDomain: platform.trustDomain, namespace: callerNamespace(from), serviceAccount })] } }],
        to: [{ operation: { ports: [String(exitPort(through, to.port).podPort)] } }],
        when: [{ key: 'connection.sni', values: hostsOf(to.external) }],
      },
    ],
  };
  return [write('allow', edgeName(edge, 'callee', through.pods.namespace), through.pods.namespace, spec, lock.dryRun, origin)];
}

/** Whether every known pod behind a Service is open to plaintext on these ports, which then go by port and not by identity. */
function admittedByPort({ workloads }: ServiceSubject, ports: readonly number[], excepted: readonly PortExceptionIntent[]): boolean {
  const open = (workload: WorkloadSubject, port: number): boolean => excepted.some(exception => exception.workload === workload && exception.port === port);
  return ports.length > 0 && workloads.length > 0 && workloads.every(workload => ports.every(port => open(workload, port)));
}

function portUnknown(what: string, service: ServiceSubject, port: ServicePortSubject, origin: Origin): Contribution {
  return remark(origin, {
    rule: 'authz/port-unknown',
    severity: 'error',
    message: `${what}: nobody says which number port "${String(port.targetPort)}" has, and authorization goes by number`,
    help: `list the ports of the workloads behind ${service.name}, or give its targetPort as a number`,
  });
}

/** A gateway's own pods are locked down too; its callers are anonymous, so they are admitted by port. */
function gatewayPolicies(
  recorded: readonly Recorded[],
  lockdowns: readonly Recorded<LockdownIntent>[],
  lockOf: (namespace: string) => Lock | undefined,
  platform: IstioSidecar,
  write: Write,
): readonly Contribution[] {
  const gateways = ofKind(recorded, 'gateway').map(({ intent }) => intent.gateway);
  const meshWide = lockdowns.find(({ intent }) => intent.scope === 'mesh');
  const written = gateways.flatMap(gateway => {
    const lock = lockOf(gateway.pods.namespace);
    return lock === undefined ? [] : [write('allow', `outside-to-${gateway.name}`, gateway.pods.namespace, gatewaySpec(gateway), lock.dryRun, lock.origin)];
  });
  if (meshWide === undefined || gateways.length > 0) return written;
  const { ingress } = platform;
  if (ingress !== undefined) {
    const spec: AuthorizationPolicySpec = { action: 'ALLOW', selector: { matchLabels: ingress.labels }, rules: [{}] };
    return [...written, write('allow', 'outside-to-ingress', ingress.namespace, spec, meshWide.intent.dryRun, meshWide.origin)];
  }
  return [
    ...written,
    remark(meshWide.origin, {
      rule: 'authz/lockdown-without-gateways',
      severity: 'error',
      message: 'lockdown of the whole mesh also selects ingress gateways, and none is known: every request from outside would get 403',
      help: 'mint the gateways with net.gateway(…) or set platform.ingress; accept this rule if the mesh has no gateway',
    }),
  ];
}

function gatewaySpec(gateway: GatewaySubject): AuthorizationPolicySpec {
  const ports = [...new Set(gateway.listeners.map(listener => String(listener.podPort)))].sort(compare);
  return { action: 'ALLOW', selector: { matchLabels: gateway.pods.labels }, rules: [{ to: [{ operation: { ports } }] }] };
}
