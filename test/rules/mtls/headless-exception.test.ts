import { headlessException } from '../../../lib/rules/mtls/headless-exception';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const exception = istio('PeerAuthentication', 'w', { selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 8080: { mode: 'DISABLE' } } });
const [headless, pods] = [service('web', { clusterIP: 'None' }), deployment('web')];

judges(headlessException, [
  ['an exception behind a headless Service', [shop, headless, pods, exception], ['warning spec.portLevelMtls.8080.mode']],
  ['behind an ordinary one it is read', [shop, service('web'), pods, exception], []],
  ['a rule for clients settles it', [shop, headless, pods, exception, istio('DestinationRule', 'web', { host: 'web', trafficPolicy: { tls: { mode: 'DISABLE' } } })], []],
  ['one pod without a proxy turns all clients to plaintext', [shop, headless, pods, deployment('old', { labels: { app: 'web', 'sidecar.istio.io/inject': 'false' } }), exception], []],
  ['another port is excepted', [shop, headless, pods, istio('PeerAuthentication', 'w', { selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 9090: { mode: 'DISABLE' } } })], []],
]);

test('the Service is named', () => {
  expect(onlyFinding(headlessException, [shop, headless, pods, exception])).toMatchObject({ help: 'add a DestinationRule for web.shop.svc.cluster.local with tls mode DISABLE for port 80', near: [{ object: { kind: 'Service', name: 'web' } }] });
});
