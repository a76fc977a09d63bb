import { fromInternet } from '../../../lib/explain/trace/internet';
import { targetOf } from '../../../lib/explain/trace/ask';
import { trace } from '../../../lib/explain/trace/trace';
import type { Facts } from '../../../lib/cluster/facts';
import { considered, legsTold, questionOf, shop, told, worldFrom } from './hops/told';

const gateway = (servers: string, name = 'edge'): string => `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: { name: ${name}, namespace: shop }\nspec: { selector: { istio: ingressgateway }, servers: ${servers} }\n---\n`;
const http = '[{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]';
const route = (spec: string): string => `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: shop, namespace: shop }\nspec: { hosts: [shop.example.com], gateways: [edge], ${spec} }\n---\n`;
const toReviews = 'http: [{ route: [{ destination: { host: reviews } }] }]';
const ingress = (spec: string, annotations = '{}'): string => `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: shop, namespace: shop, annotations: ${annotations} }\nspec: ${spec}\n---\n`;
const paths = (text: string): string => `{ ingressClassName: nginx, rules: [{ host: shop.example.com, http: { paths: ${text} } }] }`;
const backend = '{ service: { name: reviews, port: { number: 80 } } }';
const all = `[{ path: /, pathType: Prefix, backend: ${backend} }]`;
const pods = `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ingressgateway, namespace: edge }\nspec: { template: { metadata: { labels: { istio: ingressgateway }, annotations: { inject.istio.io/templates: gateway } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }\n---\n`;
const before = (type: string, port = 80): string => `apiVersion: v1\nkind: Service\nmetadata: { name: ingressgateway, namespace: edge }\nspec: { type: ${type}, selector: { istio: ingressgateway }, ports: [{ name: http, port: ${port}, targetPort: 8080 }] }\n---\n`;

const ways = (text: string, url = 'http://shop.example.com/', facts: Partial<Facts> = {}): ReturnType<typeof fromInternet> => fromInternet(worldFrom(shop + text, facts), targetOf(url), {});
const legs = (...given: Parameters<typeof ways>): readonly string[] => ways(...given).flatMap(way => legsTold(way.legs));
const codes = (...given: Parameters<typeof ways>): readonly (string | undefined)[] => ways(...given).flatMap(way => way.before.flatMap(({ code }) => code ?? []));

describe('a Gateway of Istio', () => {
  test('takes the host on the port, and its routes lead on', () => {
    const [way] = ways(gateway(http) + route(toReviews));
    expect(told(way?.before ?? [])).toEqual([
      'ok: somebody outside of the cluster',
      'skipped: public DNS is not in the input: shop.example.com is taken to lead here',
      'ok: Gateway shop/edge server "http" takes shop.example.com on 80 (HTTP, hosts shop.example.com) [Gateway shop/edge spec.servers[0]]',
    ]);
    expect(legsTold(way?.legs ?? [])).toEqual(['default 100 % reviews:80']);
  });

  test.each([
    ['another host', 'http://other.example.com/', http, ['GW-NO-LISTENER']],
    ['another port', 'http://shop.example.com:8080/', http, ['GW-NO-LISTENER']],
    ['TLS to a plaintext server', 'https://shop.example.com:80/', http, ['GW-NO-LISTENER']],
    ['plaintext to a TLS server', 'http://shop.example.com:443/', '[{ port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: SIMPLE, credentialName: shop }, hosts: ["*"] }]', ['GW-NO-LISTENER']],
  ])('%s is refused', (_, url, servers, expected) => {
    expect(codes(gateway(servers) + route(toReviews), url)).toEqual(expected);
  });

  test('what there is is said where nothing takes it', () => {
    expect(considered(ways(gateway(http), 'http://other.example.com/')[0]?.before ?? [])).toEqual(['Gateway shop/edge takes shop.example.com on 80']);
  });

  test('a redirect to https is an answer', () => {
    const [way] = ways(gateway('[{ port: { number: 80, name: http, protocol: HTTP }, tls: { httpsRedirect: true }, hosts: ["*"] }]') + route(toReviews));
    expect(way?.legs.map(({ to, hops }) => [to, hops[0]?.status, hops[0]?.text])).toEqual([[undefined, 'ok', 'Gateway shop/edge answers plaintext requests with a redirect 301 to https']]);
  });

  test('a certificate that is not there ends every handshake', () => {
    const secure = gateway('[{ port: { number: 443, name: https, protocol: HTTPS }, tls: { mode: SIMPLE, credentialName: shop }, hosts: ["*"] }]') + route(toReviews);
    expect(codes(secure, 'https://shop.example.com/')).toEqual([]);
    expect(codes(secure, 'https://shop.example.com/', { complete: true })).toEqual(['GW-NO-LISTENER']);
  });

  test('no route for the host; one that speaks in the mesh alone is told', () => {
    const [way] = ways(gateway(http) + route(toReviews).replace('gateways: [edge]', 'gateways: [mesh]'));
    expect(legsTold(way?.legs ?? [])).toEqual(['default 100 % ends GW-NO-ROUTE']);
    expect(considered(way?.legs[0]?.hops ?? [])).toEqual(['VirtualService shop/shop speaks for shop.example.com in the mesh alone: its gateways do not name shop/edge']);
  });

  test('no rule for the path', () => {
    expect(legs(gateway(http) + route('http: [{ match: [{ uri: { prefix: /api } }], route: [{ destination: { host: reviews } }] }]'))).toEqual(['default 100 % ends RT-NO-MATCH']);
  });

  test('TLS that is passed on is routed by its name', () => {
    const passing = gateway('[{ port: { number: 443, name: tls, protocol: TLS }, tls: { mode: PASSTHROUGH }, hosts: ["*"] }]');
    expect(legs(passing + route('tls: [{ match: [{ sniHosts: [shop.example.com] }], route: [{ destination: { host: reviews, port: { number: 80 } } }] }]'), 'https://shop.example.com/')).toEqual(['default 100 % reviews:80']);
    expect(legs(passing + route(toReviews), 'https://shop.example.com/')).toEqual(['default 100 % ends GW-NO-ROUTE']);
  });
});

describe('the pods of a gateway', () => {
  const whole = gateway(http) + route(toReviews) + pods;

  test.each([
    ['a LoadBalancer', before('LoadBalancer'), 'ok'],
    ['inside of the cluster alone', before('ClusterIP'), 'unknown'],
    ['no Service', '', 'unknown'],
    ['a LoadBalancer without the port', before('LoadBalancer', 443), 'fail'],
  ])('behind %s', (_, text, status) => {
    expect(ways(whole + text)[0]?.before[3]?.status).toBe(status);
  });

  test('a policy that lets nobody in from outside', () => {
    const deny = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: edge }\nspec: { podSelector: {}, policyTypes: [Ingress] }\n---\n';
    expect(codes(whole + before('LoadBalancer') + deny)).toEqual(['NP-INGRESS']);
    const open = deny.replace('policyTypes: [Ingress]', 'policyTypes: [Ingress], ingress: [{ ports: [{ port: 8080 }] }]');
    expect(codes(whole + before('LoadBalancer') + open)).toEqual([]);
  });

  test('an AuthorizationPolicy at the gateway: nobody outside has an identity', () => {
    const policy = 'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: known, namespace: edge }\nspec: { rules: [{ from: [{ source: { principals: ["*"] } }] }] }\n---\n';
    expect(codes(whole + before('LoadBalancer') + policy)).toEqual(['AUTHZ-NO-ALLOW']);
  });

  test('it is the gateway that server policies see', () => {
    const deny = (from: string): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: reviews, namespace: shop }\nspec: { podSelector: { matchLabels: { app: reviews } }, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${from} } } }] }] }\n---\n`;
    const verdict = (from: string): string => {
      const world = worldFrom(shop + whole + before('LoadBalancer') + deny(from));
      return trace(world, questionOf(world, 'internet', 'http://shop.example.com/')).verdict;
    };
    expect([verdict('edge'), verdict('shop')]).toEqual(['works', 'fails']);
  });
});

describe('the Gateway API', () => {
  const api = (listeners: string): string => `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: public, namespace: shop }\nspec: { gatewayClassName: istio, listeners: ${listeners} }\n---\n`;
  const httpRoute = (spec: string): string => `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: shop, namespace: shop }\nspec: { parentRefs: [{ name: public }], ${spec} }\n---\n`;
  const listener = '[{ name: web, port: 80, protocol: HTTP, hostname: "*.example.com" }]';

  test('listeners and routes', () => {
    expect(legs(api(listener) + httpRoute('hostnames: [shop.example.com], rules: [{ backendRefs: [{ name: reviews, port: 80 }] }]'))).toEqual(['default 100 % reviews:80']);
    expect(legs(api(listener) + httpRoute('hostnames: [other.example.com], rules: [{ backendRefs: [{ name: reviews, port: 80 }] }]'))).toEqual(['default 100 % ends GW-NO-ROUTE']);
  });

  test('weights, and a backend that is not there', () => {
    expect(legs(api(listener) + httpRoute('rules: [{ backendRefs: [{ name: reviews, port: 80, weight: 3 }, { name: ghost, port: 80, weight: 1 }] }]'), 'http://shop.example.com/', { complete: true })).toEqual(['default 75 % reviews:80', 'default 25 % ends RT-BACKEND']);
  });

  test('a waypoint is no way in', () => {
    expect(codes(api(listener).replace('gatewayClassName: istio', 'gatewayClassName: istio-waypoint'), 'http://shop.example.com/', { complete: true })).toEqual(['GW-NO-LISTENER']);
  });
});

describe('an Ingress', () => {
  test.each([
    ['the host, by its path', paths(all), 'http://shop.example.com/cart', ['default 100 % reviews:80']],
    ['another host', paths(all), 'http://other.example.com/', ['default 100 % ends']],
    ['another port', paths(all), 'http://shop.example.com:8080/', ['default 100 % ends']],
    ['no path', paths(`[{ path: /api, pathType: Prefix, backend: ${backend} }]`), 'http://shop.example.com/apis', ['default 100 % ends RT-NO-MATCH']],
    ['an exact path before a prefix', paths(`[{ path: /, pathType: Prefix, backend: { service: { name: ghost, port: { number: 80 } } } }, { path: /a, pathType: Exact, backend: ${backend} }]`), 'http://shop.example.com/a?b=c', ['default 100 % reviews:80']],
    ['a port by its name', paths(`[{ path: /, pathType: Prefix, backend: { service: { name: reviews, port: { name: http } } } }]`), 'http://shop.example.com/', ['default 100 % reviews:80']],
    ['a port that is not there', paths(`[{ path: /, pathType: Prefix, backend: { service: { name: reviews, port: { number: 81 } } } }]`), 'http://shop.example.com/', ['default 100 % reviews:80 RT-BACKEND']],
    ['a Service that is not there', paths(`[{ path: /, pathType: Prefix, backend: { service: { name: ghost, port: { number: 80 } } } }]`), 'http://shop.example.com/', ['default 100 % ends RT-BACKEND']],
    ['a star for one label', paths(all).replace('shop.example.com', '"*.example.com"'), 'http://shop.example.com/', ['default 100 % reviews:80']],
    ['a star for no two', paths(all).replace('shop.example.com', '"*.com"'), 'http://shop.example.com/', ['default 100 % ends']],
    ['the default backend', `{ defaultBackend: ${backend} }`, 'http://any.example.com/', ['default 100 % reviews:80']],
  ])('%s', (_, spec, url, expected) => {
    expect(legs(ingress(spec), url)).toEqual(expected);
  });

  test('ingress-nginx sends plaintext to https where it has a certificate', () => {
    const secure = paths(all).replace('rules:', 'tls: [{ hosts: [shop.example.com], secretName: shop }], rules:');
    expect(ways(ingress(secure))[0]?.legs[0]?.hops[0]?.text).toBe('the controller answers plaintext requests with a redirect 308 to https');
    expect(legs(ingress(secure), 'https://shop.example.com/')).toEqual(['default 100 % reviews:80']);
    expect(legs(ingress(secure, '{ nginx.ingress.kubernetes.io/ssl-redirect: "false" }'))).toEqual(['default 100 % reviews:80']);
  });

  test('a controller without a sidecar meets STRICT', () => {
    const controller = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: ingress }\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ingress-nginx-controller, namespace: ingress }\nspec: { template: { metadata: { labels: { app: nginx } }, spec: { containers: [{ name: controller }] } } }\n---\n';
    const strict = 'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: default, namespace: shop }\nspec: { mtls: { mode: STRICT } }\n---\n';
    const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: nginx, namespace: ingress }\nspec: { type: LoadBalancer, selector: { app: nginx }, ports: [{ port: 80 }] }\n---\n';
    const asked = (text: string): readonly unknown[] => {
      const world = worldFrom(shop + ingress(paths(all)) + strict + text);
      const found = trace(world, questionOf(world, 'internet', 'http://shop.example.com/'));
      return [found.verdict, found.firstFailure?.code];
    };
    expect(asked(controller + service)).toEqual(['fails', 'MTLS-PLAINTEXT-TO-STRICT']);
    // Whether a controller that is not in the input has a sidecar nobody knows.
    expect(asked('')).toEqual(['unknown', undefined]);
  });
});

describe('a Service that is open by itself', () => {
  const open = (rest: string, metadata = ''): string => `apiVersion: v1\nkind: Service\nmetadata: { name: open, namespace: shop${metadata} }\nspec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080, nodePort: 30080 }], ${rest} }\n---\n`;

  test.each([
    ['a LoadBalancer, on its port', open('type: LoadBalancer'), 'http://any.example.com/', ['default 100 % open:80']],
    ['a LoadBalancer, on the port of the nodes', open('type: LoadBalancer'), 'http://192.0.2.1:30080/', ['default 100 % open:80']],
    ['a NodePort, on its own port', open('type: NodePort'), 'http://192.0.2.1/', ['default 100 % ends GW']],
    ['a NodePort, on that of the nodes', open('type: NodePort'), 'http://192.0.2.1:30080/', ['default 100 % open:80']],
    ['a name that is said to be its own', open('type: LoadBalancer', ', annotations: { external-dns.alpha.kubernetes.io/hostname: shop.example.com }'), 'http://shop.example.com/', ['default 100 % open:80']],
    ['a name that is said to be another', open('type: LoadBalancer', ', annotations: { external-dns.alpha.kubernetes.io/hostname: shop.example.com }'), 'http://other.example.com/', ['default 100 % ends GW']],
  ])('%s', (_, text, url, expected) => {
    const found = ways(text, url);
    expect(found.flatMap(way => legsTold(way.legs).map(leg => (way.before.some(({ code }) => code === 'GW-NO-LISTENER') ? `${leg} GW` : leg)))).toEqual(expected);
  });

  test('of several none is taken for the one, unless its address says so', () => {
    const other = open('type: LoadBalancer').replace('name: open', 'name: other');
    expect(ways(open('type: LoadBalancer') + other, 'http://192.0.2.1/').map(({ before: hops }) => hops.at(-1)?.text)).toEqual(['Service shop/open, Service shop/other take 80, and to which 192.0.2.1 leads is not in the input']);
    expect(legs(open('type: LoadBalancer, externalIPs: [192.0.2.1]') + other, 'http://192.0.2.1/')).toEqual(['default 100 % open:80']);
  });

  test('chosen clients alone: where this one is nobody knows', () => {
    expect(ways(open('type: LoadBalancer, loadBalancerSourceRanges: [198.51.100.0/24]'))[0]?.before.map(({ status }) => status)).toContain('unknown');
  });
});

test('nothing is known of an input without any way in', () => {
  expect(ways('')[0]?.before.at(-1)?.status).toBe('unknown');
  expect(codes('', 'http://shop.example.com/', { complete: true })).toEqual(['GW-NO-LISTENER']);
});

test('without a word of a mesh none is assumed, and that is said', () => {
  const plain = shop.replace('{ name: shop, labels: { istio-injection: enabled } }', '{ name: shop }').replace(/---\n$/, '');
  const world = worldFrom(plain, { mesh: undefined });
  const { verdict, assumptions } = trace(world, questionOf(world, 'web', 'http://reviews/'));
  expect([verdict, assumptions.map(({ id }) => id)]).toEqual(['works', expect.arrayContaining(['mesh'])]);
});
