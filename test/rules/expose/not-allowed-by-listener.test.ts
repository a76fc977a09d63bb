import { notAllowedByListener } from '../../../lib/rules/expose/not-allowed-by-listener';
import { gateway, httpRoute, listener, namespace } from '../../support/edge';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const from = (namespaces: object): object => ({ allowedRoutes: { namespaces } });
const route = (parent: object = {}): ReturnType<typeof httpRoute> => httpRoute('web', { parentRefs: [{ name: 'public', namespace: 'edge', ...parent }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] });
const chosen = from({ from: 'Selector', selector: { matchLabels: { routes: 'public' } } });

test('listeners for routes of their own namespace alone take none of another', () => {
  expect(ruled(notAllowedByListener, [route(), gateway('public', [listener('https', 443, 'HTTPS', { allowedRoutes: undefined })])]).findings).toMatchObject([{
    severity: 'error', codes: ['KIA1401', 'GWAPI:NotAllowedByListeners'], path: ['spec', 'parentRefs', 0],
    message: 'HTTPRoute shop/web attaches to Gateway edge/public, whose listeners "https" let no route of namespace shop attach',
    near: [{ object: { kind: 'Gateway', name: 'public' }, path: ['spec', 'listeners', 0, 'allowedRoutes'] }],
  }]);
});

test('a route of the same namespace is let in', () => {
  expect(said(notAllowedByListener, [httpRoute('web', { parentRefs: [{ name: 'public' }] }, 'edge'), gateway('public', [listener('https', 443, 'HTTPS', from({ from: 'Same' }))])])).toEqual([]);
});

test('a selector is asked of the labels of the namespace', () => {
  const shared = gateway('public', [listener('https', 443, 'HTTPS', chosen)]);
  expect(said(notAllowedByListener, [route(), shared, namespace('shop', { routes: 'public' })])).toEqual([]);
  expect(said(notAllowedByListener, [route(), shared, namespace('shop')])).toHaveLength(1);
  expect(said(notAllowedByListener, [route(), shared])).toEqual(['unknown: the labels of a namespace that may attach to a listener are not in the input']);
  const own = gateway('public', [listener('https', 443, 'HTTPS', from({ from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }))]);
  expect(said(notAllowedByListener, [route(), own])).toEqual([]);
});

test('one listener of several is enough, unless the route names another', () => {
  const two = gateway('public', [listener('closed', 443, 'HTTPS', from({ from: 'Same' })), listener('open', 8443, 'HTTPS')]);
  expect(said(notAllowedByListener, [route(), two])).toEqual([]);
  expect(said(notAllowedByListener, [route({ sectionName: 'closed' }), two])).toEqual(['error: HTTPRoute shop/web attaches to Gateway edge/public, whose listeners "closed" let no route of namespace shop attach']);
});

test('a listener takes kinds that its protocol carries, and of these the ones that it lists', () => {
  const tls = gateway('public', [listener('tls', 443, 'TLS', { tls: { mode: 'Passthrough' } })]);
  expect(said(notAllowedByListener, [route(), tls])).toEqual(['error: HTTPRoute shop/web attaches to Gateway edge/public, whose listeners "tls" take no HTTPRoute']);
  const grpc = gateway('public', [listener('https', 443, 'HTTPS', { allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: 'GRPCRoute' }] } })]);
  expect(said(notAllowedByListener, [route(), grpc])).toHaveLength(1);
  expect(said(notAllowedByListener, [manifest('gateway.networking.k8s.io/v1', 'GRPCRoute', 'web', { namespace: 'shop', spec: { parentRefs: [{ name: 'public', namespace: 'edge' }] } }), grpc])).toEqual([]);
  expect(said(notAllowedByListener, [route(), gateway('public', [listener('own', 443, 'example.com/proxy')])])).toEqual(['unknown: the labels of a namespace that may attach to a listener are not in the input']);
});

test('a host that no listener has, and a Gateway that is not there, are findings of their own', () => {
  const other = gateway('public', [listener('https', 443, 'HTTPS', { hostname: 'bank.example.com' })]);
  expect(said(notAllowedByListener, [httpRoute('web', { parentRefs: [{ name: 'public', namespace: 'edge' }], hostnames: ['shop.example.com'] }), other])).toEqual([]);
  expect(said(notAllowedByListener, [route()])).toEqual([]);
});

test('a ListenerSet lets in by its own rules', () => {
  const open = gateway('public', [listener('https', 443, 'HTTPS', from({ from: 'Same' }))], { spec: { allowedListeners: { namespaces: { from: 'All' } } } });
  const set = (listeners: readonly object[]): ReturnType<typeof manifest> => manifest('gateway.networking.k8s.io/v1', 'ListenerSet', 'shop', { namespace: 'shop', spec: { parentRef: { name: 'public', namespace: 'edge' }, listeners } });
  const attached = httpRoute('web', { parentRefs: [{ kind: 'ListenerSet', name: 'shop' }] });
  expect(said(notAllowedByListener, [attached, open, set([{ name: 'shop', port: 443, protocol: 'HTTPS', hostname: 'shop.example.com' }])])).toEqual([]);
  expect(said(notAllowedByListener, [httpRoute('web', { parentRefs: [{ kind: 'ListenerSet', name: 'shop', namespace: 'shop' }] }, 'bank'), open, set([{ name: 'shop', port: 443, protocol: 'HTTPS' }])])).toEqual(['error: HTTPRoute bank/web attaches to Gateway edge/public, whose listeners "shop" let no route of namespace bank attach']);
});
