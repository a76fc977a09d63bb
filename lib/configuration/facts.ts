import type { Cluster } from '../cluster/cluster';
import { factsOf, type Facts } from '../cluster/facts';
import { list } from '../model/usage-error';
import type { Platform } from '../platform/platform';
import { istioSidecar, plainKubernetes, type ClusterOptions } from '../platform/presets';
import type { Configuration, PlatformOptions, StatedFacts } from './configuration';
import { observe } from './observe';

/** Facts, and in one line what they take for granted. */
export interface Established {
  readonly facts: Facts;
  /** `undefined` when everything that was needed is known. */
  readonly assumption: string | undefined;
}

/**
 * What is known around the objects: what `sealane.yaml` says, else what the objects show, else defaults, which are stated.
 *
 * @throws UsageError for options that a preset refuses
 * @example establish(cluster, {}).assumption // 'Kubernetes 1.36, an unknown CNI'
 */
export function establish(cluster: Cluster, { platform: declared = {}, ...outside }: Configuration): Established {
  const options: PlatformOptions = { ...observe(cluster), ...declared };
  const platform = platformOf(options, cluster.name);
  const known = new Set(Object.keys(options).filter(option => option !== 'cluster')) as ReadonlySet<string> as Facts['known'];
  const mesh = options.mesh ?? (options.routing === 'istio' || options.istioVersion !== undefined ? 'istio' : undefined);
  return { facts: { platform, known, mesh, ...statedFacts(outside) }, assumption: assumptionOf(platform, known, mesh) };
}

/** What a program knows: its platform, which its author chose whole, and what is said of the outside. */
export function factsWith(platform: Platform, outside: StatedFacts): Facts {
  return { ...factsOf(platform), ...statedFacts(outside) };
}

function statedFacts({ declared = [], complete = [], edges = [], pinningNodes = {}, mutualTls }: StatedFacts): Pick<Facts, 'declared' | 'complete' | 'edges' | 'pinningNodes' | 'mutualTls'> {
  return { declared, complete: complete === true ? true : new Set(complete), edges, pinningNodes, ...(mutualTls === undefined ? {} : { mutualTls }) };
}

function platformOf({ mesh, dataPlane, routing, istioVersion, trustDomain, rootNamespace, controlPlane, enrolment, ...given }: PlatformOptions, name: string | undefined): Platform {
  const cluster: ClusterOptions = { ...given, cluster: given.cluster ?? name ?? 'cluster' };
  if (mesh === 'istio' || (mesh === undefined && (routing === 'istio' || istioVersion !== undefined))) {
    const istio = { istioVersion, trustDomain, rootNamespace, controlPlane, enrolment };
    const said = Object.fromEntries(Object.entries(istio).filter(([, value]) => value !== undefined));
    const sidecar = istioSidecar({ ...cluster, ...said, routing: routing ?? 'istio' });
    return dataPlane === 'ambient' ? { ...sidecar, dataPlane } : sidecar;
  }
  const plain = plainKubernetes(cluster);
  if (mesh === 'linkerd') return { ...plain, mesh, dataPlane: 'sidecar', linkerdVersion: '2.18' };
  return mesh === 'consul' ? { ...plain, mesh, dataPlane: 'sidecar', consulVersion: '1.22' } : plain;
}

function assumptionOf(platform: Platform, known: Facts['known'], mesh: Facts['mesh']): string | undefined {
  const assumed = [
    ...(known.has('kubernetesVersion') ? [] : [`Kubernetes ${platform.kubernetesVersion}`]),
    ...(mesh === undefined ? ['no mesh'] : []),
    ...(platform.mesh === 'istio' && !known.has('istioVersion') ? [`Istio ${platform.istioVersion}`] : []),
    ...(platform.mesh === 'istio' && !known.has('rootNamespace') ? [`root namespace ${platform.rootNamespace}`] : []),
    ...(known.has('clusterDomain') ? [] : [`cluster domain ${platform.clusterDomain}`]),
    ...(known.has('cni') ? [] : ['a CNI that enforces policies']),
  ];
  return assumed.length === 0 ? undefined : list(assumed);
}
