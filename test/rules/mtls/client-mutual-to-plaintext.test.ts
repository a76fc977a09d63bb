import { clientMutualToPlaintext } from '../../../lib/rules/mtls/client-mutual-to-plaintext';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const rule = (host = 'web', namespace = 'shop'): ReturnType<typeof istio> => istio('DestinationRule', 'web', { host, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }, { namespace });
const exception = istio('PeerAuthentication', 'w', { selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 8080: { mode: 'DISABLE' } } });
const off = { labels: { 'sidecar.istio.io/inject': 'false' } };
const bare = [shop, service('web'), deployment('web', off)];
const at = 'error spec.trafficPolicy.tls.mode';

judges(clientMutualToPlaintext, [
  ['towards pods without a proxy', [...bare, rule()], [at]],
  ['towards pods on the host network', [shop, service('web'), deployment('web', { spec: { hostNetwork: true } }), rule()], [at]],
  ['towards an excepted port', [shop, service('web'), deployment('web'), exception, rule()], [at]],
  ['towards a port past the proxy', [shop, service('web'), deployment('web', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } }), rule()], [at]],
  ['a rule for the whole cluster is said once, and may be right', [...bare, service('b'), deployment('b', off), rule('*.local', 'istio-system')], ['warning spec.trafficPolicy.tls.mode']],
  ['towards pods with a proxy', [shop, service('web'), deployment('web'), rule()], []],
  ['a rule of the host that replaces the wide one', [...bare, rule('*.local', 'istio-system'), istio('DestinationRule', 'plain', { host: 'web', trafficPolicy: { tls: { mode: 'DISABLE' } } })], []],
  ['nobody says who has a proxy', [service('web'), deployment('web'), rule()], ['unknown']],
]);

test('what answers is said', () => {
  expect(onlyFinding(clientMutualToPlaintext, [...bare, rule()])).toMatchObject({
    message: 'clients are told ISTIO_MUTUAL towards port 80 of web.shop.svc.cluster.local, and on port 8080 of web no proxy answers: its pods have label sidecar.istio.io/inject=false', help: 'drop the tls block, so that proxies find out for each endpoint',
  });
});
