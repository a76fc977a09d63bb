import type { MonitoredComponent } from '../../intents/network-monitoring';
import type { Labels } from '../../model/labels';
import type { Platform, PodsAt } from '../../platform/platform';

/** Where a part of the cluster's network offers its metrics. */
export interface Monitored {
  readonly pods: PodsAt;
  readonly ports: readonly { readonly name: string; readonly port: number }[];
  /** No selector of a policy reaches pods on the host network. */
  readonly hostNetwork: boolean;
}

const nodeLocalLabels: Labels = { 'k8s-app': 'node-local-dns' };

/**
 * Ports of metrics as the parts are installed: istiod 15014 (istio.io, "Ports used by Istio"); CoreDNS 9153 (kubeadm's Corefile); node-cache 9253, and 9353 for what
 * it says about its own set-up (Kubernetes, "Using NodeLocal DNSCache in Kubernetes clusters").
 */
export function monitoredAt(component: MonitoredComponent, platform: Platform): Monitored | undefined {
  const { dns } = platform;
  switch (component) {
    case 'istiod':
      return platform.mesh === 'istio' ? { pods: platform.controlPlane, ports: [{ name: 'http-monitoring', port: 15014 }], hostNetwork: false } : undefined;
    case 'coredns':
      return { pods: dns, ports: [{ name: 'http-metrics', port: 9153 }], hostNetwork: false };
    case 'node-local-dns':
      return { pods: { namespace: dns.namespace, labels: nodeLocalLabels }, ports: [{ name: 'http-metrics', port: 9253 }, { name: 'http-setup', port: 9353 }], hostNetwork: true };
  }
}
