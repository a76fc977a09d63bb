import { gatewaysLockedOut } from '../../../lib/rules/authz/gateways-locked-out';
import { deployment, istio, service } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const gateway = deployment('ingress', { namespace: 'edge', spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } });
const open = (type: string): ReturnType<typeof service> => service('ingress', { type, ports: [{ port: 80, targetPort: 8080 }] }, 'edge');
const policy = (name: string, spec: object, namespace: string): ReturnType<typeof istio> => istio('AuthorizationPolicy', name, spec, { namespace });
const nothing = policy('allow-nothing', {}, 'istio-system');
const attached = manifest('gateway.networking.k8s.io/v1', 'Gateway', 'public', { namespace: 'edge', spec: { gatewayClassName: 'istio', listeners: [{ port: 443 }] } });
const everybody = { rules: [{}] };

judges(gatewaysLockedOut, [
  ['nothing is allowed in the mesh', [gateway, open('LoadBalancer'), nothing], ['error spec']],
  ['the same for a Gateway of the Gateway API', [attached, nothing], ['error spec']],
  ['only callers of the mesh are allowed', [gateway, open('NodePort'), policy('mesh', { rules: [{ from: [{ source: { namespaces: ['*'] } }] }] }, 'istio-system')], ['error spec']],
  ['the gateway allows everybody', [gateway, open('LoadBalancer'), nothing, policy('open', { selector: { matchLabels: { app: 'ingress' } }, ...everybody }, 'edge')], []],
  ['the Gateway allows everybody', [attached, nothing, policy('open', { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }], ...everybody }, 'edge')], []],
  ['a gateway that only pods reach', [gateway, open('ClusterIP'), nothing], []],
  ['a policy of the gateway\'s own namespace is meant for it', [gateway, open('LoadBalancer'), policy('closed', {}, 'edge')], []],
  ['tokens are asked for', [gateway, open('LoadBalancer'), policy('jwt', { rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] }, 'istio-system')], []],
  ['tried only', [gateway, open('LoadBalancer'), istio('AuthorizationPolicy', 'allow-nothing', {}, { namespace: 'istio-system', annotations: { 'istio.io/dry-run': 'true' } })], []],
]);

test('the gateway is named', () => {
  expect(onlyFinding(gatewaysLockedOut, [gateway, open('LoadBalancer'), nothing])).toMatchObject({
    object: { name: 'allow-nothing' }, message: 'it also holds for Deployment edge/ingress, which outsiders come through without an identity: every request of theirs gets 403',
  });
});
