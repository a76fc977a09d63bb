import { routesClash } from '../../../lib/rules/expose/routes-clash';
import type { JsonObject } from '../../../lib/model/json';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const to = (host: string, match?: object): object => ({ ...(match === undefined ? {} : { match: [match] }), route: [{ destination: { host } }] });
const route = (name: string, http: readonly object[], { gateways = ['edge/public'], hosts = ['shop.example.com'], created }: { readonly gateways?: readonly string[]; readonly hosts?: readonly string[]; readonly created?: number } = {}): JsonObject =>
  istio('VirtualService', name, { hosts, gateways, http }, created === undefined ? {} : { created });
const sni = (name: string, host: string): JsonObject => istio('VirtualService', name, { hosts: [host], gateways: ['edge/public'], tls: [{ match: [{ port: 443, sniHosts: [host] }], route: [{ destination: { host: 'web' } }] }] });

test('two rules for every request', () => {
  expect(ruled(routesClash, [route('a', [to('web')]), route('b', [to('cart', { uri: { prefix: '/cart' } }), to('cart')])]).findings).toMatchObject([{
    severity: 'error', object: { name: 'b' }, path: ['spec', 'http', 1], message: 'VirtualService shop/a has a rule for every request to shop.example.com at gateway edge/public too: that of the older object is read, the other never', near: [{ object: { name: 'a' } }],
  }]);
  expect(said(routesClash, [route('a', [to('web')], { created: 2 }), route('b', [to('cart')], { created: 1 })])).toEqual(['error: VirtualService shop/b has a rule for every request to shop.example.com at gateway edge/public too: that one is older and is read, this one never']);
});

test('two rules for one name of TLS', () => {
  expect(said(routesClash, [sni('a', 'db.example.com'), sni('b', 'db.example.com')])).toHaveLength(1);
});

test.each<[string, readonly JsonObject[]]>([
  ['paths in two objects', [route('a', [to('web')]), route('b', [to('cart', { uri: { prefix: '/cart' } })])]],
  ['other hosts', [route('a', [to('web')]), route('b', [to('cart')], { hosts: ['cart.example.com'] })]],
  ['other gateways', [route('a', [to('web')]), route('b', [to('cart')], { gateways: ['edge/internal'] })]],
  ['a wildcard beside a name', [route('a', [to('web')]), route('b', [to('cart')], { hosts: ['*.example.com'] })]],
  ['names of TLS that differ', [sni('a', 'db.example.com'), sni('b', 'cache.example.com')]],
])('%s is well', (_title, objects) => {
  expect(said(routesClash, objects)).toEqual([]);
});
