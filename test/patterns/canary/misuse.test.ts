import { UsageError } from '../../../lib/model/usage-error';
import { canary } from '../../../lib/patterns/canary/canary';
import { istioSidecar, plainKubernetes } from '../../../lib/platform/presets';
import type { Platform } from '../../../lib/platform/platform';
import { gatewayShop, istioShop, shop, workload, type Shop } from '../../support/shop';

/** Calls as JavaScript makes them: what types refuse is refused in words as well. */
function calling({ net, reviews }: Shop<Platform>, props: Readonly<Record<string, unknown>>): () => unknown {
  const given = { network: net, service: reviews, weights: { v1: 90, v2: 10 }, ...props };
  return () => canary(given as unknown as Parameters<typeof canary>[0]);
}

const istio = istioShop();
const tcp = istio.net.service({
  name: 'queue', namespace: istio.shop, ports: { 'tcp-amqp': { port: 5672 }, http: { port: 80 }, 'http-admin': { port: 81 } },
  versions: { v1: istio.reviewsV1, v2: istio.reviewsV2 },
});
const headless = istio.net.service({ name: 'peers', namespace: istio.shop, ports: { http: { port: 80 } }, headless: true, versions: { v1: istio.reviewsV1, v2: istio.reviewsV2 } });
const connections = istio.net.service({ name: 'raft', namespace: istio.shop, ports: { 'tcp-raft': { port: 7000 } }, versions: { v1: istio.reviewsV1, v2: istio.reviewsV2 } });

describe('a canary is refused at the call, with what was seen and what to do,', () => {
  test.each([
    ['for a Service without versions', { service: istio.webService, weights: {} }, 'canary of shop/web: the Service has no versions; mint it with versions: { v1: …, v2: … }'],
    ['for a headless Service', { service: headless }, 'canary of shop/peers: the Service is headless, so sidecars connect to the pod that the client picked and no weight applies; split a Service with a cluster address'],
    ['for weights of an unknown version', { weights: { v1: 50, v3: 50 } }, 'canary of shop/reviews: weights names version "v3"; use v1 and v2'],
    ['for weights that leave out a version', { weights: { v1: 100 } }, 'canary of shop/reviews: weights leave out v2; give every version a weight; 0 is one'],
    ['for weights that are no whole parts', { weights: { v1: 99.5, v2: 0.5 } }, 'canary of shop/reviews: weights { v1: 99.5, v2: 0.5 } are not whole numbers from 0 to 100; use whole parts of 100'],
    ['for negative weights', { weights: { v1: 110, v2: -10 } }, 'weights { v1: 110, v2: -10 } are not whole numbers from 0 to 100'],
    ['for weights that do not add up', { weights: { v1: 90, v2: 20 } }, 'canary of shop/reviews: weights { v1: 90, v2: 20 } add up to 110; make them parts of 100'],
    ['for weights that are all zero', { weights: { v1: 0, v2: 0 } }, 'weights { v1: 0, v2: 0 } add up to 0'],
    ['for an override to an unknown version', { override: { header: 'x', value: 'y', to: 'v3' } }, 'canary of shop/reviews: override names version "v3"; use v1 and v2'],
    ['for an override by no header', { override: { header: 'x canary', value: 'y', to: 'v2' } }, 'canary of shop/reviews: override header "x canary" is not a header name; use a name such as "x-canary"'],
    ['for an override by what the mesh ignores among headers', { override: { header: 'Method', value: 'GET', to: 'v2' } }, 'canary of shop/reviews: override header "Method" is ignored by the mesh, so every request would match; use a name such as "x-canary"'],
    ['for an override by any value', { override: { header: 'x-canary', value: '', to: 'v2' } }, 'canary of shop/reviews: override header x-canary has no value; give the exact value that requests carry'],
    ['for a mirror to an unknown version', { mirror: { to: 'v3', percentage: 1 } }, 'canary of shop/reviews: mirror names version "v3"; use v1 and v2'],
    ['for a mirror without percentage', { mirror: { to: 'v2' } }, 'canary of shop/reviews: mirror has no percentage, which would mean all of them; write the percentage'],
    ['for a mirror of nothing', { mirror: { to: 'v2', percentage: 0 } }, 'canary of shop/reviews: mirror: percentage is 0; use 0.0001 to 100'],
    ['for a mirror of more than all', { mirror: { to: 'v2', percentage: 101 } }, 'mirror: percentage is 101; use 0.0001 to 100'],
    ['for a cookie that is none', { versionSticky: { cookie: 'a b' } }, 'canary of shop/reviews: cookie name "a b" is not one; use letters, digits and "-"'],
    ['for a cookie that lives for less than a second', { versionSticky: { maxAge: '500ms' } }, 'canary of shop/reviews: versionSticky.maxAge is 500ms, and cookies live for whole seconds; use "1s" or longer'],
    ['for pods kept by two things', { podSticky: { header: 'x-user', sourceAddress: true } }, 'canary of shop/reviews: podSticky goes by header and sourceAddress; give one of cookie with ttl, header and sourceAddress'],
    ['for pods kept by nothing', { podSticky: {} }, 'podSticky goes by nothing'],
    ['for a session without length', { podSticky: { cookie: 'pod', ttl: 'long' } }, 'canary of shop/reviews: podSticky.ttl "long" is not a duration; write it as "1h", or "0s" for a session'],
    ['for a fault that does nothing', { fault: { match: { header: 'x', value: 'y' } } }, 'canary of shop/reviews: fault with neither delay nor abort; give one of them'],
    ['for a fault for everyone that nobody accepted', { fault: { match: 'everyone', abort: { percentage: 1, status: 503 } } }, "canary of shop/reviews: fault for everyone breaks real requests; leave it out, or accept it with { rule: 'platform/canary-fault-everyone', reason: '…' }"],
    ['for an abort with no status', { fault: { match: { header: 'x', value: 'y' }, abort: { percentage: 1, status: 999 } } }, 'canary of shop/reviews: fault.abort.status 999 is not an HTTP status; use 200 to 599'],
    ['for a timeout of 0', { timeout: '0s' }, 'canary of shop/reviews: timeout is 0s; leave it out to switch it off: 0 is refused'],
    ['for a timeout that is none', { timeout: '5 seconds' }, 'canary of shop/reviews: timeout "5 seconds" is not a duration; write it as "2s", "500ms" or "1m30s"'],
    ['for a fraction of retries', { retries: { attempts: 1.5 } }, 'canary of shop/reviews: retries.attempts is 1.5; use a whole number; 0 switches retries off'],
    ['for 0 retries with conditions', { retries: { attempts: 0, conditions: ['5xx'] } }, 'canary of shop/reviews: retries.attempts is 0 beside other retry options, which the mesh refuses; leave the others out'],
    ['for an unknown condition', { retries: { attempts: 1, conditions: ['whenever'] } }, 'canary of shop/reviews: retries.conditions has "whenever"; use 5xx, gateway-error,'],
    ['for a code that is no failure', { retries: { attempts: 1, codes: [200] } }, 'canary of shop/reviews: retries.codes has 200; use status codes from 400 to 599'],
    ['for a try longer than the request', { timeout: '1s', retries: { attempts: 1, perTryTimeout: '2s' } }, 'canary of shop/reviews: retries.perTryTimeout 2s is longer than timeout 1s; make one try shorter than the whole request'],
    ['for limits that limit nothing', { connectionPool: {} }, 'canary of shop/reviews: connectionPool is empty; set a limit, or leave it out'],
    ['for a limit of 0, which proxies take for none', { connectionPool: { maxConnections: 0 } }, 'canary of shop/reviews: connectionPool.maxConnections is 0; use a whole number from 1'],
    ['for ejection of more than all', { outlierDetection: { maxEjectionPercent: 200 } }, 'canary of shop/reviews: outlierDetection.maxEjectionPercent is 200; use 1 to 100'],
    ['for ejection after no failure', { outlierDetection: { consecutive5xxErrors: 0 } }, 'canary of shop/reviews: outlierDetection.consecutive5xxErrors is 0; use a whole number from 1'],
    ['for a port for connections', { service: tcp, port: 'tcp-amqp' }, 'canary of shop/queue: port "tcp-amqp" is not declared to carry requests, so the mesh would route connections and ignore every rule; call it http-…, http2-… or grpc-…, or set appProtocol, or split http and http-admin'],
    ['for a port that the Service does not have', { port: 'https' }, 'service shop/reviews has no port "https"; use http'],
    ['for a choice of ports that nobody made', { service: tcp }, 'canary of shop/queue: the ports http and http-admin all carry requests; say which one with port'],
    ['for ports that all carry connections', { service: connections }, 'canary of shop/raft: none of its ports (tcp-raft) is declared to carry requests; call it http-…, http2-… or grpc-…, or set appProtocol'],
    ['for a gateway without hosts', { gateways: [{ gateway: istio.gateway, hosts: [] }] }, 'canary of shop/reviews: gateway public without hosts; name the hosts that outsiders use'],
    ['for every host of a gateway', { gateways: [{ gateway: istio.gateway, hosts: ['*'] }] }, 'canary of shop/reviews: host "*" is "*": name the hosts, a catch-all takes every request that nothing else takes; use a host such as "reviews.shop.example"'],
    ['for a host that no listener serves', { gateways: [{ gateway: istio.gateway, hosts: ['shop.test'] }] }, 'gateway public has no listener for host "shop.test"; use a host or listener of https (*.shop.example)'],
    ['for a listener that only redirects', { gateways: [{ gateway: istio.gateway, hosts: ['a.shop.example'], listener: 'http' }] }, 'gateway public has no listener "http" that routes requests'],
    ['for an accept without a reason', { accept: [{ rule: 'platform/canary-fault-everyone', reason: ' ' }] }, 'accept of platform/canary-fault-everyone has no reason; say why it is right here'],
  ])('%s', (_, props, message) => {
    expect(calling(istio, props)).toThrow(UsageError);
    expect(calling(istio, props)).toThrow(message);
  });
});

describe('an option that the platform cannot do is refused with the nearest alternative:', () => {
  test.each([
    ['faults with gateway routing', gatewayShop(), { fault: { match: { header: 'x', value: 'y' }, abort: { percentage: 1, status: 503 } } }, "canary.fault: an HTTPRoute cannot inject faults; use routing: 'istio'"],
    ['retries in the standard channel', gatewayShop(), { retries: { attempts: 1 } }, "canary.retries: retry is a field of the Gateway API's experimental channel; use gatewayApi: { channel: 'experimental' }, or routing: 'istio'"],
    ['retry conditions with gateway routing', shop(istioSidecar({ cluster: 'test', routing: 'gateway', gatewayApi: { channel: 'experimental' } })), { retries: { attempts: 1, conditions: ['5xx'] } }, "canary.retries.conditions: an HTTPRoute retries on status codes only; use retries.codes, or routing: 'istio'"],
    ['retries switched off with gateway routing', shop(istioSidecar({ cluster: 'test', routing: 'gateway', gatewayApi: { channel: 'experimental' } })), { retries: { attempts: 0 } }, "canary.retries.off: an HTTPRoute cannot switch retries off, its attempts begin at 1; use routing: 'istio'"],
    ['any split without a mesh', shop({ ...plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' } }), ingress: { namespace: 'edge', labels: { app: 'ingress' }, serviceAccount: 'ingress' } }), {}, 'canary: plain Kubernetes routes connections, not requests: only the replica ratio divides traffic; use a mesh such as istioSidecar'],
  ])('%s', (_, on, props, message) => {
    expect(calling(on as Shop<Platform>, props)).toThrow(message);
  });
});

test('nothing of a canary that was refused is written', () => {
  const { net, reviews, compose } = istioShop();
  expect(() => canary({ network: net, service: reviews, weights: { v1: 1, v2: 1 } })).toThrow(UsageError);
  expect(compose().names('VirtualService')).toEqual([]);
});

test('a version that is also a workload of the mesh elsewhere may be split, and what its template lacks is said with the patch', () => {
  const { net, shop: namespace, compose } = istioShop();
  const elsewhere = (name: string) => net.workload(workload(`cart-${name}`, { labels: { app: 'cart', track: name } }), { existing: true });
  const cart = net.service({ name: 'cart', namespace, ports: { http: { port: 80 } }, versions: { v1: elsewhere('v1'), v2: elsewhere('v2') } });
  const { findings } = compose(canary({ network: net, service: cart, weights: { v1: 50, v2: 50 } }));
  expect(findings.map(({ rule }) => rule)).toEqual(['platform/template-elsewhere', 'platform/template-elsewhere']);
  expect(findings[0]?.help).toContain(`kubectl patch deployment cart-v1 -n shop --patch '{"spec":{"template":{"metadata":{"labels":{"version":"v1"}}}}}'`);
});
