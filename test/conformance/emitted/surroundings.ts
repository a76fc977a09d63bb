import type { Platform } from '../../../lib/platform/platform';

import type { KubernetesObject } from '../engines/engine';
import { certificate } from './certificate';

/**
 * What a cluster has beside what an application writes: gateway pods, the certificate's Secret, the system's namespaces. Without it the
 * analyzers would complain that these are missing, and they would be right.
 */
export function surroundings(platform: Platform, edgeNamespaceLabels: Readonly<Record<string, string>> = {}): readonly KubernetesObject[] {
  const between = platform.mesh === 'istio' ? [platform.eastWest.namespace] : [];
  const namespaces = [...new Set(['kube-system', 'monitoring', 'istio-system', ...between])].map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'disabled' } } }));
  if (platform.mesh !== 'istio') return namespaces;
  const labels = { istio: 'ingressgateway', ...edgeNamespaceLabels };
  const pods = { metadata: { labels }, spec: { serviceAccountName: 'ingressgateway', containers: [{ name: 'istio-proxy', image: 'registry.example/proxyv2:1.31.0', ports: [{ containerPort: 443 }, { containerPort: 80 }] }] } };
  const { eastWest } = platform;
  const eastWestPods = { metadata: { labels: eastWest.labels }, spec: { containers: [{ name: 'istio-proxy', image: 'registry.example/proxyv2:1.31.0', ports: [{ containerPort: eastWest.port }] }] } };
  const port = { name: 'tls', protocol: 'TCP', port: eastWest.port, targetPort: eastWest.port };
  return [
    ...namespaces,
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'eastwestgateway', namespace: eastWest.namespace }, spec: { selector: { matchLabels: eastWest.labels }, template: eastWestPods } },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'eastwestgateway', namespace: eastWest.namespace }, spec: { selector: eastWest.labels, ports: [port] } },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'ingressgateway', namespace: 'edge' }, spec: { selector: { matchLabels: labels }, template: pods } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'ingressgateway', namespace: 'edge' },
      spec: { selector: { istio: 'ingressgateway' }, ports: [{ name: 'http', port: 80, targetPort: 80 }, { name: 'https', port: 443, targetPort: 443 }] },
    },
    ...egressGateway(pods.spec.containers),
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'shop-tls', namespace: 'edge' }, type: 'kubernetes.io/tls', data: certificate },
  ];
}

/** The pods and the Service of an egress gateway, as the mesh's charts install them. */
function egressGateway(containers: unknown): readonly KubernetesObject[] {
  const labels = { istio: 'egressgateway' };
  const metadata = { name: 'egressgateway', namespace: 'exit' };
  const port = (name: string, number: number): object => ({ name, port: number, targetPort: number, protocol: 'TCP' });
  return [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName: 'egressgateway', containers } } } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [port('http2', 80), port('https', 443)] } },
  ];
}
