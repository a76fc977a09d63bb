import type { RequestMatch, TextMatch } from '../../lib/mesh/request-match';
import { mayMeet } from '../../lib/mesh/match-cover';
import { hostsAt } from '../../lib/mesh/gateway-route';
import { manifest, worldOf } from '../support/world';

const text = (kind: TextMatch['kind'], value: string): TextMatch => ({ kind, value });
const match = (said: Partial<RequestMatch>): RequestMatch => ({ headers: {}, withoutHeaders: {}, queryParams: {}, gateways: [], sourceLabels: {}, object: {} as RequestMatch['object'], path: [], ...said });

test.each<readonly [string, Partial<RequestMatch>, Partial<RequestMatch>, boolean]>([
  ['nothing excludes nothing', {}, { uri: text('exact', '/a') }, true],
  ['two paths', { uri: text('exact', '/a') }, { uri: text('exact', '/b') }, false],
  ['a path below a prefix', { uri: text('prefix', '/a') }, { uri: text('exact', '/a/b') }, true],
  ['a path beside a prefix', { uri: text('prefix', '/a') }, { uri: text('exact', '/b') }, false],
  ['prefixes, one in the other', { uri: text('prefix', '/a/b') }, { uri: text('segments', '/a') }, true],
  ['prefixes beside each other', { uri: text('prefix', '/a') }, { uri: text('prefix', '/b') }, false],
  ['a case that does not count', { uri: text('exact', '/A'), ignoreCase: true }, { uri: text('exact', '/a') }, true],
  ['an expression may mean anything', { uri: text('regex', '/a.*') }, { uri: text('exact', '/b') }, true],
  ['two methods', { method: text('exact', 'GET') }, { method: text('exact', 'POST') }, false],
  ['one header, two values', { headers: { x: text('exact', '1') } }, { headers: { x: text('exact', '2') } }, false],
  ['two headers', { headers: { x: text('exact', '1') } }, { headers: { y: text('exact', '2') } }, true],
  ['with a header and without it', { headers: { x: text('exact', '1') } }, { withoutHeaders: { x: text('present', '') } }, false],
  ['two ports', { port: 80 }, { port: 81 }, false],
])('whether a request may meet both: %s', (_title, a, b, expected) => {
  expect([mayMeet(match(a), match(b)), mayMeet(match(b), match(a))]).toEqual([expected, expected]);
});

test('hosts at a gateway: those of its routes, and of its listeners where a route names none', () => {
  const gateway = manifest('gateway.networking.k8s.io/v1', 'Gateway', 'edge', { namespace: 'shop', spec: { gatewayClassName: 'istio', listeners: [{ name: 'a', port: 80, protocol: 'HTTP', hostname: '*.example.com' }] } });
  const route = (name: string, hostnames?: readonly string[]): ReturnType<typeof manifest> => manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', name, { namespace: 'shop', spec: { parentRefs: [{ name: 'edge' }], ...(hostnames === undefined ? {} : { hostnames }), rules: [{}] } });
  const world = worldOf([gateway, route('one', ['shop.example.com']), route('all')]);
  const [object] = world.cluster.of('gateway.networking.k8s.io', 'Gateway');
  expect(object === undefined ? [] : hostsAt(world, object)).toEqual(['shop.example.com', '*.example.com']);
});
