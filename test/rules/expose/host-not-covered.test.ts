import { hostNotCovered } from '../../../lib/rules/expose/host-not-covered';
import { gateway, http, httpRoute, istioGateway, listener, virtualService } from '../../support/edge';
import { messages, ruled } from '../../support/rules';

const route = (hosts: readonly string[], gateways: readonly string[] = ['edge/public']): ReturnType<typeof virtualService> => virtualService('web', { hosts, gateways, http: [{ route: [{ destination: { host: 'web' } }] }] });
const serving = (...hosts: readonly string[]): ReturnType<typeof istioGateway> => istioGateway('public', [http(hosts)]);

test('a host that no server has is an error, with the hosts that there are', () => {
  expect(ruled(hostNotCovered, [route(['shop.example.com']), serving('api.example.com')]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'hosts', 0], message: 'host "shop.example.com" of VirtualService shop/web is served by no server of Gateway edge/public', near: [{ note: 'hosts: api.example.com' }],
  }]);
});

test.each([
  ['the host itself', serving('shop.example.com')],
  ['a wildcard', serving('*.example.com')],
  ['every host', serving('*')],
  ['the host for its namespace', serving('shop/shop.example.com')],
])('%s serves it', (_title, object) => {
  expect(ruled(hostNotCovered, [route(['shop.example.com']), object]).findings).toEqual([]);
});

test('a server for another namespace does not', () => {
  expect(ruled(hostNotCovered, [route(['shop.example.com']), serving('bank/shop.example.com')]).findings).toHaveLength(1);
});

test('one of several gateways is enough, and one that is not in the input may be it', () => {
  const other = istioGateway('internal', [http(['api.example.com'])]);
  expect(ruled(hostNotCovered, [route(['shop.example.com'], ['edge/internal', 'edge/public']), other, serving('*')]).findings).toEqual([]);
  expect(ruled(hostNotCovered, [route(['shop.example.com'], ['edge/internal', 'edge/public']), other])).toEqual({ findings: [], unknown: ['the gateway of a route is not in the input'] });
});

test('of a route for the mesh as well some hosts are for the mesh', () => {
  expect(ruled(hostNotCovered, [route(['shop.example.com', 'web.shop.svc.cluster.local'], ['mesh', 'edge/public']), serving('shop.example.com')]).findings).toEqual([]);
});

test('host names of an HTTPRoute meet those of the listeners that it names', () => {
  const shared = gateway('public', [listener('shop', 443, 'HTTPS', { hostname: '*.example.com' }), listener('any', 80, 'HTTP')]);
  const attached = (hostnames: readonly string[], parent: object = {}): ReturnType<typeof httpRoute> => httpRoute('web', { parentRefs: [{ name: 'public', namespace: 'edge', ...parent }], hostnames, rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] });
  expect(messages(ruled(hostNotCovered, [attached(['shop.example.org'], { sectionName: 'shop' }), shared]).findings)).toEqual(['host "shop.example.org" of HTTPRoute shop/web is served by no listener that it attaches to, of Gateway edge/public']);
  expect(ruled(hostNotCovered, [attached(['shop.example.org']), shared]).findings).toEqual([]);
  expect(ruled(hostNotCovered, [attached([], { sectionName: 'shop' }), shared]).findings).toEqual([]);
});
