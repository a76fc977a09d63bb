import { portBypassed } from '../../../lib/rules/authz/port-bypassed';
import { deployment, istio, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const db = (annotations: object = { 'traffic.sidecar.istio.io/excludeInboundPorts': '5432' }): ReturnType<typeof deployment> => deployment('db', { annotations });
const selector = { matchLabels: { app: 'db' } };
const policy = (port: string, more: object = { selector }): ReturnType<typeof istio> => istio('AuthorizationPolicy', 'p', { ...more, rules: [{ to: [{ operation: { ports: ['8080', port] } }] }] });

judges(portBypassed, [
  ['a rule about the port', [shop, db(), policy('5432')], ['error spec.rules[0].to[0].operation.ports[1]']],
  ['a mode of the port', [shop, db(), istio('PeerAuthentication', 'p', { selector, portLevelMtls: { 5432: { mode: 'STRICT' } } })], ['error spec.portLevelMtls.5432']],
  ['a port that the list of captured ones lacks', [shop, db({ 'traffic.sidecar.istio.io/includeInboundPorts': '8080' }), policy('5432')], ['error spec.rules[0].to[0].operation.ports[1]']],
  ['an exception tells clients', [shop, db(), istio('PeerAuthentication', 'p', { selector, portLevelMtls: { 5432: { mode: 'DISABLE' } } })], []],
  ['another port', [shop, db(), policy('9090')], []],
  ['a rule for every pod is not about it', [shop, db(), policy('5432', {})], []],
  ['all is captured', [shop, db({}), policy('5432')], []],
]);

test('the annotation is shown', () => {
  expect(onlyFinding(portBypassed, [shop, db(), policy('5432')])).toMatchObject({
    message: 'port 5432 of Deployment shop/db goes past its proxy (traffic.sidecar.istio.io/excludeInboundPorts lists 5432): what is said of it here has no effect',
    near: [{ path: ['spec', 'template', 'metadata', 'annotations', 'traffic.sidecar.istio.io/excludeInboundPorts'] }],
  });
});
