import { webhookRefused } from '../../../lib/rules/mtls/webhook-refused';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const hook = manifest('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'web', { webhooks: [{ name: 'web.shop.example', clientConfig: { service: { namespace: 'shop', name: 'web', port: 443 } } }] });
const api = manifest('apiregistration.k8s.io/v1', 'APIService', 'v1.shop.example', { spec: { service: { namespace: 'shop', name: 'web' } } });
const strict = istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
const exception = istio('PeerAuthentication', 'web', { selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 9443: { mode: 'PERMISSIVE' } } });
const [web, pods] = [service('web', { ports: [{ port: 443, targetPort: 9443 }] }), deployment('web')];

judges(webhookRefused, [
  ['a webhook behind STRICT', [shop, web, pods, strict, hook], ['error webhooks[0].clientConfig.service']],
  ['an aggregated API behind STRICT', [shop, web, pods, strict, api], ['error spec.service']],
  ['where nobody says whether pods have a proxy', [web, pods, strict, hook], ['warning webhooks[0].clientConfig.service']],
  ['an excepted port', [shop, web, pods, strict, exception, hook], []],
  ['a port past the proxy', [shop, web, deployment('web', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '9443' } }), strict, hook], []],
  ['pods out of the mesh', [shop, web, deployment('web', { labels: { 'sidecar.istio.io/inject': 'false' } }), strict, hook], []],
  ['a mode that takes plaintext', [shop, web, pods, hook], []],
  ['a webhook that is elsewhere', [shop, strict, hook], []],
]);

test('port and exception are said', () => {
  expect(onlyFinding(webhookRefused, [shop, web, pods, strict, hook])).toMatchObject({
    message: 'webhook web.shop.example is answered by web on port 9443, where its proxy takes mutual TLS only: calls of the API server are reset',
    help: 'except port 9443 of web with mode PERMISSIVE in a PeerAuthentication that selects it',
    near: [{ object: { kind: 'PeerAuthentication', name: 'default' } }],
  });
});
