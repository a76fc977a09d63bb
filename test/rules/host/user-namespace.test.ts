import { userNamespace } from '../../../lib/rules/host/user-namespace';
import { deployment } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

judges(userNamespace, [
  ['users of their own on the host network', [deployment('agent', { spec: { hostNetwork: true, hostUsers: false } })], ['error spec.template.spec.hostUsers']],
  ['the node\'s users', [deployment('agent', { spec: { hostNetwork: true, hostUsers: true } })], []],
  ['a network of its own', [deployment('agent', { spec: { hostUsers: false } })], []],
]);

test('the workload is named', () => {
  expect(onlyFinding(userNamespace, [deployment('agent', { spec: { hostNetwork: true, hostUsers: false } })]).message).toBe('Deployment shop/agent is on the host network with hostUsers: false: the API server refuses the two together');
});
