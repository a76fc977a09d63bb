import { routeUnserved } from '../../../lib/rules/expose/route-unserved';
import { plainKubernetes } from '../../../lib/platform/presets';
import { gateway, listener } from '../../support/edge';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const route = (kind: string): ReturnType<typeof manifest> => manifest('gateway.networking.k8s.io/v1', kind, 'db', { namespace: 'shop', spec: { parentRefs: [{ name: 'public', namespace: 'edge' }], rules: [{ backendRefs: [{ name: 'db', port: 5432 }] }] } });
const at = (gatewayClassName: string): ReturnType<typeof gateway> => gateway('public', [listener('db', 5432, 'TCP')], { spec: { gatewayClassName } });

test('istiod reads no TCPRoute as it is installed', () => {
  const [finding] = ruled(routeUnserved, [route('TCPRoute'), at('istio')]).findings;
  expect(finding).toMatchObject({ severity: 'warning', path: ['spec', 'parentRefs', 0], assumption: 'istiod is not installed with alpha features of the Gateway API' });
  expect(finding?.message).toMatch(/^istiod reads TCPRoute shop\/db only as v1alpha2 and with PILOT_ENABLE_ALPHA_GATEWAY_API/);
});

test('and no UDPRoute at all', () => expect(said(routeUnserved, [route('UDPRoute'), at('istio')])).toEqual(['error: UDPRoute shop/db attaches to Gateway edge/public, and gateways of Istio pass on no UDP']));

test('other controllers, other routes, and no Istio', () => {
  expect(said(routeUnserved, [route('TCPRoute'), at('envoy')])).toEqual([]);
  expect(said(routeUnserved, [route('TLSRoute'), at('istio')])).toEqual([]);
  expect(said(routeUnserved, [route('TCPRoute'), at('istio')], { platform: plainKubernetes({ cluster: 'test', gatewayApi: { className: 'istio' } }) })).toEqual([]);
});
