import { webhookDenied } from '../../../lib/rules/authz/webhook-denied';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const hook = manifest('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'web', { webhooks: [{ name: 'web.shop.example', clientConfig: { service: { namespace: 'shop', name: 'web' } } }] });
const base = [shop, service('web', { ports: [{ port: 443, targetPort: 9443 }] }), deployment('web'), hook];
const allow = (name: string, spec: object): ReturnType<typeof istio> => istio('AuthorizationPolicy', name, spec);
const nothing = allow('allow-nothing', {});
const at = 'error webhooks[0].clientConfig.service';

judges(webhookDenied, [
  ['nothing is allowed', [...base, nothing], [at]],
  ['callers by principal are allowed', [...base, allow('a', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/api'] } }] }] })], [at]],
  ['the port is allowed to everybody', [...base, nothing, allow('a', { rules: [{ to: [{ operation: { ports: ['9443'] } }] }] })], []],
  ['the Service\'s port is allowed instead', [...base, nothing, allow('a', { rules: [{ to: [{ operation: { ports: ['443'] } }] }] })], [at]],
  ['no policy', base, []],
  ['policies for other pods', [...base, allow('a', { selector: { matchLabels: { app: 'db' } } })], []],
  ['addresses that may be those of the API server', [...base, allow('a', { rules: [{ from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }] }] })], ['unknown']],
  ['plaintext is refused already: that is another finding', [...base, nothing, istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } })], []],
]);

test('the webhook and the port are said', () => {
  expect(onlyFinding(webhookDenied, [...base, nothing])).toMatchObject({
    message: 'webhook web.shop.example is answered by web on port 9443, and its AuthorizationPolicies refuse callers without an identity: no ALLOW rule matches', near: [{ object: { name: 'allow-nothing' } }],
  });
});
