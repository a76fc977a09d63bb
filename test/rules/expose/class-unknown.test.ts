import { classUnknown } from '../../../lib/rules/expose/class-unknown';
import { gateway, listener } from '../../support/edge';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const of = (gatewayClassName: string): ReturnType<typeof gateway> => gateway('public', [listener('http', 80, 'HTTP')], { spec: { gatewayClassName } });
const envoy = manifest('gateway.networking.k8s.io/v1', 'GatewayClass', 'envoy', { spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' } });

test('a class that is not among those of the input', () => {
  expect(ruled(classUnknown, [of('envoi'), envoy]).findings).toMatchObject([{ severity: 'warning', codes: ['KIA1504'], path: ['spec', 'gatewayClassName'], message: 'Gateway edge/public is of class envoi, and the classes here are envoy', assumption: 'no controller makes GatewayClass envoi by itself' }]);
});

test('one of them, one that istiod makes, or an input without classes', () => {
  expect(said(classUnknown, [of('envoy'), envoy])).toEqual([]);
  expect(said(classUnknown, [of('istio'), envoy])).toEqual([]);
  expect(said(classUnknown, [of('cilium')])).toEqual([]);
  expect(said(classUnknown, [of('cilium')], { complete: true })).toEqual(['warning: Gateway edge/public is of class cilium, and the classes here are none']);
});
