import { gatewayUnknown } from '../../../lib/rules/expose/gateway-unknown';
import { complete, gateway, http, httpRoute, istioGateway, listener, service, virtualService } from '../../support/edge';
import { messages, ruled } from '../../support/rules';

const route = (gateways: readonly string[], more: object = {}): ReturnType<typeof virtualService> => virtualService('web', { hosts: ['shop.example.com'], gateways, http: [{ route: [{ destination: { host: 'web' } }] }], ...more });
const edge = istioGateway('public', [http(['*'])]);
const attached = (parent: object, name = 'web'): ReturnType<typeof httpRoute> => httpRoute(name, { parentRefs: [parent], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] });

test('a name without its namespace is looked for beside the VirtualService', () => {
  expect(ruled(gatewayUnknown, [route(['public']), edge]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'gateways', 0], message: 'gateway "public" of VirtualService shop/web is Gateway shop/public, which is not there; there is one in namespace edge', help: 'write "edge/public"',
  }]);
});

test.each([
  ['the whole name', route(['edge/public'])],
  ['the old form with a dot', route(['public.edge'])],
  ['the mesh', route(['mesh'])],
  ['a match that names it', route(['edge/public', 'mesh'], { http: [{ match: [{ gateways: ['edge/public'] }], route: [{ destination: { host: 'web' } }] }] })],
])('%s is well', (_title, object) => {
  expect(ruled(gatewayUnknown, [object, edge])).toEqual({ findings: [], unknown: [] });
});

test('a gateway of a match counts too', () => {
  expect(ruled(gatewayUnknown, [route(['mesh'], { http: [{ match: [{ gateways: ['edge/privat'] }], route: [{ destination: { host: 'web' } }] }] }), edge]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'http', 0, 'match', 0, 'gateways', 0], assumption: 'no Gateway edge/privat exists outside the input' }]);
});

test('gateways of other repositories are not known', () => {
  expect(ruled(gatewayUnknown, [route(['istio-system/shared']), attached({ name: 'shared', namespace: 'infra' }), service('web')])).toEqual({ findings: [], unknown: ['the gateway of a route is not in the input', 'the gateway of a route is not in the input'] });
  expect(ruled(gatewayUnknown, [route(['istio-system/shared'])], complete('istio-system')).findings).toMatchObject([{ severity: 'error' }]);
});

test('a listener that the Gateway does not have lets nothing in', () => {
  const shared = gateway('public', [listener('https', 443, 'HTTPS')]);
  expect(messages(ruled(gatewayUnknown, [attached({ name: 'public', namespace: 'edge', sectionName: 'web' }), attached({ name: 'public', namespace: 'edge', port: 80 }, 'other'), shared]).findings)).toEqual([
    'HTTPRoute shop/web attaches to listener "web" of Gateway edge/public, which has "https"', 'HTTPRoute shop/other attaches to port 80 of Gateway edge/public, which has 443',
  ]);
  expect(ruled(gatewayUnknown, [attached({ name: 'public', namespace: 'edge', sectionName: 'https' }), shared]).findings).toEqual([]);
});
