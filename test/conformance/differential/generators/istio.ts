import fc from 'fast-check';
import type { KubernetesObject } from '../../engines/engine';
import { duration, hostname, label, labels, namespace, objectOf, optional, portNumber, serviceHost, together } from './leaves';

// Istio's kinds, written from the documentation of their fields. Every object is accepted by the CRDs and by istiod's admission.

const selector = fc.record({ matchLabels: labels });
const mtls = fc.record({ mode: fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET') });
const portLevelMtls = fc.dictionary(portNumber.map(String), mtls, { minKeys: 1, maxKeys: 2, noNullPrototype: true });

/** Exceptions for ports belong to workloads: they need a selector. */
export const peerAuthentication: fc.Arbitrary<KubernetesObject> = objectOf('security.istio.io/v1', 'PeerAuthentication', fc.oneof(
  optional({ mtls }), together(fc.record({ selector }), optional({ mtls, portLevelMtls })),
));

const outlierDetection = optional({
  consecutive5xxErrors: fc.integer({ min: 1, max: 20 }), interval: duration, baseEjectionTime: duration,
  maxEjectionPercent: fc.integer({ min: 0, max: 100 }), minHealthPercent: fc.integer({ min: 0, max: 100 }),
});
const connectionPool = optional({
  tcp: optional({ maxConnections: fc.integer({ min: 1, max: 1000 }), connectTimeout: duration }),
  http: optional({ http1MaxPendingRequests: fc.integer({ min: 1, max: 1000 }), maxRetries: fc.integer({ min: 1, max: 10 }), idleTimeout: duration }),
}).filter(pool => Object.values(pool).some(half => Object.keys(half).length > 0));

/** Weights to two places that sum up to 100. */
const distribute = fc.integer({ min: 1, max: 99 }).map(weight => [{ from: 'eu-1/*', to: { 'eu-1/*': weight, 'eu-2/*': 100 - weight } }]);
const locality = fc.oneof(fc.record({ distribute }), fc.constant({ enabled: true }), fc.constant({ failover: [{ from: 'eu-1', to: 'eu-2' }] }), fc.constant({ failoverPriority: ['topology.kubernetes.io/region'] }));
const loadBalancer = fc.oneof(
  together(fc.record({ simple: fc.constantFrom('LEAST_REQUEST', 'ROUND_ROBIN', 'RANDOM', 'PASSTHROUGH') })),
  fc.record({ consistentHash: fc.oneof(fc.record({ httpHeaderName: fc.constant('x-user') }), fc.record({ useSourceIp: fc.constant(true) })) }),
  fc.record({ localityLbSetting: locality }),
);
const tls = fc.oneof(fc.record({ mode: fc.constantFrom('ISTIO_MUTUAL', 'DISABLE') }), fc.record({ mode: fc.constant('SIMPLE'), sni: hostname }));
/** Locality failover needs outlier detection to notice anything, so the two come together. */
const trafficPolicy = together(optional({ connectionPool, tls }), fc.oneof(optional({ outlierDetection }), fc.record({ loadBalancer, outlierDetection: fc.constant({ consecutive5xxErrors: 5 }) })))
  .filter(policy => Object.keys(policy).length > 0);
const subsets = fc.uniqueArray(together(fc.record({ name: label, labels }), optional({ trafficPolicy })), { minLength: 1, maxLength: 3, selector: subset => subset['name'] });

export const destinationRule: fc.Arbitrary<KubernetesObject> = objectOf('networking.istio.io/v1', 'DestinationRule',
  together(fc.record({ host: serviceHost }), optional({ trafficPolicy, subsets, exportTo: fc.constantFrom(['.'], ['*'], ['shop', 'edge']) })));

const destination = together(fc.record({ host: serviceHost }), optional({ subset: label, port: fc.record({ number: portNumber }) }));
const routes = fc.oneof(
  destination.map(one => [{ destination: one }]),
  fc.tuple(destination, destination, fc.integer({ min: 1, max: 99 })).map(([a, b, weight]) => [{ destination: a, weight }, { destination: b, weight: 100 - weight }]),
);
const text = fc.oneof(fc.record({ exact: fc.constantFrom('/cart', '/v2') }), fc.record({ prefix: fc.constantFrom('/', '/api') }), fc.record({ regex: fc.constantFrom('/item/[0-9]+', '.*') }));
const match = fc.array(together(fc.record({ uri: text }), optional({ headers: fc.constantFrom({ 'x-canary': { exact: 'true' } }), method: fc.constantFrom({ exact: 'GET' }), sourceLabels: labels })), { minLength: 1, maxLength: 2 });
const retries = together(fc.record({ attempts: fc.integer({ min: 1, max: 5 }) }), optional({ perTryTimeout: duration, retryOn: fc.constantFrom('5xx', 'gateway-error,connect-failure', '503') }));
const percentage = fc.record({ value: fc.integer({ min: 0, max: 100 }) });
const fault = fc.oneof(
  fc.record({ delay: fc.record({ percentage, fixedDelay: duration }) }),
  fc.record({ abort: fc.record({ percentage, httpStatus: fc.integer({ min: 400, max: 599 }) }) }),
);
const options = optional({ timeout: duration, retries, fault, rewrite: fc.constant({ uri: '/' }), mirror: destination, headers: fc.constant({ request: { set: { 'x-lane': 'canary' } } }) });
const matched = together(fc.record({ match, route: routes }), options);
const catchAll = together(fc.record({ route: routes }), options);

/** Routes with matches first, then at most one without: what follows it would never be used. */
export const virtualService: fc.Arbitrary<KubernetesObject> = objectOf('networking.istio.io/v1', 'VirtualService', fc.tuple(serviceHost, fc.array(matched, { maxLength: 2 }), catchAll, optional({ gateways: fc.constantFrom(['mesh'], ['edge/shop']) }))
  .map(([host, first, last, rest]) => ({ hosts: [host], http: [...first, last], ...rest })));

const principal = fc.tuple(namespace, label).map(([space, account]) => `cluster.local/ns/${space}/sa/${account}`);
const some = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> => fc.uniqueArray(value, { minLength: 1, maxLength: 3 });
const source = fc.oneof(
  together(fc.record({ principals: some(principal) }), optional({ notNamespaces: some(namespace) })),
  fc.record({ namespaces: some(namespace) }), fc.record({ serviceAccounts: some(fc.tuple(namespace, label).map(([space, account]) => `${space}/${account}`)) }),
  fc.record({ ipBlocks: fc.constantFrom(['10.0.0.0/8'], ['203.0.113.7', '198.51.100.0/24']) }),
);
const operation = optional({ methods: some(fc.constantFrom('GET', 'POST', 'DELETE')), paths: some(fc.constantFrom('/', '/api/*', '*/admin')), ports: some(portNumber.map(String)), hosts: some(hostname) })
  .filter(fields => Object.keys(fields).length > 0);
const when = fc.array(fc.record({ key: fc.constantFrom('request.headers[x-user]', 'source.namespace', 'destination.port'), values: fc.constant(['8080']) }), { minLength: 1, maxLength: 1 });
const authorizationRule = optional({ from: fc.array(fc.record({ source }), { minLength: 1, maxLength: 2 }), to: fc.array(fc.record({ operation }), { minLength: 1, maxLength: 2 }), when });

export const authorizationPolicy: fc.Arbitrary<KubernetesObject> = objectOf('security.istio.io/v1', 'AuthorizationPolicy', fc.oneof(
  optional({ selector }),
  together(fc.record({ rules: fc.array(authorizationRule, { minLength: 1, maxLength: 2 }) }), optional({ selector, action: fc.constantFrom('ALLOW', 'DENY', 'AUDIT') })),
));
