import { dnsPolicy } from '../../../lib/rules/host/dns-policy';
import { deployment } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const container = { name: 'main', env: [{ name: 'DB', value: 'db.shop.svc:5432' }] };
const pods = (spec: object): ReturnType<typeof deployment> => deployment('agent', { spec: { hostNetwork: true, ...spec } });

judges(dnsPolicy, [
  ['a name of the cluster is in use', [pods({ containers: [container] })], ['error spec.template.spec.dnsPolicy']],
  ['the policy is written out', [pods({ containers: [container], dnsPolicy: 'ClusterFirst' })], ['error spec.template.spec.dnsPolicy']],
  ['no name is in use: node agents often want the node\'s DNS', [pods({})], ['info spec.template.spec.dnsPolicy']],
  ['the policy for the host network', [pods({ containers: [container], dnsPolicy: 'ClusterFirstWithHostNet' })], []],
  ['the node\'s DNS on purpose', [pods({ dnsPolicy: 'Default' })], []],
  ['a network of its own', [deployment('web', { spec: { containers: [container] } })], []],
]);

test('the name is said', () => {
  expect(onlyFinding(dnsPolicy, [pods({ containers: [container] })])).toMatchObject({
    message: 'Deployment shop/agent is told of db.shop.svc:5432 (env DB) and asks the resolvers of its node, which do not know it: dnsPolicy ClusterFirst is for pods with a network of their own', help: 'say dnsPolicy: ClusterFirstWithHostNet',
  });
});
