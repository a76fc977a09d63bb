import { check, type Report } from '../../lib/check/check';
import { clusterOf } from '../../lib/cluster/cluster-of';
import type { Facts } from '../../lib/cluster/facts';
import type { JsonObject } from '../../lib/model/json';
import { istioSidecar } from '../../lib/platform/presets';
import { deployment, istio, service, shop } from '../mesh/mesh';
import { facts, manifest } from '../support/world';

// What people complained of, or asked for, at the issues of Istio and Kiali; each is a sentence that holds here.

const report = (objects: readonly JsonObject[], given: Partial<Facts> = {}): Report => check({ world: { cluster: clusterOf(objects.map(written => ({ written, source: { file: 'a.yaml', document: 0, inside: [] } }))), facts: facts(given) } });
/** Findings of some rules, as `severity rule`. */
const found = (rules: readonly string[], objects: readonly JsonObject[], given: Partial<Facts> = {}): readonly string[] => report(objects, given).findings.filter(({ rule }) => rules.includes(rule)).map(({ severity, rule }) => `${severity} ${rule}`);

const to = (host: string, subset?: string): object => ({ route: [{ destination: { host, ...(subset === undefined ? {} : { subset }) } }] });
const route = (name: string, host: string, rest: object = {}, namespace = 'shop'): JsonObject => istio('VirtualService', name, { hosts: [host], http: [to('reviews.shop.svc.cluster.local')], ...rest }, { namespace });
const reviews = [shop, service('reviews'), deployment('reviews')];
const gatewayPods = deployment('public', { namespace: 'edge', labels: { istio: 'public' }, spec: { containers: [{ name: 'istio-proxy', image: 'istio/proxyv2:1.31.1' }] } });
const gateway = (name = 'public', servers: readonly object[] = [{ port: { number: 8080, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }]): JsonObject => istio('Gateway', name, { selector: { istio: 'public' }, servers }, { namespace: 'edge' });
const https = (number: number, ...hosts: readonly string[]): object => ({ port: { number, name: `https-${number}`, protocol: 'HTTPS' }, hosts, tls: { mode: 'SIMPLE', credentialName: hosts.join() } });
const entry = (name: string, protocol: string, rest: object = {}, namespace = 'shop'): JsonObject => istio('ServiceEntry', name, { hosts: ['api.example.com'], resolution: 'DNS', ports: [{ number: 443, name: 'main', protocol }], ...rest }, { namespace });
const rule = (spec: object, namespace = 'shop'): JsonObject => istio('DestinationRule', 'reviews', { host: 'reviews.shop.svc.cluster.local', ...spec }, { namespace });

test('pods of a gateway are those of its Deployment, and gateways of others can be declared (istio#40861, #44430)', () => {
  const rules = ['expose/gateway-without-pods'];
  expect(found(rules, [gatewayPods, gateway()], { complete: true })).toEqual([]);
  expect(found(rules, [gateway()], { complete: true, declared: [{ kind: 'Deployment', namespace: 'edge', name: 'public' }] })).toEqual([]);
  expect(found(rules, [istio('Gateway', 'g', { selector: { istio: 'ingressgateway' }, servers: [] })], { complete: true })).toEqual([]);
});

test('the cluster domain is a setting (istio#48326, kiali#9529)', () => {
  const platform = istioSidecar({ cluster: 'test', routing: 'istio', clusterDomain: 'corp.internal' });
  expect(found(['route/host-unknown'], [...reviews, route('r', 'reviews', { http: [to('reviews.shop.svc.corp.internal')] })], { platform, complete: true })).toEqual([]);
});

test('a Service that is exported to its own namespace is found there (istio#39629)', () => {
  expect(found(['route/host-unknown'], [service('reviews', {}, 'shop', { annotations: { 'networking.istio.io/exportTo': '.' } }), route('r', 'reviews')], { complete: true })).toEqual([]);
});

test('hosts, gateways and rules of other namespaces are found (istio#22698, #18366, #36237)', () => {
  expect(found(['route/host-unknown', 'expose/gateway-unknown', 'route/subset-undefined'], [...reviews, gateway(), rule({ subsets: [{ name: 'v1', labels: {} }] }, 'istio-system'), route('r', 'shop.example.com', { gateways: ['edge/public'], http: [to('reviews.shop.svc.cluster.local', 'v1')] }, 'web')], { complete: true })).toEqual([]);
});

test('a VirtualService is no rival of itself, nor of one that others see (istio#42561, #39634)', () => {
  const rules = ['route/host-claimed-twice'];
  expect(found(rules, [istio('VirtualService', 'r', { hosts: ['reviews', 'reviews.shop.svc.cluster.local'], http: [to('reviews')] })])).toEqual([]);
  expect(found(rules, [route('a', 'reviews.shop.svc.cluster.local', { exportTo: ['x'] }), route('b', 'reviews.shop.svc.cluster.local', { exportTo: ['y'] }, 'web')])).toEqual([]);
});

test('one of several gateways is enough, hosts may name a namespace, and an alias is no matter (istio#34829, #34653, #58555)', () => {
  const rules = ['expose/host-not-covered'];
  const other = gateway('other', [{ port: { number: 8080, name: 'http', protocol: 'HTTP' }, hosts: ['shop/shop.example.com'] }]);
  expect(found(rules, [gateway('public', [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['www.example.com'] }]), other, route('r', 'shop.example.com', { gateways: ['edge/public', 'edge/other'] })])).toEqual([]);
  expect(found(rules, [other, service('alias', { type: 'ExternalName', externalName: 'reviews.shop.svc.cluster.local' }), route('r', 'shop.example.com', { gateways: ['edge/other'], http: [to('alias')] })])).toEqual([]);
});

test('the two hops of a way out are known as one (istio#58559)', () => {
  const exit = service('public', { selector: { istio: 'public' }, ports: [{ name: 'http', port: 8080 }] }, 'edge');
  const hops = route('out', 'api.example.com', { gateways: ['mesh', 'edge/public'], http: [{ match: [{ gateways: ['mesh'] }], ...to('public.edge.svc.cluster.local') }, { match: [{ gateways: ['edge/public'] }], ...to('api.example.com') }] });
  expect(found(['expose/split-unseen', 'expose/exit-broken'], [entry('api', 'HTTP', { ports: [{ number: 8080, name: 'http', protocol: 'HTTP' }] }), exit, gatewayPods, gateway(), hops])).toEqual([]);
});

test('a wildcard beside a name, and different ports, are no conflict of gateways (istio#52413, #54643, kiali#8174)', () => {
  expect(found(['expose/listeners-conflict'], [gatewayPods, gateway('a', [https(8443, '*.example.com')]), gateway('b', [https(8443, 'shop.example.com'), https(9443, '*.example.com')])])).toEqual([]);
});

test('routes of one gateway that cannot both be read are found (istio#37500, #30321)', () => {
  const tls = (name: string): JsonObject => istio('VirtualService', name, { hosts: ['db.example.com'], gateways: ['edge/public'], tls: [{ match: [{ sniHosts: ['db.example.com'] }], route: [{ destination: { host: 'reviews' } }] }] });
  expect(found(['expose/routes-clash'], [route('a', 'shop.example.com', { gateways: ['edge/public'] }), route('b', 'shop.example.com', { gateways: ['edge/public'] })])).toEqual(['error expose/routes-clash']);
  expect(found(['expose/routes-clash'], [tls('a'), tls('b')])).toEqual(['error expose/routes-clash']);
});

test('weights that add up to nothing are found before they reach a proxy (istio#58237, #50228)', () => {
  const split = (weight: number | undefined): object => ({ route: ['v1', 'v2'].map(subset => ({ destination: { host: 'reviews', subset }, ...(weight === undefined ? {} : { weight }) })) });
  for (const weight of [0, undefined]) expect(found(['route/weights-zero'], [...reviews, route('r', 'reviews', { http: [split(weight)] })])).toEqual(['error route/weights-zero']);
});

test('both ends of mutual TLS are compared, and only what is reset is said (istio#17501, #19360, #22471)', () => {
  const rules = ['mtls/client-not-mutual', 'mtls/client-mutual-to-plaintext'];
  const mode = (value: string): JsonObject => istio('PeerAuthentication', 'default', { mtls: { mode: value } });
  const off = rule({ trafficPolicy: { tls: { mode: 'DISABLE' } } });
  expect(found(rules, [...reviews, mode('STRICT'), off])).toEqual(['error mtls/client-not-mutual']);
  expect(found(rules, [...reviews, mode('PERMISSIVE'), off])).toEqual([]);
  expect(found(rules, [...reviews, mode('STRICT')])).toEqual([]);
});

test('failover without ejection, and ejection that turns locality on, are said (istio#48084, #12961, #41272)', () => {
  const rules = ['traffic/failover-without-ejection', 'traffic/ejection-turns-locality-on'];
  expect(found(rules, [...reviews, rule({ trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: 'eu-1', to: 'eu-2' }] } } } })])).toEqual(['error traffic/failover-without-ejection']);
  expect(found(rules, [...reviews, rule({ trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 50 } } })])).toEqual(['info traffic/ejection-turns-locality-on']);
});

test('protocols of ServiceEntries are compared where a client sees both (istio#60447)', () => {
  expect(found(['service/entries-clash'], [entry('a', 'TLS'), entry('b', 'HTTP', {}, 'web')])).toEqual(['warning service/entries-clash']);
  expect(found(['service/entries-clash'], [entry('a', 'TLS', { exportTo: ['.'] }), entry('b', 'HTTP', { exportTo: ['.'] }, 'web')])).toEqual([]);
});

test('what is dropped when DestinationRules of one host are merged is said (istio#51545)', () => {
  const second = istio('DestinationRule', 'second', { host: 'reviews', trafficPolicy: { connectionPool: { tcp: { maxConnections: 5 } } } });
  expect(found(['traffic/second-rule'], [...reviews, rule({ trafficPolicy: { outlierDetection: {} } }), second])).toEqual(['error traffic/second-rule']);
});

test('names of ports are advice, with the consequence, and more only where a rule depends on them (istio#19688, #19387)', () => {
  const unnamed = [shop, deployment('reviews'), service('reviews', { ports: [{ port: 80, targetPort: 8080 }] })];
  expect(found(['service/port-unnamed'], unnamed)).toEqual(['info service/port-unnamed']);
  expect(found(['service/port-unnamed'], [...unnamed, route('r', 'reviews')])).toEqual(['warning service/port-unnamed']);
  expect(report(unnamed).findings.find(({ rule: id }) => id === 'service/port-unnamed')?.message).toContain('guesses');
});

test('no authority is well for public hosts and credentials of gateways (istio#32936, #42005)', () => {
  const tls = (host: string, more: object = {}): JsonObject => istio('DestinationRule', 'tls', { host, trafficPolicy: { tls: { mode: 'SIMPLE', ...more } } });
  expect(found(['mtls/server-unverified'], [tls('api.example.com')])).toEqual(['info mtls/server-unverified']);
  expect(found(['mtls/server-unverified'], [...reviews, tls('reviews', { credentialName: 'ca' })])).toEqual([]);
  expect(found(['mtls/server-unverified'], [...reviews, tls('reviews')])).toEqual(['warning mtls/server-unverified']);
});

test('one object may suppress a code, which is then acknowledged (kiali#5309, #4197)', () => {
  const known = istio('VirtualService', 'r', { hosts: ['reviews'], http: [to('reveiws')] }, { annotations: { 'galley.istio.io/analyze-suppress': 'IST0101' } });
  expect(found(['route/host-unknown'], [...reviews, known])).toEqual([]);
  expect(report([...reviews, known]).accepted.map(({ finding }) => finding.rule)).toContain('route/host-unknown');
});

test('conflicts are asked of clients whose Sidecar imports both (kiali#10124)', () => {
  const web = [manifest('v1', 'Namespace', 'web', { labels: { 'istio-injection': 'enabled' } }), deployment('web', { namespace: 'web' })];
  const scope = (...hosts: readonly string[]): JsonObject => istio('Sidecar', 'default', { egress: [{ hosts }] }, { namespace: 'web' });
  const both = [route('a', 'reviews.shop.svc.cluster.local', {}, 'first'), route('b', 'reviews.shop.svc.cluster.local', {}, 'second')];
  expect(found(['route/host-claimed-twice'], [...web, ...both, scope('*/*')])).toEqual(['error route/host-claimed-twice']);
  expect(found(['route/host-claimed-twice'], [...web, ...both, scope('first/*')])).toEqual([]);
  expect(found(['service/entries-clash'], [...web, entry('a', 'TLS', {}, 'first'), entry('b', 'HTTP', {}, 'second'), scope('first/*')])).toEqual([]);
});

test('what is not known to the proxy is an error where it is dropped (kiali#5235)', () => {
  const caller = [shop, deployment('web', { spec: { containers: [{ name: 'main', env: [{ name: 'R', value: 'http://reviews.core.svc:80' }] }] } }), deployment('reviews', { namespace: 'core' }), service('reviews', {}, 'core')];
  const scope = (mode: string): JsonObject => istio('Sidecar', 'default', { outboundTrafficPolicy: { mode }, egress: [{ hosts: ['./*'] }] });
  expect(found(['traffic/call-not-imported'], [...caller, scope('ALLOW_ANY')])).toEqual(['warning traffic/call-not-imported']);
  expect(found(['traffic/call-not-imported'], [...caller, scope('REGISTRY_ONLY')])).toEqual(['error traffic/call-not-imported']);
});

test('policies for requests without a waypoint are found in ambient (istio#54275, #45502, kiali#7900)', () => {
  const ambient = [manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } }), deployment('reviews')];
  const policy = istio('AuthorizationPolicy', 'guard', { selector: { matchLabels: { app: 'reviews' } }, rules: [{ to: [{ operation: { methods: ['GET'] } }] }] });
  expect(found(['authz/ambient-l7-without-waypoint'], [...ambient, policy])).toEqual(['error authz/ambient-l7-without-waypoint']);
});

test('one conflict is one finding, however a host is written (kiali#4711, #6953)', () => {
  expect(found(['route/host-claimed-twice'], [route('a', 'reviews'), route('b', 'reviews.shop.svc.cluster.local')])).toEqual(['error route/host-claimed-twice']);
});

test('a finding says object, path, line and what it takes for granted (istio#18978, #23778)', () => {
  expect(report([...reviews, route('r', 'reviews', { http: [to('reveiws')] })]).findings.find(({ rule: id }) => id === 'route/host-unknown')).toMatchObject({ object: { kind: 'VirtualService', name: 'r' }, path: ['spec', 'http', 0, 'route', 0, 'destination', 'host'], file: 'a.yaml', assumption: 'Service shop/reveiws is not outside the input' });
});

test('a subset that no route uses yet may wait for its pods (kiali#4197)', () => {
  const subsets = rule({ subsets: [{ name: 'v2', labels: { version: 'v2' } }] });
  expect(found(['route/subset-without-pods'], [...reviews, subsets], { complete: true })).toEqual(['info route/subset-without-pods']);
  expect(found(['route/subset-without-pods'], [...reviews, subsets, route('r', 'reviews', { http: [to('reviews', 'v2')] })], { complete: true })).toEqual(['error route/subset-without-pods']);
});

test('hosts of a policy are open-ended, and advice at most (istio#24710)', () => {
  const policy = (host: string): JsonObject => istio('AuthorizationPolicy', 'guard', { rules: [{ to: [{ operation: { hosts: [host] } }] }] });
  expect(found(['authz/host-unknown'], [...reviews, policy('payments.shop')])).toEqual(['info authz/host-unknown']);
  expect(found(['authz/host-unknown'], [...reviews, policy('anything.example.com')])).toEqual([]);
});
