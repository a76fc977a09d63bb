import { exceptionUnreachable } from '../../../lib/rules/multicluster/exception-unreachable';
import { deployment, istioGateway, namespace, service } from '../../support/edge';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const eastWest = (...hosts: readonly string[]): ReturnType<typeof istioGateway> => istioGateway('eastwest', [{ port: { number: 15443, name: 'tls', protocol: 'TLS' }, hosts, tls: { mode: 'AUTO_PASSTHROUGH' } }]);
const disabled = manifest('security.istio.io/v1', 'PeerAuthentication', 'web', { namespace: 'shop', spec: { selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 8080: { mode: 'DISABLE' } } } });
const mesh = namespace('shop', { 'istio-injection': 'enabled' });
const shop = [mesh, service('web'), deployment('web')];
const own = 'web.shop.svc.cluster.local';

test('a port without mutual TLS is not reached through a gateway between networks', () => {
  expect(ruled(exceptionUnreachable, [...shop, disabled, eastWest(own)]).findings).toMatchObject([{
    severity: 'warning', object: { kind: 'Service' }, path: ['spec', 'ports', 0],
    message: 'port 80 of Service shop/web is open to other networks, and pods of Deployment web speak no mutual TLS on 8080: its policy is DISABLE; callers there do not reach them',
  }]);
});

test('nor is one that passes the proxy by', () => {
  const past = deployment('web', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } });
  expect(ruled(exceptionUnreachable, [mesh, service('web'), past, eastWest(own)]).findings).toHaveLength(1);
});

test('a gateway for everything says nothing of this Service', () => {
  expect(ruled(exceptionUnreachable, [...shop, disabled, eastWest('*.local')]).findings).toMatchObject([{ severity: 'info' }]);
});

test.each([
  ['no exception', [...shop, eastWest(own)]],
  ['no gateway', [...shop, disabled]],
  ['another Service', [...shop, disabled, eastWest('cart.shop.svc.cluster.local')]],
  ['no mesh at all', [namespace('shop'), ...shop.slice(1), eastWest(own)]],
])('%s is well', (_title, objects) => {
  expect(ruled(exceptionUnreachable, objects).findings).toEqual([]);
});
