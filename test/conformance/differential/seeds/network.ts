import type { KubernetesObject } from '../../engines/engine';

function objectOf(apiVersion: string, kind: string, body: KubernetesObject): KubernetesObject {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'shop', annotations: { 'example.com/note': 'x' } }, ...body };
}

const ports = [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' }, { name: 'dns', port: 53, targetPort: 5353, protocol: 'UDP' }];

export const network: Readonly<Record<string, readonly KubernetesObject[]>> = {
  Service: [
    { ports, selector: { app: 'web' }, internalTrafficPolicy: 'Local', trafficDistribution: 'PreferSameZone', sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } }, externalIPs: ['198.51.100.7'], externalTrafficPolicy: 'Cluster' },
    { type: 'NodePort', ports: [{ name: 'http', port: 80, nodePort: 30080 }, { name: 'https', port: 443, nodePort: 30443 }], externalTrafficPolicy: 'Local' },
    { type: 'LoadBalancer', ports, loadBalancerSourceRanges: ['203.0.113.0/24', ' 2001:db8::/32 '], loadBalancerClass: 'example.com/internal', allocateLoadBalancerNodePorts: false, externalTrafficPolicy: 'Local', healthCheckNodePort: 30000 },
    { clusterIP: 'None', clusterIPs: ['None'], publishNotReadyAddresses: true, selector: { app: 'web' } },
    { clusterIP: '10.96.0.20', clusterIPs: ['10.96.0.20', '2001:db8::20'], ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'PreferDualStack', ports: [{ port: 80 }] },
    { type: 'ExternalName', externalName: 'db.example.com.' },
  ].map(spec => objectOf('v1', 'Service', { spec })),
  NetworkPolicy: [{
    podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['a'] }] }, namespaceSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [{ port: 80, endPort: 90, protocol: 'TCP' }, { port: 'http' }] }],
    egress: [{ to: [{ ipBlock: { cidr: '2001:db8::/32', except: ['2001:db8:1::/48'] } }], ports: [{ port: 53, protocol: 'UDP' }] }],
  }].map(spec => objectOf('networking.k8s.io/v1', 'NetworkPolicy', { spec })),
  Ingress: [{
    ingressClassName: 'nginx', defaultBackend: { service: { name: 'web', port: { number: 80 } } }, tls: [{ hosts: ['shop.example.com', '*.example.com'], secretName: 'shop-tls' }],
    rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }, { path: '/api', pathType: 'Exact', backend: { resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'static' } } }] } },
      { host: '*.example.com', http: { paths: [{ pathType: 'ImplementationSpecific', backend: { service: { name: 'web', port: { number: 80 } } } }] } }],
  }].map(spec => objectOf('networking.k8s.io/v1', 'Ingress', { spec })),
  IngressClass: [{ controller: 'example.com/ingress', parameters: { apiGroup: 'example.com', kind: 'Settings', name: 'main', scope: 'Namespace', namespace: 'edge' } }, { controller: 'example.com/ingress', parameters: { kind: 'Settings', name: 'main' } }]
    .map(spec => ({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'web' }, spec })),
  EndpointSlice: [
    { addressType: 'IPv4', ports: [{ name: 'http', port: 80, protocol: 'TCP', appProtocol: 'http' }, { name: '', port: 81 }], endpoints: [{ addresses: ['10.1.2.3'], nodeName: 'node-1', hostname: 'web-0', zone: 'a', conditions: { ready: true }, hints: { forZones: [{ name: 'a' }], forNodes: [{ name: 'node-1' }] } }] },
    { addressType: 'IPv6', endpoints: [{ addresses: ['2001:db8::1'] }] }, { addressType: 'FQDN', endpoints: [{ addresses: ['web.example.com'] }] },
  ].map(body => objectOf('discovery.k8s.io/v1', 'EndpointSlice', body)),
  Endpoints: [{ subsets: [{ addresses: [{ ip: '10.1.2.3', hostname: 'web-0', nodeName: 'node-1' }], notReadyAddresses: [{ ip: '10.1.2.4' }], ports: [{ name: 'http', port: 80, protocol: 'TCP', appProtocol: 'http' }, { name: 'grpc', port: 81 }] }] }]
    .map(body => objectOf('v1', 'Endpoints', body)),
};
