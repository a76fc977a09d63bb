import type { Installed } from '../../metrics/installed';
import type { Component } from '../../metrics/metric';
import type { Version } from '../../model/version';
import type { Monitoring } from '../../platform/monitoring';
import type { Platform } from '../../platform/platform';
import type { NetworkMonitoringProps } from './props';

type Read = readonly (readonly [component: Component, version: Version | undefined])[];

/** What Prometheus reads on a platform, and in which release: as far as it follows from the platform, and as the props say. */
export function installedOn(platform: Platform, { operator }: Monitoring, props: NetworkMonitoringProps<Platform>): Installed {
  const { kubeStateMetrics = operator !== false, nodeExporter = operator !== false, cAdvisor = true, cniMetrics = true, hubble, gateways = [] } = props;
  const { dns, certManager, cni } = platform;
  const read = (given: boolean, component: Component): Read => (given ? [[component, undefined]] : []);
  return new Map<Component, Version | undefined>([
    ['prometheus', undefined],
    ...read(cAdvisor, 'cadvisor'),
    ...read(kubeStateMetrics, 'kube-state-metrics'),
    ...read(nodeExporter, 'node-exporter'),
    ...(answersWithCoreDns(platform) ? [['coredns', dns.version] as const] : []),
    ...read(dns.nodeLocalIP !== undefined, 'node-local-dns'),
    ...(platform.mesh === 'istio' ? [['istio-proxy', platform.istioVersion] as const, ['istiod', platform.istioVersion] as const] : []),
    ...read(cniMetrics && cni.name === 'cilium', 'cilium-agent'),
    ...read(cniMetrics && cni.name === 'calico', 'felix'),
    ...read(hubble !== undefined, 'hubble'),
    ...read(certManager !== undefined, 'cert-manager'),
    ...gateways.flatMap(({ kind }): Read => (kind === 'istio' ? [] : [[kind, undefined]])),
  ]);
}

/** On GKE something else answers names; the CoreDNS of OpenShift is its operator's, which watches it with rules of its own. */
export function answersWithCoreDns({ dns: { carrier } }: Platform): boolean {
  return carrier !== 'gke' && carrier !== 'openshift';
}
