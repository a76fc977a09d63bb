import type { PortExceptionIntent, ServerTlsIntent } from '../../intents/mutual-tls';
import { ofKind, type Recorded } from '../../intents/intents';
import type { NamespaceSubject, ServiceSubject } from '../../intents/subjects';
import { serviceHost, type IstioSidecar } from '../../platform/platform';
import { matches } from '../../model/labels';
import type { Contribution, PeerAuthenticationShare } from '../contribution';
import { jobsThatNeverEnd } from './jobs';
import { portExceptions } from './modes';
import { versionHost } from '../split-rules';

/** Modes of servers, exceptions of ports, enrolment, and what clients have to be told because they cannot find out. */
export function emitMutualTls(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  return [
    ...ofKind(recorded, 'server-tls').map(({ intent, origin }): Contribution => ({ share: serverTls(intent, platform), origin })),
    ...portExceptions(recorded).flatMap(({ intent, origin }): Contribution[] => [{ share: portException(intent), origin }, ...disabledPorts(intent, origin, recorded, platform)]),
    ...enrolment(recorded, platform),
    ...clientTls(recorded, platform),
    ...jobsThatNeverEnd(recorded, platform),
  ];
}

function serverTls({ scope, mode }: ServerTlsIntent, platform: IstioSidecar): PeerAuthenticationShare {
  if (scope === 'mesh') return { owner: 'peer-authentication', namespace: platform.rootNamespace, name: 'default', mode };
  if ('namespace' in scope) return { owner: 'peer-authentication', namespace: scope.namespace.name, name: 'default', mode };
  return { owner: 'peer-authentication', namespace: scope.workload.namespace.name, name: scope.workload.name, selector: scope.workload.selector, mode };
}

/** Keys of `portLevelMtls` are container ports. The mode of the rest stays unset, so that it is inherited. */
function portException({ workload, port, mode }: PortExceptionIntent): PeerAuthenticationShare {
  return { owner: 'peer-authentication', namespace: workload.namespace.name, name: workload.name, selector: workload.selector, ports: { [String(port)]: mode } };
}

/** Ports of a Service that lead to the excepted container port. */
function exposes(service: ServiceSubject, { workload, port: excepted }: PortExceptionIntent): readonly number[] {
  if (service.remote || service.namespace.name !== workload.namespace.name || !matches(service.selector, workload.podLabels)) return [];
  const leads = (targetPort: number | string): boolean => targetPort === excepted || workload.ports.some(port => port.name === targetPort && port.port === excepted);
  return service.ports.filter(port => leads(port.targetPort)).map(port => port.port);
}

/**
 * Clients decide by endpoint whether to speak mutual TLS, but by cluster towards a headless Service, and not at all where a rule
 * decides for them: a DISABLE there is invisible to them without a rule of its own.
 */
function disabledPorts(exception: PortExceptionIntent, origin: Recorded['origin'], recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  if (exception.mode !== 'DISABLE') return [];
  return ofKind(recorded, 'service')
    .map(({ intent }) => intent.service)
    .filter(service => service.headless || saidToClients(service, recorded) || alwaysSaid(exception, recorded))
    .flatMap(service =>
      exposes(service, exception).flatMap(number =>
        hostsOf(service, recorded, platform).map(name => destinationRule(service, name, platform, origin, { port: { number, trafficPolicy: { tls: { mode: 'DISABLE' } } } })),
      ),
    );
}

/** Whether a bypass wants its clients told in any case. */
function alwaysSaid({ workload, port }: PortExceptionIntent, recorded: readonly Recorded[]): boolean {
  return ofKind(recorded, 'mesh-bypass').some(({ intent }) => intent.workload === workload && intent.clientRule === 'always' && intent.ports !== 'all' && intent.ports.includes(port));
}

/** Whether a rule tells the clients of a Service to speak mutual TLS. */
function saidToClients(service: ServiceSubject, recorded: readonly Recorded[]): boolean {
  return ofKind(recorded, 'client-tls').some(({ intent: { scope } }) => scope === 'mesh' || scope.namespace.name === service.namespace.name);
}

/** Names by which clients reach a Service: its own and, where routes lead to a Service per version, theirs. */
export function hostsOf(service: ServiceSubject, recorded: readonly Recorded[], platform: IstioSidecar): readonly string[] {
  const split = platform.routing === 'gateway' && ofKind(recorded, 'split').some(({ intent }) => intent.service === service);
  return [service.name, ...(split ? [...service.versions.keys()].map(version => versionHost(service, version)) : [])];
}

function destinationRule(
  { namespace }: ServiceSubject,
  name: string,
  platform: IstioSidecar,
  origin: Recorded['origin'],
  settings: Partial<Extract<Contribution['share'], { owner: 'destination-rule' }>>,
): Contribution {
  return { share: { owner: 'destination-rule', host: serviceHost(platform, { name, namespace }), namespace: namespace.name, name, ...settings }, origin };
}

/** The label that makes the webhook inject, on Namespaces and pod templates. */
function enrolment(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  const { label, value } = platform.enrolment;
  const asked = ofKind(recorded, 'enrol').flatMap(({ intent: { subject }, origin }): readonly Contribution[] => {
    if ('workload' in subject) {
      const labels = { 'sidecar.istio.io/inject': 'true', ...(label === 'istio.io/rev' ? { [label]: value } : {}) };
      return [{ share: { owner: 'pod-template', workload: subject.workload, labels, without: 'its pods get no proxy, and the mode has nobody to enforce it' }, origin }];
    }
    return enrolNamespace(subject.namespace, label, value, origin);
  });
  const meshWide = ofKind(recorded, 'server-tls').filter(({ intent }) => intent.scope === 'mesh');
  const everywhere = meshWide.flatMap(({ origin }) =>
    ofKind(recorded, 'namespace')
      .filter(({ intent }) => intent.namespace.created && intent.namespace.enrolled !== false)
      .flatMap(({ intent }) => enrolNamespace(intent.namespace, label, value, origin)),
  );
  return [...asked, ...everywhere];
}

function enrolNamespace(namespace: NamespaceSubject, label: string, value: string, origin: Recorded['origin']): readonly Contribution[] {
  if (namespace.created) return [{ share: { owner: 'namespace', namespace, labels: { [label]: value } }, origin }];
  // Of a namespace that is written elsewhere, the rule mtls/namespace-not-enrolled speaks.
  return [];
}

/**
 * ISTIO_MUTUAL written out, for meshes that do not find out by themselves. A rule for one host replaces the rule for the domain
 * entirely, so every known Service gets its own share as well; one whose pods have no proxy is spoken to in plaintext.
 */
function clientTls(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  const mutual = { tls: { mode: 'ISTIO_MUTUAL' as const } };
  return ofKind(recorded, 'client-tls').flatMap(({ intent: { scope }, origin }): Contribution[] => {
    const namespace = scope === 'mesh' ? platform.rootNamespace : scope.namespace.name;
    const host = scope === 'mesh' ? `*.${platform.clusterDomain}` : `*.${namespace}.svc.${platform.clusterDomain}`;
    const services = ofKind(recorded, 'service').map(({ intent }) => intent.service).filter(service => scope === 'mesh' || service.namespace.name === namespace);
    return [
      { share: { owner: 'destination-rule', host, namespace, name: 'default', trafficPolicy: mutual }, origin },
      ...services.flatMap(service => {
        const trafficPolicy = withoutProxies(service) ? { tls: { mode: 'DISABLE' as const } } : mutual;
        return hostsOf(service, recorded, platform).map(name => destinationRule(service, name, platform, origin, { trafficPolicy }));
      }),
    ];
  });
}

/** Whether all pods behind a Service are known to have no proxy. */
function withoutProxies({ workloads }: ServiceSubject): boolean {
  return workloads.length > 0 && workloads.every(workload => workload.hostNetwork || workload.injected === false);
}
