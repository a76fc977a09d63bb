import { listenersConflict } from '../../../lib/rules/expose/listeners-conflict';
import { gateway, gatewayDeployment, http, https, istioGateway, listener } from '../../support/edge';
import { messages, ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const first = istioGateway('first', [https(['shop.example.com'])]);

test('two Gateways that end TLS for one host at the same pods: one of them is dropped', () => {
  expect(ruled(listenersConflict, [first, istioGateway('second', [https(['api.example.com', 'shop.example.com'])])]).findings).toMatchObject([{
    severity: 'error', object: { name: 'second' }, path: ['spec', 'servers', 0, 'hosts', 1],
    message: 'Gateway edge/second and Gateway edge/first both take TLS for host "shop.example.com" on port 443 at the same pods: only one of them is served', near: [{ object: { name: 'first' } }],
  }]);
});

test('different selectors may mean the same pods', () => {
  const second = istioGateway('second', [https(['shop.example.com'])], { selector: { app: 'gateway' } });
  expect(ruled(listenersConflict, [first, second]).findings).toEqual([]);
  expect(ruled(listenersConflict, [first, second, gatewayDeployment('istio-system', { istio: 'ingressgateway', app: 'gateway' })]).findings).toHaveLength(1);
});

test.each([
  ['another port', [https(['shop.example.com'], undefined, 8443)]],
  ['a wildcard over the host', [https(['*.example.com'])]],
  ['plaintext, which is merged', [http(['shop.example.com'])]],
  ['the host for another namespace', [https(['bank/shop.example.com'])]],
])('%s is no conflict', (_title, servers) => {
  expect(ruled(listenersConflict, [first, istioGateway('second', servers)]).findings).toEqual([]);
});

test('plaintext that two Gateways serve is merged', () => {
  expect(ruled(listenersConflict, [istioGateway('a', [http(['*'])]), istioGateway('b', [http(['*'])])]).findings).toEqual([]);
});

test('a Gateway cannot take plaintext and TLS on one port', () => {
  expect(messages(ruled(listenersConflict, [gateway('shop', [listener('web', 8080, 'HTTP'), listener('secure', 8080, 'HTTPS')])]).findings)).toEqual(['listeners "web" (HTTP) and "secure" (HTTPS) of Gateway edge/shop share port 8080']);
  expect(ruled(listenersConflict, [gateway('shop', [listener('a', 443, 'HTTPS', { hostname: 'a.example.com' }), listener('b', 443, 'TLS', { hostname: 'b.example.com' })])]).findings).toEqual([]);
});

test('a ListenerSet cannot take a host that the Gateway has, or another set', () => {
  const open = gateway('shop', [listener('a', 443, 'HTTPS', { hostname: 'a.example.com' })], { spec: { allowedListeners: { namespaces: { from: 'All' } } } });
  const set = manifest('gateway.networking.k8s.io/v1', 'ListenerSet', 'more', { namespace: 'shop', spec: { parentRef: { name: 'shop', namespace: 'edge' }, listeners: [{ name: 'again', port: 443, protocol: 'HTTPS', hostname: 'a.example.com' }] } });
  expect(ruled(listenersConflict, [open, set]).findings).toMatchObject([{
    object: { kind: 'ListenerSet', name: 'more' }, path: ['spec', 'listeners', 0, 'hostname'],
    message: 'listeners "a" of Gateway edge/shop and "again" of ListenerSet shop/more both take HTTPS for "a.example.com" on port 443', near: [{ object: { kind: 'Gateway', name: 'shop' } }],
  }]);
  expect(ruled(listenersConflict, [gateway('shop', [listener('a', 443, 'HTTPS', { hostname: 'a.example.com' })]), set]).findings).toEqual([]);
});
