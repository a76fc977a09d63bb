import { nodeSysctl } from '../../../lib/rules/host/node-sysctl';
import { deployment } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const pods = (name: string, more: object = { hostNetwork: true }): ReturnType<typeof deployment> => deployment('agent', { spec: { ...more, securityContext: { sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }, { name, value: '1' }] } } });
const at = 'error spec.template.spec.securityContext.sysctls[1].name';

judges(nodeSysctl, [
  ['a setting of the network', [pods('net.core.somaxconn')], [at]],
  ['written with slashes', [pods('net/ipv4/ip_unprivileged_port_start')], [at]],
  ['a setting of another kind', [pods('kernel.sem')], []],
  ['a network of its own', [pods('net.core.somaxconn', {})], []],
  ['a name of its own', [deployment('agent', { spec: { hostNetwork: true, hostnameOverride: 'a' } })], ['error spec.template.spec.hostnameOverride']],
]);

test('the setting is said', () => {
  expect(onlyFinding(nodeSysctl, [pods('net.core.somaxconn')])).toMatchObject({ message: 'sysctl net.core.somaxconn of Deployment shop/agent would change the node: the API server refuses it on the host network', help: 'drop it, and set net.core.somaxconn on the nodes' });
});
