import { grantMissing } from '../../../lib/rules/expose/grant-missing';
import { complete, gateway, httpRoute, listener, secret, service } from '../../support/edge';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const route = httpRoute('web', { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [{ name: 'cart', namespace: 'cart', port: 80 }] }] });
const cart = service('cart', undefined, 'cart');
const grant = (from: object, to: object, namespace: string): ReturnType<typeof manifest> => manifest('gateway.networking.k8s.io/v1', 'ReferenceGrant', 'allow', { namespace, spec: { from: [from], to: [to] } });
const routes = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' };

test('a backend of another namespace needs a grant there', () => {
  expect(ruled(grantMissing, [route, cart], complete('cart')).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'rules', 0, 'backendRefs', 0, 'namespace'],
    message: 'HTTPRoute shop/web refers to Service cart/cart, and no ReferenceGrant in namespace cart lets HTTPRoutes of shop do so', help: 'add a ReferenceGrant to namespace cart: from HTTPRoute of shop, to Service cart',
  }]);
  expect(ruled(grantMissing, [route, cart]).findings).toMatchObject([{ severity: 'warning', assumption: 'no ReferenceGrant of namespace cart exists outside the input' }]);
});

test('so does a certificate', () => {
  const shared = gateway('public', [listener('https', 443, 'HTTPS', { tls: { certificateRefs: [{ name: 'shop-tls', namespace: 'certs' }] } })]);
  expect(ruled(grantMissing, [shared, secret('shop-tls', 'certs')], complete('certs')).findings).toMatchObject([{ path: ['spec', 'listeners', 0, 'tls', 'certificateRefs', 0, 'namespace'] }]);
  expect(ruled(grantMissing, [shared, secret('shop-tls', 'certs'), grant({ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'edge' }, { group: '', kind: 'Secret' }, 'certs')], complete('certs')).findings).toEqual([]);
});

test.each([
  ['for all Services', grant(routes, { group: '', kind: 'Service' }, 'cart'), 0],
  ['for this Service', grant(routes, { group: '', kind: 'Service', name: 'cart' }, 'cart'), 0],
  ['for another Service', grant(routes, { group: '', kind: 'Service', name: 'bank' }, 'cart'), 1],
  ['for another namespace', grant({ ...routes, namespace: 'bank' }, { group: '', kind: 'Service' }, 'cart'), 1],
  ['that stands in the namespace of the route', grant(routes, { group: '', kind: 'Service' }, 'shop'), 1],
])('a grant %s', (_title, object, count) => {
  expect(ruled(grantMissing, [route, cart, object], complete('cart')).findings).toHaveLength(count);
});

test('a namespace of which nothing is in the input is not known; the own one needs none', () => {
  expect(ruled(grantMissing, [route])).toEqual({ findings: [], unknown: ['the namespace of a ReferenceGrant is not in the input'] });
  expect(ruled(grantMissing, [httpRoute('web', { rules: [{ backendRefs: [{ name: 'web', namespace: 'shop', port: 80 }] }] })])).toEqual({ findings: [], unknown: [] });
});
