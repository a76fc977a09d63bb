import { canary } from '../../lib/patterns/canary/canary';
import { gatewayShop, istioShop } from './shop';

test('the shop composes a canary under both routings', () => {
  const istio = istioShop();
  expect(istio.compose(canary({ network: istio.net, service: istio.reviews, weights: { v1: 90, v2: 10 } })).names('VirtualService')).toEqual(['shop/reviews']);
  const gateway = gatewayShop();
  expect(gateway.compose(canary({ network: gateway.net, service: gateway.reviews, weights: { v1: 90, v2: 10 } })).names('HTTPRoute')).toEqual(['edge/public-http-redirect', 'shop/reviews']);
});
