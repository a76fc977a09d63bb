import { hostNetworkSelected } from '../../../lib/rules/authz/host-network-selected';
import { deployment, istio, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const agent = deployment('agent', { spec: { hostNetwork: true } });
const selector = { matchLabels: { app: 'agent' } };
const deny = istio('AuthorizationPolicy', 'deny', { selector, action: 'DENY', rules: [{}] });

judges(hostNetworkSelected, [
  ['an authorization', [shop, agent, deny], ['error spec.selector']],
  ['a mode', [shop, agent, istio('PeerAuthentication', 'strict', { selector, mtls: { mode: 'STRICT' } })], ['error spec.selector']],
  ['a policy for the whole namespace is not about it', [shop, agent, istio('AuthorizationPolicy', 'deny', { action: 'DENY', rules: [{}] })], []],
  ['pods with a network of their own', [shop, deployment('agent'), deny], []],
  ['a gateway on the host network is a proxy itself', [shop, deployment('agent', { spec: { hostNetwork: true, containers: [{ name: 'istio-proxy', image: 'auto' }] } }), deny], []],
]);

test('the pods are named', () => {
  expect(onlyFinding(hostNetworkSelected, [shop, agent, deny]).message).toBe('app=agent selects Deployment shop/agent, which is on the host network: no proxy is injected there, so the policy has no effect on it');
});
