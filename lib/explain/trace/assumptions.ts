import type { World } from '../../cluster/cluster';
import type { Branch } from './trace';

/** Something that the answer rests on, and that the input does not say. */
export interface Assumption {
  readonly id: 'cluster-domain' | 'mesh' | 'cni' | 'readiness' | 'corefile' | 'istio-version' | 'public-dns' | 'headers';
  readonly text: string;
  /** Where to say otherwise. */
  readonly override: string;
}

/** Assumptions that take part in these branches. */
export function assumptionsOf({ cluster, facts: { platform, known, mesh } }: World, branches: readonly Branch[]): readonly Assumption[] {
  const hops = branches.flatMap(branch => branch.hops);
  const judged = (id: string): boolean => hops.some(hop => hop.id === id && hop.status !== 'skipped');
  const found: Assumption[] = [];
  if (judged('dns') && !known.has('clusterDomain')) found.push({ id: 'cluster-domain', text: `cluster domain ${platform.clusterDomain}`, override: 'clusterDomain of the platform in sealane.yaml' });
  if (judged('dns') && !cluster.of('', 'ConfigMap').some(({ written }) => hasCorefile(written))) found.push({ id: 'corefile', text: 'a Corefile as installers write it, as none is in the input', override: 'add the ConfigMap of CoreDNS to the input' });
  if ((judged('egress') || judged('ingress')) && !known.has('cni')) found.push({ id: 'cni', text: 'the CNI enforces NetworkPolicy', override: 'cni of the platform in sealane.yaml' });
  if (judged('endpoints') && cluster.of('discovery.k8s.io', 'EndpointSlice').length === 0 && !cluster.workloads.some(({ pods }) => pods.some(({ live }) => live))) found.push({ id: 'readiness', text: 'pods are ready (no EndpointSlice and no live pod in the input)', override: 'trace a dump of the cluster: sealane collect' });
  if (mesh === undefined && branches.length > 0) found.push({ id: 'mesh', text: 'the cluster has no mesh, as nothing of one is in the input', override: 'mesh of the platform in sealane.yaml' });
  if (mesh === 'istio' && !known.has('istioVersion')) found.push({ id: 'istio-version', text: 'Istio 1.31', override: 'mesh.version of the platform in sealane.yaml' });
  if (branches.some(({ when }) => when.kind === 'condition')) found.push({ id: 'headers', text: 'headers of the request are not known, so that rules which ask for them are branches of their own', override: '--header' });
  return found;
}

function hasCorefile(object: Readonly<Record<string, unknown>>): boolean {
  const data = object['data'];
  return typeof data === 'object' && data !== null && 'Corefile' in data;
}
