import type { JsonObject } from '../../../lib/model/json';
import { deployment, namespace } from '../../support/closed';
import { meshShop, networking, route, security, split, subsets } from '../../support/mesh-shop';
import { told, without } from '../../support/told';

const base = [...meshShop, subsets(), route(split(10))];
const strict = security('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
const canary = (value: string): object => ({ match: [{ headers: { 'x-canary': { exact: value } } }] });
const [byPath, byHeader] = [{ match: [{ uri: { prefix: '/a' } }], ...split(0) }, { ...canary('true'), ...split(100) }];
const all = 'requests to reviews.shop:80, all of them';

test.each<readonly [string, readonly JsonObject[], readonly JsonObject[], readonly string[]]>([
  ['shares', base, [...meshShop, subsets(), route(split(25))], [`routes changed ${all}: 90 % → 75 % to reviews.shop v1, 10 % → 25 % to reviews.shop v2 <- VirtualService shop/reviews is changed at spec.http[0]`]],
  ['a host that loses its last route', base, [...meshShop, subsets()], ['routes lost requests to reviews.shop:80: no route speaks for them any more; all of them: 90 % to reviews.shop v1, 10 % to reviews.shop v2; now they go to the host itself <- VirtualService shop/reviews is removed']],
  ['a host that gets its first', [...meshShop, subsets()], base, ['routes gained requests to reviews.shop:80: a route speaks for them now; all of them: 90 % to reviews.shop v1, 10 % to reviews.shop v2; before they go to the host itself <- VirtualService shop/reviews is added']],
  ['a route without hosts, which nobody reads', [...meshShop, subsets()], [...meshShop, subsets(), networking('VirtualService', 'reviews', { http: [split(10)] })], []],
  ['a rule that is new', base, [...meshShop, subsets(), route(byHeader, split(10))], ['routes gained requests to reviews.shop:80 with header x-canary = true: 100 % to reviews.shop v2 <- VirtualService shop/reviews is changed at spec.http[0]']],
  ['a rule behind one that takes everything', base, [...meshShop, subsets(), route(split(10), byHeader)], []],
  ['a version with weight 0', [...meshShop, subsets(), route({ route: [{ destination: { host: 'reviews', subset: 'v1' } }] })], [...meshShop, subsets(), route(split(0))], []],
  ['how requests are retried', base, [...meshShop, subsets(), route(split(10, { timeout: '3s', retries: { attempts: 2 } }))], [`routes changed ${all}: now timeout 3s, now retries.attempts 2 <- VirtualService shop/reviews is changed at spec.http[0]`]],
  ['a fault and a mirror that go', [...meshShop, subsets(), route(split(10, { fault: { abort: { percentage: { value: 10 }, httpStatus: 503 } }, mirror: { host: 'web' } }))], base, [`routes changed ${all}: no longer mirrored to web.shop, no longer fault.abort.percentage 10, no longer fault.abort.httpStatus 503 <- VirtualService shop/reviews is changed at spec.http[0]`]],
  ['a subset that is no longer defined', base, [...meshShop, subsets({ subsets: [{ name: 'v1', labels: { version: 'v1' } }] }), route(split(10))], [`routes changed ${all}: subset v2 of reviews.shop selects shop/reviews-v2 → is not defined <- DestinationRule shop/reviews is changed at spec.subsets`]],
  ['rules that change places', [...meshShop, subsets(), route(byPath, byHeader)], [...meshShop, subsets(), route(byHeader, byPath)], ['routes changed requests to reviews.shop:80 with header x-canary = true: now asked before the rule for requests to reviews.shop:80 with path /a*, which may mean the same <- VirtualService shop/reviews is changed']],
  ['rules that change places, and exclude each other', [...meshShop, subsets(), route({ ...canary('a'), ...split(0) }, { ...canary('b'), ...split(100) })], [...meshShop, subsets(), route({ ...canary('b'), ...split(100) }, { ...canary('a'), ...split(0) })], []],
  ['a rule of one namespace alone', base, [...base, networking('VirtualService', 'own', { hosts: ['reviews.shop.svc.cluster.local'], exportTo: ['.'], http: [{ route: [{ destination: { host: 'web.shop.svc.cluster.local' } }] }] }, 'lab')], ['routes changed requests to reviews.shop:80, all of them for clients of lab: no longer 90 % to reviews.shop v1, no longer 10 % to reviews.shop v2, now 100 % to web.shop <- VirtualService lab/own is added']],
  ['limits and ejection', base, [...meshShop, subsets({ trafficPolicy: { connectionPool: { http: { http2MaxRequests: 10 } } } }), route(split(10))], ['traffic changed requests to reviews.shop:80, requests to reviews.shop:80 v1 and requests to reviews.shop:80 v2: now connectionPool.http.http2MaxRequests 10 <- DestinationRule shop/reviews is changed at spec.trafficPolicy.connectionPool']],
  ['the policy of a subset that no route leads to', meshShop.concat(subsets()), meshShop.concat(subsets({ subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } }] })), []],
  ['hosts that proxies no longer know', meshShop, [...meshShop, networking('Sidecar', 'default', { egress: [{ hosts: ['./web.shop.svc.cluster.local'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })], [
    'routes lost reviews.shop, called by clients of shop: no longer a host that their proxies know <- Sidecar shop/default is added',
    'routes changed calls of clients of shop to hosts that their proxies do not know: are treated by ALLOW_ANY → REGISTRY_ONLY <- Sidecar shop/default is added',
  ]],
  ['servers that take mutual TLS alone', meshShop, [...meshShop, strict], [
    'mtls lost calls of clients without a proxy to reviews.shop:80 and calls of clients without a proxy to web.shop:80: no longer understood; they send plaintext, and the server takes mutual TLS alone (STRICT) <- PeerAuthentication shop/default is added',
    'mtls changed shop/reviews-v1, shop/reviews-v2 and shop/web: takes mutual TLS and plaintext (PERMISSIVE) → mutual TLS alone (STRICT) <- PeerAuthentication shop/default is added',
  ]],
  ['clients that are told to send plaintext', [...meshShop, strict], [...meshShop, strict, subsets({ trafficPolicy: { tls: { mode: 'DISABLE' } } })], [
    'traffic changed requests to reviews.shop:80: now tls.mode DISABLE <- DestinationRule shop/reviews is added',
    'mtls lost calls of gateways to reviews.shop:80 and calls of sidecars to reviews.shop:80: no longer understood; they send plaintext, and the server takes mutual TLS alone (STRICT) <- DestinationRule shop/reviews is added',
  ]],
  ['a port that is taken past the sidecar', [...meshShop, strict], [...without(meshShop, 'Deployment web'), strict, deployment('web', { http: 8080 }, { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' }, spec: { serviceAccountName: 'web' } })], [
    'mtls lost calls of gateways to web.shop:80 and calls of sidecars to web.shop:80: no longer understood; they send mutual TLS, and the server takes plaintext alone (traffic.sidecar.istio.io/excludeInboundPorts lists 8080) <- Deployment shop/web is changed at spec.template.metadata.annotations',
    'mtls gained calls of clients without a proxy to web.shop:80: understood now <- Deployment shop/web is changed at spec.template.metadata.annotations',
    'mtls changed shop/web: takes mutual TLS alone (STRICT) → plaintext alone (traffic.sidecar.istio.io/excludeInboundPorts lists 8080) <- Deployment shop/web is changed at spec.template.metadata.annotations',
    'capture changed shop/web: ports that callers reach past the sidecar none → 8080 <- Deployment shop/web is changed at spec.template.metadata.annotations',
  ]],
  ['a namespace that leaves the mesh', meshShop, [namespace('shop'), ...without(meshShop, 'Namespace shop')], [
    'mtls changed calls of gateways to reviews.shop:80, calls of gateways to web.shop:80, calls of sidecars to reviews.shop:80 and calls of sidecars to web.shop:80: they send mutual TLS → plaintext <- Namespace shop is changed at metadata.labels',
    'mtls changed shop/reviews-v1, shop/reviews-v2 and shop/web: takes mutual TLS and plaintext (PERMISSIVE) → plaintext alone (neither its pods nor namespace shop ask for a sidecar) <- Namespace shop is changed at metadata.labels',
    'capture changed shop/reviews-v1, shop/reviews-v2 and shop/web: the mesh takes part by a sidecar → no proxy <- Namespace shop is changed at metadata.labels',
  ]],
  ['an image', meshShop, [...without(meshShop, 'Deployment web'), deployment('web', { http: 8080 }, { spec: { serviceAccountName: 'web', containers: [{ name: 'main', image: 'registry.example/main:2', ports: [{ name: 'http', containerPort: 8080 }] }] } })], []],
])('%s', (_title, before, after, expected) => {
  expect(told(before, after).filter(line => !line.startsWith('connections'))).toEqual(expected);
});
