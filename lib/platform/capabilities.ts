import type { System } from './platform';
import { exact, impossible, lossy, unbuilt, type Exact, type NotPossible, type Unbuilt, type Verdict } from './verdict';

/** A row in which one column is like every other mesh that is typed but not built. */
interface Planned {
  readonly 'istio-ambient': Unbuilt;
  readonly linkerd: Unbuilt;
  readonly consul: Unbuilt;
}
const planned: Planned = { 'istio-ambient': unbuilt, linkerd: unbuilt, consul: unbuilt };

/** Istio's three sidecar columns with one verdict. */
interface Sidecar<V extends Verdict> {
  readonly 'istio-sidecar': V;
  readonly 'istio-sidecar-gateway': V;
  readonly 'istio-sidecar-gateway-experimental': V;
}
function sidecar<V extends Verdict>(verdict: V): Sidecar<V> {
  return { 'istio-sidecar': verdict, 'istio-sidecar-gateway': verdict, 'istio-sidecar-gateway-experimental': verdict };
}

/** A row for what the Gateway API cannot say in any channel. */
function onlyVirtualService<V extends NotPossible, N extends NotPossible>(gateway: V, none: N): Planned & { readonly 'plain-kubernetes': N; readonly 'istio-sidecar': Exact; readonly 'istio-sidecar-gateway': V; readonly 'istio-sidecar-gateway-experimental': V } {
  return { 'plain-kubernetes': none, 'istio-sidecar': exact, 'istio-sidecar-gateway': gateway, 'istio-sidecar-gateway-experimental': gateway, ...planned };
}

const noIdentity = impossible('plain Kubernetes gives pods no identity and encrypts nothing between them; use a mesh such as istioSidecar');
const noRequests = impossible('plain Kubernetes routes connections, not requests: only the replica ratio divides traffic; use a mesh such as istioSidecar');
const noFault = impossible("an HTTPRoute cannot inject faults; use routing: 'istio'");
const noConditions = impossible("an HTTPRoute retries on status codes only; use retries.codes, or routing: 'istio'");
const noRetryOff = impossible("an HTTPRoute cannot switch retries off, its attempts begin at 1; use routing: 'istio'");
const noRetry = impossible("retry is a field of the Gateway API's experimental channel; use gatewayApi: { channel: 'experimental' }, or routing: 'istio'");
const noRegions = impossible('plain Kubernetes knows zones at most, and leaves none that is sick; set trafficDistribution on the Service, or use a mesh such as istioSidecar');

const noIngress = impossible('an ingress controller ignores the weights of the mesh and has no identity in it; use a gateway');

const noPeers = impossible('plain Kubernetes knows no other cluster; use a mesh such as istioSidecar');
const experimentalExport = lossy('experimental', 'istiod obeys a ServiceExport only where ENABLE_MCS_SERVICE_DISCOVERY, an experimental flag, is set in every cluster, and ignores it everywhere else');
const noOrigination = impossible('plain Kubernetes puts no proxy beside the containers; let the application speak TLS');
const noExit = impossible('plain Kubernetes has no gateway that calls leave by; use a mesh such as istioSidecar');

/**
 * What each system can do for each pattern and for its options that not every system has.
 *
 * `docs/systems.md` is rendered from this table, types drop the fields that are impossible, and patterns ask it at run time.
 */
export const capabilities = {
  'mutual-tls': { 'plain-kubernetes': noIdentity, ...sidecar(exact), ...planned },
  'mutual-tls.portExceptions': { 'plain-kubernetes': noIdentity, ...sidecar(exact), ...planned },
  'mutual-tls.lockdown': { 'plain-kubernetes': noIdentity, ...sidecar(exact), ...planned },
  'mutual-tls.dryRun': { 'plain-kubernetes': noIdentity, ...sidecar(exact), ...planned },
  canary: { 'plain-kubernetes': noRequests, ...sidecar(exact), ...planned },
  'canary.versionSticky': { 'plain-kubernetes': noRequests, ...sidecar(exact), ...planned },
  'canary.podSticky': { 'plain-kubernetes': noRequests, ...sidecar(exact), ...planned },
  'canary.mirror': { 'plain-kubernetes': noRequests, ...sidecar(exact), ...planned },
  'canary.fault': onlyVirtualService(noFault, noRequests),
  'canary.timeout': { 'plain-kubernetes': noRequests, ...sidecar(exact), ...planned },
  'canary.retries': {
    'plain-kubernetes': noRequests,
    'istio-sidecar': exact,
    'istio-sidecar-gateway': noRetry,
    'istio-sidecar-gateway-experimental': exact,
    ...planned,
  },
  'canary.retries.off': onlyVirtualService(noRetryOff, noRequests),
  'canary.retries.conditions': onlyVirtualService(noConditions, noRequests),
  'canary.connectionPool': { 'plain-kubernetes': noRequests, ...sidecar(exact), ...planned },
  'canary.outlierDetection': { 'plain-kubernetes': noRequests, ...sidecar(exact), ...planned },
  'default-deny': { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  locality: { 'plain-kubernetes': noRegions, ...sidecar(exact), ...planned },
  'multi-cluster-service': { 'plain-kubernetes': noPeers, ...sidecar(exact), ...planned },
  'multi-cluster-service.serviceExport': { 'plain-kubernetes': noPeers, ...sidecar(experimentalExport), ...planned },
  'external-service': { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  'external-service.originate': { 'plain-kubernetes': noOrigination, ...sidecar(exact), ...planned },
  'external-service.through': { 'plain-kubernetes': noExit, ...sidecar(exact), ...planned },
  'host-network': { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  'pinned-cpu': { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  'pinned-cpu.proxyResources': { 'plain-kubernetes': impossible('plain Kubernetes puts no proxy beside the containers; leave it out'), ...sidecar(exact), ...planned },
  'mesh-bypass': {
    'plain-kubernetes': impossible('there is no mesh to bypass on plain Kubernetes; leave the pattern out'),
    ...sidecar(exact),
    ...planned,
  },
  webhook: { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  'cluster-dns': { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  'cluster-dns.servers': { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  'cluster-dns.nodeLocal': { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  'cluster-dns.clusterSet': { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  scrape: { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  'scrape.mode': { 'plain-kubernetes': impossible('modes are about the proxies of a mesh, and plain Kubernetes has none; leave it out'), ...sidecar(exact), ...planned },
  'network-monitoring': { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  exposure: { 'plain-kubernetes': exact, ...sidecar(exact), ...planned },
  'exposure.ingress': { 'plain-kubernetes': exact, ...sidecar(noIngress), ...planned },
} as const satisfies Record<string, Record<System, Verdict>>;

/** A row of the capability table: a pattern, or an option of one. */
export type Feature = keyof typeof capabilities;
