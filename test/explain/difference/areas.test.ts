import type { JsonObject } from '../../../lib/model/json';
import { istioSidecar } from '../../../lib/platform/presets';
import { deployment, networkPolicy, service } from '../../support/closed';
import { meshShop, networking, route, security, split, subsets } from '../../support/mesh-shop';
import { side, told, toldOf, without } from '../../support/told';
import { manifest } from '../../support/world';

const strict = security('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
const shown = (before: readonly JsonObject[], after: readonly JsonObject[]): readonly string[] => told(before, after, { areas: ['exposure', 'authorization', 'dns', 'routes'] });

const gateway = (server: object = {}): JsonObject => networking('Gateway', 'edge', { selector: { istio: 'ingress' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'], ...server }] });
const outside = (...http: readonly object[]): JsonObject => networking('VirtualService', 'outside', { hosts: ['shop.example.com'], gateways: ['edge'], http });
const toWeb = { route: [{ destination: { host: 'web', port: { number: 80 } } }] };
const edge = [...meshShop, gateway(), outside({ match: [{ uri: { prefix: '/cart' } }], ...toWeb })];
const ingress = (spec: object = {}, paths: readonly string[] = ['/']): JsonObject => manifest('networking.k8s.io/v1', 'Ingress', 'shop', { namespace: 'shop', spec: { rules: [{ host: 'shop.example.com', http: { paths: paths.map(path => ({ path, pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } })) } }], ...spec } });
const external = networking('ServiceEntry', 'api', { hosts: ['api.example.org'], resolution: 'DNS', ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] });
const httpRoute = (...rules: readonly object[]): JsonObject => manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', { namespace: 'shop', spec: { parentRefs: [{ name: 'edge' }], hostnames: ['shop.example.com'], rules } });
const gatewayApi = manifest('gateway.networking.k8s.io/v1', 'Gateway', 'edge', { namespace: 'shop', spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] } });

test.each<readonly [string, readonly JsonObject[], readonly JsonObject[], readonly string[]]>([
  ['an Ingress', meshShop, [...meshShop, ingress()], ['exposure gained shop.example.com/* at Ingress shop/shop: to web.shop:80, over TLS no <- Ingress shop/shop is added']],
  ['a path of an Ingress', [...meshShop, ingress()], [...meshShop, ingress({}, ['/', '/admin'])], ['exposure gained shop.example.com/admin/* at Ingress shop/shop: to web.shop:80, over TLS no <- Ingress shop/shop is changed at spec.rules[0].http.paths[1]']],
  ['TLS of an Ingress', [...meshShop, ingress({ tls: [{ hosts: ['shop.example.com'], secretName: 'shop' }] })], [...meshShop, ingress()], ['exposure changed shop.example.com/* at Ingress shop/shop: over TLS yes → no <- Ingress shop/shop is changed at spec.tls']],
  ['a gateway', meshShop, edge, ['exposure gained shop.example.com:80 at gateway shop/edge: TLS none; with path /cart*: 100 % to web.shop:80 <- Gateway shop/edge is added; VirtualService shop/outside is added']],
  ['a path at a gateway', edge, [...meshShop, gateway(), outside({ match: [{ uri: { prefix: '/cart' } }], ...toWeb }, { match: [{ uri: { prefix: '/admin' } }], ...toWeb })], ['exposure gained shop.example.com:80 at gateway shop/edge with path /admin*: 100 % to web.shop:80 <- VirtualService shop/outside is changed at spec.http[1]']],
  ['TLS and redirect of a gateway', edge, [...meshShop, gateway({ tls: { httpsRedirect: true } }), outside({ match: [{ uri: { prefix: '/cart' } }], ...toWeb })], ['exposure changed shop.example.com:80 at gateway shop/edge: plaintext is sent to HTTPS no → yes <- Gateway shop/edge is changed at spec.servers[0]']],
  ['shares at a gateway', [...edge, subsets(), outside(split(10))], [...edge, subsets(), outside(split(25))], ['routes changed requests to shop.example.com:80 at gateway shop/edge, all of them: 90 % → 75 % to reviews.shop v1, 10 % → 25 % to reviews.shop v2 <- VirtualService shop/outside is changed at spec.http[0]']],
  ['a gateway of the Gateway API', [...meshShop, gatewayApi], [...meshShop, gatewayApi, httpRoute({ backendRefs: [{ name: 'web', port: 80 }] })], ['exposure gained shop.example.com:80 at gateway shop/edge: TLS none; all of them: 100 % to web.shop:80 <- HTTPRoute shop/shop is added']],
  ['a load balancer', meshShop, [...without(meshShop, 'Service web'), service('web', { http: [80, 8080] }, { spec: { type: 'LoadBalancer' } })], ['exposure gained TCP 80 at the load balancer of shop/web: open to any address <- Service shop/web is changed at spec']],
  ['whom a load balancer is open to', [...without(meshShop, 'Service web'), service('web', { http: [80, 8080] }, { spec: { type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.0/24'] } })], [...without(meshShop, 'Service web'), service('web', { http: [80, 8080] }, { spec: { type: 'LoadBalancer' } })], ['exposure changed TCP 80 at the load balancer of shop/web: open to 192.0.2.0/24 → any address <- Service shop/web is changed at spec']],
  ['the host network', meshShop, [...without(meshShop, 'Deployment web'), deployment('web', { http: 8080 }, { spec: { serviceAccountName: 'web', hostNetwork: true } })], [
    'exposure gained TCP 8080 of the nodes of shop/web: by the host network <- Deployment shop/web is changed at spec.template.spec.hostNetwork',
    "dns changed shop/web: asks the cluster's DNS → what the node asks, ndots 5 → 1, search path shop.svc.cluster.local svc.cluster.local cluster.local → none <- Deployment shop/web is changed at spec.template.spec.hostNetwork",
  ]],
  ['who is let in', [...meshShop, strict], [...meshShop, strict, security('AuthorizationPolicy', 'reviews', { selector: { matchLabels: { app: 'reviews' } }, rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }] })], ['authorization lost requests to shop/reviews-v1:9080 and requests to shop/reviews-v2:9080 for every other service account and callers without an identity: no longer let in; because no ALLOW rule matches: AuthorizationPolicy shop/reviews spec <- AuthorizationPolicy shop/reviews is added']],
  ['a method and a path', [...meshShop, security('AuthorizationPolicy', 'reviews', { selector: { matchLabels: { app: 'reviews' } }, rules: [{ to: [{ operation: { methods: ['GET'], paths: ['/reviews/*'] } }] }] })], [...meshShop, security('AuthorizationPolicy', 'reviews', { selector: { matchLabels: { app: 'reviews' } }, rules: [{ to: [{ operation: { methods: ['GET', 'POST'], paths: ['/reviews/*'] } }] }] })], ['authorization gained requests POST /reviews/* to shop/reviews-v1:9080 and requests POST /reviews/* to shop/reviews-v2:9080: let in now <- AuthorizationPolicy shop/reviews is changed at spec.rules[0]']],
  ['a token that is asked for, and cannot be known', [...meshShop, claims('staff')], [...meshShop, claims('guests')], ['authorization changed requests to shop/web:8080: not known, because an ALLOW rule may match: AuthorizationPolicy shop/web spec.rules[0] {"when":[{"key":"request.auth.claims[group]","values":["staff"]}]} → an ALLOW rule may match: AuthorizationPolicy shop/web spec.rules[0] {"when":[{"key":"request.auth.claims[group]","values":["guests"]}]} <- AuthorizationPolicy shop/web is changed at spec.rules[0]']],
  ['a path that is denied beside methods that are let in', [...meshShop, security('AuthorizationPolicy', 'web', { selector: { matchLabels: { app: 'web' } }, rules: [{ to: [{ operation: { methods: ['GET'] } }] }] })], [...meshShop, security('AuthorizationPolicy', 'web', { selector: { matchLabels: { app: 'web' } }, rules: [{ to: [{ operation: { methods: ['GET'] } }] }] }), security('AuthorizationPolicy', 'admin', { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/admin*'] } }] }] })], [
    'authorization lost requests /admin* to shop/reviews-v1:9080, requests /admin* to shop/reviews-v2:9080 and requests GET /admin* to shop/web:8080: no longer let in; because a DENY rule matches: AuthorizationPolicy shop/admin spec.rules[0] <- AuthorizationPolicy shop/admin is added',
  ]],
  ['a policy that is only tried', meshShop, [...meshShop, manifest('security.istio.io/v1', 'AuthorizationPolicy', 'deny', { namespace: 'shop', annotations: { 'istio.io/dry-run': 'true' }, spec: { action: 'DENY', rules: [{}] } })], []],
  ['a Service that goes', [...meshShop], without(meshShop, 'Service reviews'), ['dns lost name reviews.shop: no longer resolves; gives the address of the Service <- Service shop/reviews is removed']],
  ['a Service that becomes headless', meshShop, [...without(meshShop, 'Service reviews'), service('reviews', { http: [80, 9080] }, { spec: { clusterIP: 'None' } })], ['dns changed name reviews.shop: gives the address of the Service → the addresses of its pods (headless) <- Service shop/reviews is changed at spec.clusterIP']],
  ['upstreams and cache', [...meshShop, corefile('forward . 10.0.0.1')], [...meshShop, corefile('cache 30', 'forward . 10.0.0.2')], ['dns changed names in zone ., by ConfigMap kube-system/coredns: forward . 10.0.0.1 → . 10.0.0.2, now cache 30 <- ConfigMap kube-system/coredns is changed at data.Corefile']],
  ['comments of a Corefile', [...meshShop, corefile('cache 30', 'forward . 10.0.0.1')], [...meshShop, corefile('# cached', 'forward . 10.0.0.1', 'cache   30', 'errors')], []],
  ['who answers a name outside', [...meshShop, corefile('forward . 10.0.0.1'), external], [...meshShop, corefile('forward example.org 10.0.0.9', 'forward . 10.0.0.1'), external], [
    'dns changed name api.example.org: answered: forward asks 10.0.0.1 → forward asks 10.0.0.9 <- ConfigMap kube-system/coredns is changed at data.Corefile',
    'dns changed names in zone ., by ConfigMap kube-system/coredns: forward . 10.0.0.1 → example.org 10.0.0.9, now forward (2) . 10.0.0.1 <- ConfigMap kube-system/coredns is changed at data.Corefile',
  ]],
  ['a policy that cannot be decided', [...meshShop, security('AuthorizationPolicy', 'web', { selector: { matchLabels: { app: 'web' } }, rules: [{}] })], [...meshShop, security('AuthorizationPolicy', 'web', { selector: { matchLabels: { app: 'web' } }, rules: [{ when: [{ key: 'request.auth.claims[group]', values: ['staff'] }] }] })], ['authorization changed requests to shop/web:8080: now not known, because an ALLOW rule may match: AuthorizationPolicy shop/web spec.rules[0] {"when":[{"key":"request.auth.claims[group]","values":["staff"]}]} <- AuthorizationPolicy shop/web is changed at spec.rules[0]']],
  ['whether pods may ask', meshShop, [...meshShop, networkPolicy('closed')], ['dns lost shop/reviews-v1, shop/reviews-v2 and shop/web: may no longer ask for names; because its pods are selected by closed, and none admits it <- NetworkPolicy shop/closed is added']],
  ['how pods ask', meshShop, [...without(meshShop, 'Deployment web'), deployment('web', { http: 8080 }, { spec: { serviceAccountName: 'web', dnsConfig: { options: [{ name: 'ndots', value: '2' }] } } })], ['dns changed shop/web: ndots 5 → 2 <- Deployment shop/web is changed at spec.template.spec.dnsConfig']],
])('%s', (_title, before, after, expected) => {
  expect(shown(before, after)).toEqual(expected);
});

function claims(group: string): JsonObject {
  return security('AuthorizationPolicy', 'web', { selector: { matchLabels: { app: 'web' } }, rules: [{ when: [{ key: 'request.auth.claims[group]', values: [group] }] }] });
}

function corefile(...lines: readonly string[]): JsonObject {
  return manifest('v1', 'ConfigMap', 'coredns', { namespace: 'kube-system', data: { Corefile: `.:53 {\n  kubernetes cluster.local\n${lines.map(line => `  ${line}\n`).join('')}}\n` } });
}

// The same objects under two platforms.

test.each<readonly [string, readonly JsonObject[], object, object, readonly string[]]>([
  ['cluster domain', meshShop, {}, { clusterDomain: 'corp.local' }, [
    'dns changed name reviews.shop and name web.shop: domain cluster.local → corp.local <- platform.clusterDomain is corp.local, and was cluster.local',
    'dns changed shop/reviews-v1, shop/reviews-v2 and shop/web: search path shop.svc.cluster.local svc.cluster.local cluster.local → shop.svc.corp.local svc.corp.local corp.local <- platform.clusterDomain is corp.local, and was cluster.local',
  ]],
  ['release of Istio', [...meshShop, subsets(), route(split(10)), meshConfig({ defaultTrafficPolicy: { connectionPool: { tcp: { maxConnections: 7 } } } })], { istioVersion: '1.30.0' }, { istioVersion: '1.31.0' }, [
    'traffic changed every request of the mesh: now connection pool and outlier detection by default.connectionPool.tcp.maxConnections 7 <- platform.istioVersion is 1.31.0, and was 1.30.0',
    'traffic changed requests to reviews.shop:80, requests to reviews.shop:80 v1 and requests to reviews.shop:80 v2: now connectionPool.tcp.maxConnections 7 <- platform.istioVersion is 1.31.0, and was 1.30.0',
  ]],
  ['two facts, one of which nobody feels', meshShop, { istioVersion: '1.30.0' }, { istioVersion: '1.31.0', clusterDomain: 'corp.local' }, [
    'dns changed name reviews.shop and name web.shop: domain cluster.local → corp.local <- platform.clusterDomain is corp.local, and was cluster.local',
    'dns changed shop/reviews-v1, shop/reviews-v2 and shop/web: search path shop.svc.cluster.local svc.cluster.local cluster.local → shop.svc.corp.local svc.corp.local corp.local <- platform.clusterDomain is corp.local, and was cluster.local',
  ]],
])('under two platforms: %s', (_title, objects, before, after, expected) => {
  const [was, is] = [before, after].map(options => side(objects, { platform: { ...istioSidecar({ cluster: 'a', routing: 'istio' }), ...options } }));
  expect(was === undefined || is === undefined ? [] : toldOf(was, is)).toEqual(expected);
});

function meshConfig(config: object): JsonObject {
  return manifest('v1', 'ConfigMap', 'istio', { namespace: 'istio-system', data: { mesh: JSON.stringify(config) } });
}

test('a fact that somebody says now, where it was taken for granted', () => {
  const outside = { platform: istioSidecar({ cluster: 'a', routing: 'istio', dns: { namespace: 'kube-system' } }) };
  const [was, is] = [side(meshShop, outside), side(meshShop, { ...outside, complete: new Set(['shop']) })];
  expect(toldOf(was, is)).toEqual([]);
  const asked = [...meshShop, subsets({ subsets: [{ name: 'v1', labels: { version: 'v9' } }, { name: 'v2', labels: { version: 'v2' } }] }), route(split(10))];
  expect(toldOf(side(asked, outside), side(asked, { ...outside, complete: new Set(['shop']) }))).toEqual(['routes changed requests to reviews.shop:80, all of them: subset v1 of reviews.shop selects nobody in the input → selects nobody <- complete is ["shop"], and was []']);
});
