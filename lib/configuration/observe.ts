import type { Cluster } from '../cluster/cluster';
import { chosenMap, meshMaps } from '../cluster/mesh-maps';
import { containersIn } from '../cluster/template';
import { fieldAt, textAt } from '../model/object';
import { atLeast } from '../model/version';
import type { CniName } from '../platform/cni';
import type { PlatformOptions } from './configuration';

/** Options whose values were seen. */
type Observed = { -readonly [K in keyof PlatformOptions]: PlatformOptions[K] };

/**
 * What the objects show of the platform: manifests show a little, a dump of a live cluster nearly all. Only what is seen is said.
 *
 * @example observe(cluster).mesh // 'istio', because a namespace is labelled istio-injection
 */
export function observe(cluster: Cluster): PlatformOptions {
  const seen: Observed = { ...meshSeen(cluster), ...versionsSeen(cluster) };
  const domain = /^\s*kubernetes\s+([a-z0-9.-]+)/m.exec(textAt(cluster.find('', 'ConfigMap', 'kube-system', 'coredns')?.written, 'data', 'Corefile') ?? '')?.[1];
  if (domain !== undefined) seen.clusterDomain = domain.replace(/\.$/, '');
  const cni = cniSeen(cluster);
  if (cni !== undefined) seen.cni = cni;
  const address = textAt(cluster.find('', 'Service', 'kube-system', 'kube-dns')?.written, 'spec', 'clusterIP');
  if (address !== undefined && address !== 'None') seen.dns = { clusterIP: address };
  return seen;
}

const daemons: readonly (readonly [RegExp, CniName])[] = [
  [/^calico-node$/, 'calico'], [/^cilium$/, 'cilium'], [/^anetd$/, 'gke-dataplane-v2'], [/^aws-node$/, 'aws-vpc'], [/^azure-(?:npm|cns)$/, 'azure'], [/^antrea-agent$/, 'antrea'],
  [/^kube-router$/, 'kube-router'], [/^ovnkube-node/, 'ovn-kubernetes'], [/^kindnet$/, 'kindnet'], [/^kube-flannel(?:-ds)?/, 'flannel'],
];

/** Where Calico's policy runs beside another plugin's network (Canal, Calico on AWS), Calico decides: it stands first. */
function cniSeen(cluster: Cluster): CniName | undefined {
  const names = cluster.of('apps', 'DaemonSet').map(({ reference }) => reference.name);
  return daemons.find(([pattern]) => names.some(name => pattern.test(name)))?.[1];
}

function meshSeen(cluster: Cluster): Observed {
  const namespaces = [...cluster.namespaces.values()].filter(({ object }) => object !== undefined);
  const labelled = (label: string): readonly string[] => namespaces.flatMap(({ labels }) => labels[label] ?? []);
  const revisions = new Set(labelled('istio.io/rev'));
  const usesIstio = cluster.objects.some(({ group }) => group.endsWith('.istio.io')) || revisions.size > 0 || labelled('istio-injection').length > 0;
  const ambient = labelled('istio.io/dataplane-mode').includes('ambient') || cluster.of('apps', 'DaemonSet').some(({ reference }) => reference.name === 'ztunnel');
  if (!usesIstio && !ambient) {
    const linkerd = namespaces.some(({ object }) => textAt(object?.written, 'metadata', 'annotations', 'linkerd.io/inject') !== undefined) || cluster.find('apps', 'Deployment', 'linkerd', 'linkerd-destination') !== undefined;
    return linkerd ? { mesh: 'linkerd' } : {};
  }
  const seen: Observed = { mesh: 'istio' };
  if (ambient) seen.dataPlane = 'ambient';
  const [revision] = revisions;
  if (revision !== undefined && revisions.size === 1 && labelled('istio-injection').length === 0) seen.enrolment = { revision };
  const routed = (group: string, kind: string): boolean => cluster.of(group, kind).length > 0;
  if (routed('networking.istio.io', 'VirtualService')) seen.routing = 'istio';
  else if (routed('gateway.networking.k8s.io', 'HTTPRoute')) seen.routing = 'gateway';
  return { ...seen, ...meshConfigSeen(cluster, revisions.size === 1 ? revision : undefined) };
}

/** What the control plane is told, and which namespace is its root. */
function meshConfigSeen(cluster: Cluster, revision: string | undefined): Observed {
  const map = chosenMap(meshMaps(cluster), revision);
  if (map === undefined) return {};
  const trustDomain = textAt(map.mesh, 'trustDomain');
  return { ...(trustDomain === undefined || trustDomain === '' ? {} : { trustDomain }), rootNamespace: map.rootNamespace };
}

/** Versions older than what the platform knows are left out: judged as the oldest that it knows would be a guess. */
function versionsSeen(cluster: Cluster): Observed {
  const seen: Observed = {};
  const kubernetes = cluster.of('', 'Node').flatMap(({ written }) => /^v?(\d+\.\d+)/.exec(textAt(written, 'status', 'nodeInfo', 'kubeletVersion') ?? '')?.[1] ?? []).sort((a, b) => (atLeast(a, b) ? 1 : -1));
  if (kubernetes[0] !== undefined && atLeast(kubernetes[0], '1.32')) seen.kubernetesVersion = kubernetes[0] as `${number}.${number}`;
  const istiod = cluster.of('apps', 'Deployment').find(({ reference }) => /^istiod(?:-|$)/.test(reference.name));
  const image = istiod === undefined ? undefined : containersIn((fieldAt(istiod.effective, 'spec', 'template', 'spec') ?? {}) as Record<string, unknown>, 'containers').map(container => textAt(container, 'image') ?? '').join(' ');
  const istio = /pilot:(\d+\.\d+)/.exec(image ?? '')?.[1];
  if (istio !== undefined && atLeast(istio, '1.30')) seen.istioVersion = istio as `${number}.${number}`;
  const crd = cluster.find('apiextensions.k8s.io', 'CustomResourceDefinition', undefined, 'httproutes.gateway.networking.k8s.io')?.written;
  const bundle = /^v?(\d+\.\d+)/.exec(textAt(crd, 'metadata', 'annotations', 'gateway.networking.k8s.io/bundle-version') ?? '')?.[1];
  const channel = textAt(crd, 'metadata', 'annotations', 'gateway.networking.k8s.io/channel');
  if (bundle !== undefined && atLeast(bundle, '1.4')) seen.gatewayApi = { version: bundle as `${number}.${number}`, ...(channel === 'experimental' || channel === 'standard' ? { channel } : {}) };
  return seen;
}
