import type { KubernetesObject } from './engines/engine';

/** A small healthy shop, from which the planted mistakes are made: one namespace, two workloads, the connection between them. */
export const namespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled', 'pod-security.kubernetes.io/enforce': 'baseline' } } };

export function deployment(name: string, pod: KubernetesObject = {}, annotations: Readonly<Record<string, string>> = {}): KubernetesObject {
  const containers = [{ name: 'main', image: `registry.example.com/${name}:1.4.2`, ports: [{ name: 'http', containerPort: 8080 }] }];
  const template = { metadata: { labels: { app: name }, annotations }, spec: { serviceAccountName: name, containers, ...pod } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'shop' }, spec: { replicas: 2, selector: { matchLabels: { app: name } }, template } };
}

export function service(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop' }, spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] } };
}

export function peerAuthentication(spec: KubernetesObject): KubernetesObject {
  return { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'reviews', namespace: 'shop' }, spec };
}

export function destinationRule(trafficPolicy: KubernetesObject): KubernetesObject {
  return { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'reviews', namespace: 'shop' }, spec: { host: 'reviews.shop.svc.cluster.local', trafficPolicy } };
}

export function virtualService(http: readonly KubernetesObject[]): KubernetesObject {
  return { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'reviews', namespace: 'shop' }, spec: { hosts: ['reviews.shop.svc.cluster.local'], http } };
}

export function routeTo(host: string): KubernetesObject {
  return { route: [{ destination: { host } }] };
}

/** Only web may call reviews, told by mesh identity. */
export const authorizationPolicy: KubernetesObject = {
  apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'reviews', namespace: 'shop' },
  spec: { selector: { matchLabels: { app: 'reviews' } }, action: 'ALLOW', rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }] },
};

export function networkPolicy(name: string, spec: KubernetesObject): KubernetesObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'shop' }, spec };
}

/** Nothing but web to reviews on 8080. */
export function policies(caller: string): readonly KubernetesObject[] {
  const pods = (app: string): KubernetesObject => ({ podSelector: { matchLabels: { app } } });
  const ports = [{ protocol: 'TCP', port: 8080 }];
  return [
    networkPolicy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    networkPolicy('reviews-from-web', { ...pods('reviews'), policyTypes: ['Ingress'], ingress: [{ from: [pods(caller)], ports }] }),
    networkPolicy('web-to-reviews', { ...pods('web'), policyTypes: ['Egress'], egress: [{ to: [pods('reviews')], ports }] }),
  ];
}

/** Everything above that every engine should be content with. */
export const shop: readonly KubernetesObject[] = [
  namespace, deployment('web'), deployment('reviews'), service('web'), service('reviews'), authorizationPolicy, ...policies('web'),
  peerAuthentication({ selector: { matchLabels: { app: 'reviews' } }, mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } }),
  destinationRule({ outlierDetection: { consecutive5xxErrors: 5 } }), virtualService([routeTo('reviews.shop.svc.cluster.local')]),
];

export const corefile = `.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
`;
