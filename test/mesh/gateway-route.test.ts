import { gatewayRoute, type GatewayQuestion } from '../../lib/mesh/gateway-route';
import type { JsonObject } from '../../lib/model/json';
import { manifest } from '../support/world';
import { istio, service, world } from './mesh';

const api = 'gateway.networking.k8s.io/v1';

function asked(objects: readonly JsonObject[], question: Partial<GatewayQuestion> = {}): ReturnType<typeof gatewayRoute> {
  const w = world([service('reviews'), ...objects]);
  const gateway = w.cluster.objects.find(({ kind }) => kind === 'Gateway');
  if (gateway === undefined) throw new Error('no gateway');
  return gatewayRoute(w, { gateway, host: 'shop.example.com', port: 80, path: '/', headers: {}, method: 'GET', ...question });
}

function went(objects: readonly JsonObject[], question: Partial<GatewayQuestion> = {}): string {
  const { listens, host, rules, matched } = asked(objects, question);
  if (listens === 'no') return 'deaf';
  const last = rules.at(-1)?.rule;
  return `${host ?? 'none'} ${matched === 'yes' && last !== undefined ? `${last.object.reference.name}[${last.path.at(-1) ?? ''}]` : '404'}`;
}

describe('a Gateway of Istio', () => {
  const gateway = (hosts: readonly string[], rest: object = {}): JsonObject => istio('Gateway', 'public', { selector: {}, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts, ...rest }] }, { namespace: 'edge' });
  const route = (called: string, hosts: readonly string[], http: readonly object[] = [{}], rest: object = {}, created = 1): JsonObject =>
    istio('VirtualService', called, { hosts, gateways: ['edge/public'], http: http.map(rule => ({ route: [{ destination: { host: 'reviews' } }], ...rule })), ...rest }, { created });

  test.each<readonly [string, readonly JsonObject[], Partial<GatewayQuestion>, string]>([
    ['no route', [gateway(['*'])], {}, 'none 404'],
    ['a route', [gateway(['*']), route('r', ['shop.example.com'])], {}, 'shop.example.com r[0]'],
    ['a host that no server has', [gateway(['other.example.com']), route('r', ['shop.example.com'])], {}, 'deaf'],
    ['a port that no server has', [gateway(['*']), route('r', ['shop.example.com'])], { port: 443 }, 'deaf'],
    ['the name before a wildcard', [gateway(['*']), route('a', ['*.example.com']), route('r', ['shop.example.com'], [{}], {}, 2)], {}, 'shop.example.com r[0]'],
    ['a wildcard of the route', [gateway(['*']), route('a', ['*'])], {}, '* a[0]'],
    ['a server for one namespace', [gateway(['pay/*']), route('r', ['shop.example.com'])], {}, 'none 404'],
    ['a server for its own', [gateway(['./*']), route('r', ['shop.example.com'])], {}, 'none 404'],
    ['a server for this one', [gateway(['shop/*.example.com']), route('r', ['shop.example.com'])], {}, 'shop.example.com r[0]'],
    ['a route of the mesh is never consulted', [gateway(['*']), route('r', ['shop.example.com'], [{}], { gateways: ['mesh'] })], {}, 'none 404'],
    ['a route that is not exported to the gateway', [gateway(['*']), route('r', ['shop.example.com'], [{}], { exportTo: ['.'] })], {}, 'none 404'],
    ['rules of two routes stand one after the other, the older first', [gateway(['*']), route('b', ['shop.example.com'], [{ match: [{ uri: { prefix: '/a' } }] }], {}, 2), route('a', ['shop.example.com'], [{ match: [{ uri: { prefix: '/b' } }] }])], { path: '/a' }, 'shop.example.com b[0]'],
    ['one without conditions stands last, however old', [gateway(['*']), route('a', ['shop.example.com']), route('b', ['shop.example.com'], [{ match: [{ uri: { prefix: '/a' } }] }], {}, 2)], { path: '/a' }, 'shop.example.com b[0]'],
    ['a rule for the mesh alone', [gateway(['*']), route('r', ['shop.example.com'], [{ match: [{ gateways: ['mesh'] }] }])], {}, 'shop.example.com 404'],
    ['a rule for this gateway', [gateway(['*']), route('r', ['shop.example.com'], [{ match: [{ gateways: ['edge/public'] }] }])], {}, 'shop.example.com r[0]'],
  ])('%s', (_, objects, question, expected) => {
    expect(went(objects, question)).toBe(expected);
    expect(went([...objects].reverse(), question)).toBe(expected);
  });

  test('a redirect to HTTPS is seen', () => {
    expect(asked([gateway(['*'], { tls: { httpsRedirect: true } })]).redirects).toBe(true);
    expect(asked([gateway(['*'])]).redirects).toBe(false);
  });
});

describe('a Gateway of the Gateway API', () => {
  const gateway = (...listeners: readonly object[]): JsonObject => manifest(api, 'Gateway', 'public', { namespace: 'edge', spec: { gatewayClassName: 'istio', listeners: listeners.map((listener, i) => ({ name: `l${i}`, port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } }, ...listener })) } });
  const route = (called: string, spec: object = {}, parent: object = {}): JsonObject =>
    manifest(api, 'HTTPRoute', called, { namespace: 'shop', spec: { parentRefs: [{ name: 'public', namespace: 'edge', ...parent }], hostnames: ['shop.example.com'], rules: [{ backendRefs: [{ name: 'reviews', port: 80 }] }], ...spec } });
  const selector = { allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { team: 'shop' } } } } };

  test.each<readonly [string, readonly JsonObject[], Partial<GatewayQuestion>, string]>([
    ['a route', [gateway({}), route('r')], {}, 'shop.example.com r[0]'],
    ['no host name: that of the listener', [gateway({ hostname: '*.example.com' }), route('r', { hostnames: [] })], {}, '*.example.com r[0]'],
    ['a listener for another host', [gateway({ hostname: 'other.example.com' }), route('r')], {}, 'deaf'],
    ['the closest listener alone takes the request', [gateway({ hostname: 'shop.example.com' }, { hostname: '*.example.com' }), route('r', {}, { sectionName: 'l1' })], {}, 'none 404'],
    ['by its section', [gateway({}, { port: 443 }), route('r', {}, { sectionName: 'l0' })], {}, 'shop.example.com r[0]'],
    ['bound to another section', [gateway({}, { port: 443 }), route('r', {}, { sectionName: 'l1' })], {}, 'none 404'],
    ['bound to another port', [gateway({}), route('r', {}, { port: 443 })], {}, 'none 404'],
    ['its own namespace alone, by default', [gateway({ allowedRoutes: undefined }), route('r')], {}, 'none 404'],
    ['namespaces with a label', [gateway(selector), route('r'), manifest('v1', 'Namespace', 'shop', { labels: { team: 'shop' } })], {}, 'shop.example.com r[0]'],
    ['namespaces with another label', [gateway(selector), route('r'), manifest('v1', 'Namespace', 'shop')], {}, 'none 404'],
    ['the more specific path of two routes', [gateway({}), route('a'), route('b', { rules: [{ matches: [{ path: { type: 'Exact', value: '/' } }] }] })], {}, 'shop.example.com b[0]'],
  ])('%s', (_, objects, question, expected) => {
    expect(went(objects, question)).toBe(expected);
    expect(went([...objects].reverse(), question)).toBe(expected);
  });

  const grpc = (called: string, method: object | undefined, parent: object = {}): JsonObject =>
    manifest(api, 'GRPCRoute', called, { namespace: 'shop', spec: { parentRefs: [{ name: 'public', namespace: 'edge', ...parent }], hostnames: ['shop.example.com'], rules: [{ ...(method === undefined ? {} : { matches: [{ method }] }), backendRefs: [{ name: 'reviews', port: 80 }] }] } });

  test.each<readonly [string, object | undefined, string, string]>([
    ['a method', { service: 'shop.Cart', method: 'Add' }, '/shop.Cart/Add', 'shop.example.com g[0]'],
    ['another method', { service: 'shop.Cart', method: 'Add' }, '/shop.Cart/Remove', 'shop.example.com 404'],
    ['every method of a service', { service: 'shop.Cart' }, '/shop.Cart/Remove', 'shop.example.com g[0]'],
    ['a service whose name begins alike', { service: 'shop.Cart' }, '/shop.Cartography/Draw', 'shop.example.com 404'],
    ['a method of any service', { method: 'Check' }, '/grpc.health.v1.Health/Check', 'shop.example.com g[0]'],
    ['an expression', { type: 'RegularExpression', service: 'shop\\..+', method: 'A.*' }, '/shop.Cart/Add', 'shop.example.com g[0]'],
    ['everything', undefined, '/any/thing', 'shop.example.com g[0]'],
  ])('a GRPCRoute takes %s by its path', (_, method, path, expected) => {
    expect(went([gateway({}), grpc('g', method)], { path, method: 'POST' })).toBe(expected);
  });

  const set = (from: object | undefined): readonly JsonObject[] => [
    manifest(api, 'Gateway', 'public', { namespace: 'edge', spec: { gatewayClassName: 'istio', listeners: [{ name: 'own', port: 443, protocol: 'HTTPS' }], ...(from === undefined ? {} : { allowedListeners: { namespaces: from } }) } }),
    manifest(api, 'ListenerSet', 'more', { namespace: 'shop', spec: { parentRef: { name: 'public', namespace: 'edge' }, listeners: [{ name: 'web', port: 80, protocol: 'HTTP' }] } }),
  ];

  test('listeners of a ListenerSet count where the Gateway lets it in, for routes that name the set', () => {
    const named = { kind: 'ListenerSet', name: 'more', namespace: 'shop' };
    expect(went([...set({ from: 'All' }), route('r', {}, named)])).toBe('shop.example.com r[0]');
    expect(went([...set(undefined), route('r', {}, named)])).toBe('deaf');
    expect(went([...set({ from: 'All' }), route('r')])).toBe('none 404');
  });

  test('whether a namespace may attach is not known where its labels are not', () => {
    expect(asked([gateway(selector), route('r')]).listens).toBe('unknown');
  });
});
