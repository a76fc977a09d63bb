import { secretElsewhere } from '../../../lib/rules/expose/secret-elsewhere';
import { complete, gateway, gatewayDeployment, https, istioGateway, listener, secret } from '../../support/edge';
import { ruled } from '../../support/rules';

const objects = [istioGateway('shop', [https(['shop.example.com'])], { namespace: 'shop' }), gatewayDeployment()];

test('a certificate beside the Gateway instead of beside its pods is never found', () => {
  expect(ruled(secretElsewhere, [...objects, secret('shop-tls', 'shop')], complete('istio-system')).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'servers', 0, 'tls', 'credentialName'],
    message: 'Gateway shop/shop takes its certificate from Secret shop-tls in namespace istio-system; there is one in shop',
    help: 'put Secret shop-tls, or what makes it, into namespace istio-system', near: [{ object: { kind: 'Secret', namespace: 'shop', name: 'shop-tls' } }],
  }]);
});

test('where the namespace of the pods may hold more, that is what it rests on', () => {
  expect(ruled(secretElsewhere, [...objects, secret('shop-tls', 'shop')]).findings).toMatchObject([{ severity: 'warning', assumption: 'no Secret istio-system/shop-tls exists outside the input' }]);
});

test('a Gateway of the Gateway API takes it from its own namespace', () => {
  const own = gateway('shop', [listener('https', 443, 'HTTPS', { tls: { certificateRefs: [{ name: 'shop-tls' }] } })]);
  expect(ruled(secretElsewhere, [own, secret('shop-tls', 'shop')], complete('edge')).findings).toHaveLength(1);
  expect(ruled(secretElsewhere, [own, secret('shop-tls', 'edge'), secret('shop-tls', 'shop')]).findings).toEqual([]);
});

test('pods that are not in the input may be anywhere', () => {
  expect(ruled(secretElsewhere, [...objects.slice(0, 1), secret('shop-tls', 'shop')])).toEqual({ findings: [], unknown: [] });
});

test('a Secret that a controller copies may be there', () => {
  expect(ruled(secretElsewhere, [...objects, secret('shop-tls', 'shop', { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' })])).toEqual({ findings: [], unknown: ['a controller copies the Secret to namespaces that the input does not show'] });
});
