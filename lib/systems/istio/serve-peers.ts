import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { ServePeersIntent } from '../../intents/multi-cluster-service';
import type { ServiceSubject } from '../../intents/subjects';
import { atLeast } from '../../model/version';
import { serviceHost, type IstioSidecar } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { gatewayApi, type Listener } from '../gateway-api/kinds';
import { networking, type PassthroughServer } from './kinds';
import { hostsOf } from './mutual-tls';

/** The label by which istiod tells networks apart, on the root namespace and on the gateways between them. */
export const networkLabel = 'topology.istio.io/network';

/**
 * Services that peers may call, at the east-west gateway: it knows exactly these hosts, and passes on nothing but mutual TLS of the mesh. A gateway
 * builds one chain for each host that it knows and each of its subsets (Istio 1.31, gateway.go), so the whole domain, as `*.local`, would offer every
 * Service of the cluster.
 */
export function emitServePeers(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  return ofKind(recorded, 'serve-peers').flatMap(({ intent, origin }) => [
    ...(platform.routing === 'istio' ? [exposed(intent, recorded, platform, origin)] : listeners(intent, recorded, platform, origin)),
    ...(intent.serviceExport ? exported(intent.service, recorded, platform, origin) : []),
  ]);
}

/** Names of a Service, and where routes lead to a Service per version, of these. */
function hosts({ service }: ServePeersIntent, recorded: readonly Recorded[], platform: IstioSidecar): readonly { readonly name: string; readonly host: string }[] {
  return hostsOf(service, recorded, platform).map(name => ({ name, host: serviceHost(platform, { name, namespace: service.namespace }) }));
}

/** Gateways of Istio's own API merge: each Service has one, next to the pods that serve it. */
function exposed(intent: ServePeersIntent, recorded: readonly Recorded[], platform: IstioSidecar, origin: Origin): Contribution {
  const { name } = intent.service;
  const { eastWest } = platform;
  const server: PassthroughServer = {
    port: { number: eastWest.port, name: 'tls', protocol: 'TLS' },
    hosts: hosts(intent, recorded, platform).map(({ host }) => host),
    tls: { mode: 'AUTO_PASSTHROUGH' },
  };
  const draft = { apiVersion: networking, kind: 'Gateway', name: intent.name, namespace: eastWest.namespace, labels: { 'app.kubernetes.io/name': name }, spec: { selector: eastWest.labels, servers: [server] } };
  return object('gateway', manifest(platform, draft), origin);
}

/** A Gateway of the Gateway API is its deployment: there is one, with a listener for each host. */
function listeners(intent: ServePeersIntent, recorded: readonly Recorded[], platform: IstioSidecar, origin: Origin): readonly Contribution[] {
  const { eastWest, network } = platform;
  const { name, namespace, port } = eastWest;
  const labels = {
    'app.kubernetes.io/name': name,
    ...(network === undefined ? {} : { [networkLabel]: network }),
    ...(network === undefined || port === 15443 ? {} : { 'networking.istio.io/gatewayPort': String(port) }),
  };
  const written = manifest(platform, { apiVersion: gatewayApi, kind: 'Gateway', name, namespace, labels, spec: { gatewayClassName: platform.gatewayApi.className, listeners: [] } });
  const of = { owner: 'gateway' as const, namespace, name };
  return [
    { share: { ...of, manifest: written }, origin },
    ...hosts(intent, recorded, platform).map(({ name: served, host }): Contribution => {
      const listener: Listener = { name: `${served}.${intent.service.namespace.name}`, port, protocol: 'TLS', hostname: host, tls: { mode: 'Passthrough', options: { 'gateway.istio.io/listener-protocol': 'auto-passthrough' } } };
      return { share: { ...of, listener }, origin };
    }),
  ];
}

/** The multi-cluster services API names nothing but the Service. `v1beta1` since release 0.5; both are served there. */
function exported(service: ServiceSubject, recorded: readonly Recorded[], platform: IstioSidecar, origin: Origin): readonly Contribution[] {
  const version = platform.mcs !== undefined && atLeast(platform.mcs.version, '0.5') ? 'v1beta1' : 'v1alpha1';
  return hostsOf(service, recorded, platform).map(name =>
    object('service', withoutSpec(manifest(platform, { apiVersion: `multicluster.x-k8s.io/${version}`, kind: 'ServiceExport', name, namespace: service.namespace.name, labels: { 'app.kubernetes.io/name': service.name }, spec: undefined })), origin),
  );
}

function withoutSpec<T extends object>(written: T): T {
  return Object.fromEntries(Object.entries(written).filter(([field]) => field !== 'spec')) as T;
}
