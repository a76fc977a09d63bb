import { protocolUnsupported } from '../../../lib/rules/expose/protocol-unsupported';
import { gateway, listener } from '../../support/edge';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const speaking = (protocol: string, gatewayClassName: string): ReturnType<typeof gateway> => gateway('public', [listener('main', 53, protocol)], { spec: { gatewayClassName } });

test('gateways of Istio pass on no UDP', () => {
  expect(ruled(protocolUnsupported, [speaking('UDP', 'istio')]).findings).toMatchObject([{ severity: 'error', codes: ['GWAPI:UnsupportedProtocol'], path: ['spec', 'listeners', 0, 'protocol'], message: 'listener "main" of Gateway edge/public speaks UDP, which gateways of Istio do not' }]);
  expect(said(protocolUnsupported, [speaking('UDP', 'envoy')])).toEqual([]);
});

test('whose class it is, is said by the controller', () => {
  const ofClass = (controllerName: string): ReturnType<typeof manifest> => manifest('gateway.networking.k8s.io/v1', 'GatewayClass', 'public', { spec: { controllerName } });
  expect(said(protocolUnsupported, [speaking('UDP', 'public'), ofClass('istio.io/gateway-controller')])).toHaveLength(1);
  expect(said(protocolUnsupported, [speaking('UDP', 'public'), ofClass('gateway.envoyproxy.io/gatewayclass-controller')])).toEqual([]);
});

test('a protocol that is none, and those of implementations', () => {
  expect(said(protocolUnsupported, [speaking('GRPC', 'istio')])).toEqual(['error: listener "main" of Gateway edge/public speaks GRPC, which is no protocol of the Gateway API']);
  expect(ruled(protocolUnsupported, [speaking('GRPC', 'envoy')]).findings).toMatchObject([{ severity: 'warning', assumption: 'the controller of class envoy has no protocol of that name' }]);
  for (const protocol of ['HTTP', 'HTTPS', 'TLS', 'TCP', 'HBONE', 'example.com/proxy']) expect(said(protocolUnsupported, [speaking(protocol, 'istio')])).toEqual([]);
});
