import type { JsonObject } from '../../lib/model/json';
import { manifest } from './world';

/** Objects that stand where a cluster meets what is outside of it, with what a test cares about. */

export const istioGateway = (name: string, servers: readonly object[], { namespace = 'edge', selector = { istio: 'ingressgateway' } }: { readonly namespace?: string; readonly selector?: object } = {}): JsonObject =>
  manifest('networking.istio.io/v1', 'Gateway', name, { namespace, spec: { selector, servers } });

export const https = (hosts: readonly string[], tls: object = { mode: 'SIMPLE', credentialName: 'shop-tls' }, port = 443): object => ({ port: { number: port, name: `https-${port}`, protocol: 'HTTPS' }, hosts, tls });
export const http = (hosts: readonly string[], more: object = {}): object => ({ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts, ...more });

export const gateway = (name: string, listeners: readonly object[], more: { readonly namespace?: string; readonly annotations?: object; readonly spec?: object } = {}): JsonObject =>
  manifest('gateway.networking.k8s.io/v1', 'Gateway', name, { namespace: more.namespace ?? 'edge', ...(more.annotations === undefined ? {} : { annotations: more.annotations }), spec: { gatewayClassName: 'istio', listeners, ...more.spec } });

export const listener = (name: string, port: number, protocol: string, more: object = {}): object => ({ name, port, protocol, allowedRoutes: { namespaces: { from: 'All' } }, ...more });

export const httpRoute = (name: string, spec: object, namespace = 'shop'): JsonObject => manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', name, { namespace, spec });

export const virtualService = (name: string, spec: object, namespace = 'shop'): JsonObject => manifest('networking.istio.io/v1', 'VirtualService', name, { namespace, spec });

export const serviceEntry = (name: string, spec: object, namespace = 'shop'): JsonObject => manifest('networking.istio.io/v1', 'ServiceEntry', name, { namespace, spec });

export const destinationRule = (name: string, spec: object, namespace = 'shop'): JsonObject => manifest('networking.istio.io/v1', 'DestinationRule', name, { namespace, spec });

export const service = (name: string, ports: readonly object[] = [{ name: 'http', port: 80, targetPort: 8080 }], namespace = 'shop'): JsonObject => manifest('v1', 'Service', name, { namespace, spec: { selector: { app: name }, ports } });

export const deployment = (name: string, { namespace = 'shop', labels = { app: name }, annotations = {}, spec = {} }: { readonly namespace?: string; readonly labels?: object; readonly annotations?: object; readonly spec?: object } = {}): JsonObject =>
  manifest('apps/v1', 'Deployment', name, { namespace, spec: { selector: { matchLabels: labels }, template: { metadata: { labels, annotations }, spec: { containers: [{ name: 'main', image: 'example.com/main:1' }], ...spec } } } });

/** The pods of an Istio gateway. */
export const gatewayDeployment = (namespace = 'istio-system', labels: object = { istio: 'ingressgateway' }): JsonObject =>
  deployment('ingressgateway', { namespace, labels, annotations: { 'inject.istio.io/templates': 'gateway' }, spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } });

export const ingress = (name: string, spec: object, annotations: object = {}, namespace = 'shop'): JsonObject => manifest('networking.k8s.io/v1', 'Ingress', name, { namespace, annotations, spec });

/** An Ingress that sends everything to one Service. */
export const ingressTo = (backend: object, more: object = {}, annotations: object = {}): JsonObject =>
  ingress('web', { rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: backend } }] } }], ...more }, annotations);

export const namespace = (name: string, labels: object = {}): JsonObject => manifest('v1', 'Namespace', name, { labels });

export const secret = (name: string, namespaceOf: string, annotations: object = {}): JsonObject => manifest('v1', 'Secret', name, { namespace: namespaceOf, annotations, type: 'kubernetes.io/tls' });

/** The input has everything of these namespaces. */
export const complete = (...namespaces: readonly string[]): { readonly complete: ReadonlySet<string> } => ({ complete: new Set(namespaces) });
