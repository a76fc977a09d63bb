import * as fc from 'fast-check';
import type { KubernetesObject } from '../engines/engine';

/**
 * Small sets of a shop, with deliberate mistakes: names that are a letter off, labels that no pod has, two objects where one holds, hosts that others hide. Admission takes every object; what is
 * wrong shows between them.
 */

const one = <T>(...options: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...options);
/** The right value mostly, so that sets have few mistakes each. */
const mostly = <T>(right: T, ...wrong: readonly T[]): fc.Arbitrary<T> => fc.oneof({ arbitrary: fc.constant(right), weight: 3 * wrong.length }, { arbitrary: one(...wrong), weight: wrong.length });
const many = <T>(each: (i: number) => fc.Arbitrary<T>, most: number): fc.Arbitrary<readonly T[]> => fc.integer({ min: 0, max: most }).chain(count => fc.tuple(...Array.from({ length: count }, (_, i) => each(i))));

type Fields = Readonly<Record<string, unknown>>;

function object(apiVersion: string, kind: string, name: string, namespace: string | undefined, rest: Fields, metadata: Fields = {}): KubernetesObject {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...metadata }, ...rest };
}

const networking = 'networking.istio.io/v1';
const security = 'security.istio.io/v1';
const shopNamespace = one('shop', 'shop', 'shop', 'core');

const labelsOfNamespace = mostly<Fields>({ 'istio-injection': 'enabled' }, {}, { 'istio.io/rev': '1-31' }, { 'istio-injection': 'enabled', 'istio.io/rev': '1-31' }, { 'istio-injection': 'disabled' }, { 'istio.io/dataplane-mode': 'ambient' }, { 'istio.io/rev': '1-31', 'istio.io/dataplane-mode': 'ambient' });
const namespaces = fc.tuple(labelsOfNamespace, labelsOfNamespace).map(([shop, core]) => [
  object('v1', 'Namespace', 'shop', undefined, {}, { labels: shop }), object('v1', 'Namespace', 'core', undefined, {}, { labels: core }),
  object('v1', 'Namespace', 'edge', undefined, {}, { labels: { 'istio-injection': 'enabled' } }), object('v1', 'Namespace', 'istio-system', undefined, {}),
]);

function deployment(name: string, namespace: string, labels: Fields, pod: Fields = {}, annotations: Fields = {}): KubernetesObject {
  return object('apps/v1', 'Deployment', name, namespace, { spec: { selector: { matchLabels: labels }, template: { metadata: { labels, annotations }, spec: { serviceAccountName: name, containers: [{ name: 'main', image: 'registry.example.com/app:1', ports: [{ name: 'http', containerPort: 8080 }] }], ...pod } } } });
}

const user = mostly<Fields>({}, { securityContext: { runAsUser: 1337 } }, { securityContext: { runAsUser: 1000 } });
const gatewayPod: Fields = { containers: [{ name: 'istio-proxy', image: 'istio/proxyv2:1.31.1' }] };
const workloads = fc.tuple(user, shopNamespace).map(([pod, namespace]) => [
  deployment('web', namespace, { app: 'web' }, pod), deployment('reviews-v1', 'shop', { app: 'reviews', version: 'v1' }), deployment('reviews-v2', 'shop', { app: 'reviews', version: 'v2' }),
  deployment('public', 'edge', { istio: 'public' }, gatewayPod),
]);

const port = fc.record({ name: mostly<string | undefined>('http', 'tcp-reviews', 'web', undefined), number: mostly(80, 8080), targetPort: mostly(8080, 9080), appProtocol: mostly<string | undefined>(undefined, 'http', 'tcp', 'web') });
function portOf({ name, number, targetPort, appProtocol }: { readonly name: string | undefined; readonly number: number; readonly targetPort: number; readonly appProtocol: string | undefined }): Fields {
  return { port: number, targetPort, protocol: 'TCP', ...(name === undefined ? {} : { name }), ...(appProtocol === undefined ? {} : { appProtocol }) };
}
const exported = mostly<Fields>({}, { annotations: { 'networking.istio.io/exportTo': '.' } }, { annotations: { 'networking.istio.io/exportTo': 'core' } });
const services = fc.tuple(port, fc.option(port, { nil: undefined }), exported, one(true, false), one(true, false), mostly<string | undefined>('https', 'tcp', 'db', undefined)).map(([first, second, metadata, several, alias, aliasPort]) => [
  object('v1', 'Service', 'reviews', 'shop', { spec: { selector: { app: 'reviews' }, ports: several ? [{ ...portOf(first), name: first.name ?? 'http' }, { name: 'grpc-admin', port: 9090, targetPort: 9090, protocol: 'TCP' }] : [portOf(first)] } }, metadata),
  ...(second === undefined ? [] : [object('v1', 'Service', 'reviews-too', 'shop', { spec: { selector: { app: 'reviews' }, ports: [portOf(second)] } })]),
  object('v1', 'Service', 'web', 'shop', { spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] } }),
  object('v1', 'Service', 'public', 'edge', { spec: { selector: { istio: 'public' }, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }, { name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' }] } }),
  ...(alias ? [object('v1', 'Service', 'db', 'shop', { spec: { type: 'ExternalName', externalName: 'db.example.com', ports: [{ ...(aliasPort === undefined ? {} : { name: aliasPort }), port: 5432, protocol: 'TCP' }] } })] : []),
]);

const host = mostly('reviews.shop.svc.cluster.local', 'reviews', 'reveiws.shop.svc.cluster.local', 'web.shop.svc.cluster.local', 'api.example.com', 'www.example.com', 'other.example.org');
const exportTo = mostly<Fields>({}, { exportTo: ['.'] }, { exportTo: ['core'] }, { exportTo: ['*'] });
const destination = fc.record({ host, subset: mostly<string | undefined>(undefined, 'v1', 'v2', 'v3'), number: mostly<number | undefined>(80, undefined, 81, 9090, 443) })
  .map(({ host: of, subset, number }): Fields => ({ host: of, ...(subset === undefined ? {} : { subset }), ...(number === undefined ? {} : { port: { number } }) }));
const route = fc.tuple(destination, destination, mostly(false, true), mostly<Fields>({}, { match: [{ headers: { '@request.auth.claims.group': { exact: 'beta' } } }] }), mostly<Fields>({}, { mirror: { host: 'reviews' } }))
  .map(([first, second, both, match, mirror]): Fields => ({ ...match, ...mirror, route: both ? [{ destination: first, weight: 50 }, { destination: second, weight: 50 }] : [{ destination: first }] }));
const gateways = mostly<Fields>({}, { gateways: ['mesh'] }, { gateways: ['edge/public'] }, { gateways: ['public'] }, { gateways: ['edge/pubilc'] }, { gateways: ['mesh', 'edge/public'] }, { gateways: ['edge/public~istio-autogenerated-k8s-gateway~http'] });
const virtualService = (i: number): fc.Arbitrary<KubernetesObject> => fc.tuple(shopNamespace, mostly('reviews.shop.svc.cluster.local', 'reviews', 'shop.example.com', '*.shop.svc.cluster.local', 'web'), gateways, exportTo, route)
  .filter(([, name, { gateways: bound }, , rule]) => bound !== undefined || (name !== 'shop.example.com' && rule['match'] === undefined))
  .filter(([, , { gateways: bound }, , rule]) => rule['match'] === undefined || !(bound as readonly string[] | undefined)?.includes('mesh'))
  .map(([namespace, name, bound, scope, rule]) => object(networking, 'VirtualService', `route-${i}`, namespace, { spec: { hosts: [name], ...bound, ...scope, http: [rule] } }));

const tls = mostly<Fields | undefined>(undefined, { mode: 'SIMPLE' }, { mode: 'SIMPLE', caCertificates: '/etc/ca.pem' }, { mode: 'ISTIO_MUTUAL' }, { mode: 'DISABLE' });
const destinationRule = (i: number): fc.Arbitrary<KubernetesObject> => fc.tuple(shopNamespace, host, tls, mostly<Fields | undefined>(undefined, { mode: 'SIMPLE' }), mostly(['v1', 'v2'], ['v1'], ['v9'], []), exportTo).map(([namespace, of, own, ofPort, versions, scope]) => object(networking, 'DestinationRule', `rule-${i}`, namespace, { spec: {
  host: of, ...scope,
  trafficPolicy: { connectionPool: { tcp: { maxConnections: 100 } }, ...(own === undefined ? {} : { tls: own }), ...(ofPort === undefined ? {} : { portLevelSettings: [{ port: { number: 80 }, tls: ofPort }] }) },
  subsets: versions.map(version => ({ name: version === 'v9' ? 'v1' : version, labels: { version } })),
} }));

const gateway = (i: number): fc.Arbitrary<KubernetesObject> => fc.tuple(mostly('public', 'pubilc'), mostly(8080, 80, 9080, 443), mostly(['*'], ['shop.example.com'], ['shop/shop.example.com'], ['core/*'], ['*.example.com']), mostly<Fields | undefined>(undefined, { mode: 'SIMPLE', credentialName: 'shop-tls' }, { mode: 'SIMPLE', credentialName: 'missing' }))
  .map(([label, number, hosts, secure]) => object(networking, 'Gateway', i === 0 ? 'public' : `public-${i}`, 'edge', { spec: { selector: { istio: label }, servers: [{ port: { number, name: 'main', protocol: secure === undefined ? 'HTTP' : 'HTTPS' }, hosts, ...(secure === undefined ? {} : { tls: secure }) }] } }));
const secret = mostly<Fields>({ 'tls.crt': 'LS0t', 'tls.key': 'LS0t' }, { cert: '', key: '' }, { password: 'eA==' }).map(data => object('v1', 'Secret', 'shop-tls', 'edge', { data }));

const serviceEntry = (i: number): fc.Arbitrary<KubernetesObject> => fc.tuple(shopNamespace, mostly('api.example.com', '*.example.com'), mostly('HTTPS', 'TLS', 'HTTP'), exportTo).map(([namespace, of, protocol, scope]) => object(networking, 'ServiceEntry', `entry-${i}`, namespace, { spec: {
  hosts: [of], location: 'MESH_EXTERNAL', resolution: of.startsWith('*') ? 'NONE' : 'DNS', ports: [{ number: 443, name: 'main', protocol }], ...scope,
} }));

const labels = mostly<Fields | undefined>({ app: 'reviews' }, undefined, { app: 'web' }, { app: 'reveiws' }, { version: 'v1' });
const selected = (matchLabels: Fields | undefined): Fields => (matchLabels === undefined ? {} : { selector: { matchLabels } });
const policyNamespace = one('shop', 'shop', 'core', 'istio-system');
const authorization = (i: number): fc.Arbitrary<KubernetesObject> => fc.tuple(policyNamespace, labels, mostly(['shop'], ['shpo'], ['sh*'], ['*'], ['nowhere'])).map(([namespace, of, sources]) => object(security, 'AuthorizationPolicy', `guard-${i}`, namespace, { spec: { ...selected(of), rules: [{ from: [{ source: { namespaces: sources } }] }] } }));
const peer = fc.tuple(policyNamespace, labels, one('STRICT', 'PERMISSIVE')).map(([namespace, of, mode]) => object(security, 'PeerAuthentication', 'mode', namespace, { spec: { ...selected(of), mtls: { mode } } }));
const request = fc.tuple(one('edge', 'shop', 'istio-system'), mostly<Fields | undefined>({ istio: 'public' }, undefined, { app: 'web' })).map(([namespace, of]) => object(security, 'RequestAuthentication', 'tokens', namespace, { spec: { ...selected(of), jwtRules: [{ issuer: 'https://issuer.example.com' }] } }));
const sidecar = (i: number): fc.Arbitrary<KubernetesObject> => fc.tuple(shopNamespace, labels).map(([namespace, of]) => object(networking, 'Sidecar', `scope-${i}`, namespace, { spec: { ...(of === undefined ? {} : { workloadSelector: { labels: of } }), egress: [{ hosts: ['*/*'] }] } }));
const telemetry = (i: number): fc.Arbitrary<KubernetesObject> => fc.tuple(shopNamespace, labels, mostly<Fields>({ providers: [{ name: 'envoy' }] }, {}, { disabled: true })).map(([namespace, of, logging]) => object('telemetry.istio.io/v1', 'Telemetry', `logs-${i}`, namespace, { spec: { ...selected(of), accessLogging: [logging] } }));
const filter = fc.tuple(one('HTTP_FILTER', 'HTTP_ROUTE', 'CLUSTER', 'VIRTUAL_HOST'), one('ADD', 'MERGE', 'REMOVE', 'REPLACE', 'INSERT_BEFORE'), mostly(0, 10)).filter(([applyTo, operation]) => applyTo === 'HTTP_FILTER' ? operation !== 'ADD' && operation !== 'MERGE' : operation !== 'INSERT_BEFORE')
  .map(([applyTo, operation, priority]) => object('networking.istio.io/v1alpha3', 'EnvoyFilter', 'patch', 'shop', { spec: { ...(priority === 0 ? {} : { priority }), configPatches: [{ applyTo, match: { context: 'SIDECAR_OUTBOUND' }, patch: { operation, value: { name: 'sealane' } } }] } }));

const maybe = (each: fc.Arbitrary<KubernetesObject>): fc.Arbitrary<readonly KubernetesObject[]> => many(() => each, 1);

/** A shop whose parts do not always fit. */
export const flawedShops: fc.Arbitrary<readonly KubernetesObject[]> = fc.tuple(
  namespaces, workloads, services, many(virtualService, 2), many(destinationRule, 2), many(gateway, 2), maybe(secret), many(serviceEntry, 2), many(authorization, 2), maybe(peer), maybe(request), many(sidecar, 2), many(telemetry, 2), maybe(filter),
).map(parts => parts.flat());
