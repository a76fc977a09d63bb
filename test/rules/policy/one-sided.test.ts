import { oneSided } from '../../../lib/rules/policy/one-sided';
import { deployment, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

const pods = [deployment('web'), deployment('db', { sql: 5432 })];
const deny = networkPolicy('deny');
const app = (name: string): object => ({ podSelector: { matchLabels: { app: name } } });
const out = (ports: readonly object[] = [{ port: 5432 }]): ReturnType<typeof networkPolicy> => networkPolicy('web-out', { ...app('web'), policyTypes: ['Egress'], egress: [{ to: [app('db')], ports }] });
const into = networkPolicy('db-in', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [app('web')], ports: [{ port: 5432 }] }] });

test('a connection that is admitted at its caller alone never opens', () => {
  expect(ruled(oneSided, [...pods, deny, out()]).findings).toMatchObject([
    {
      severity: 'warning', codes: ['NET-16'], object: { name: 'web-out' }, path: ['spec', 'egress', 0],
      message: 'NetworkPolicy shop/web-out admits Deployment shop/web to Deployment shop/db on TCP 5432, and policies for Deployment shop/db do not: deny',
      help: 'admit Deployment shop/web in a policy for Deployment shop/db', near: [{ object: { name: 'deny' } }],
    },
  ]);
});

test('nor does one that is admitted at its callee alone; a port by name is that of the callee', () => {
  expect(ruled(oneSided, [...pods, deny, into]).findings).toMatchObject([{ object: { name: 'db-in' }, help: 'admit egress to Deployment shop/db in a policy for Deployment shop/web' }]);
  expect(ruled(oneSided, [...pods, deny, out([{ port: 'sql' }])]).findings).toHaveLength(1);
});

test.each([
  ['both ends admitted', [...pods, deny, out(), into]],
  ['the other end open', [...pods, out()]],
  ['the other end not in the input', [deployment('web'), deny, out()]],
  ['a rule for all pods, which says who may and not who does', [...pods, networkPolicy('deny', { policyTypes: ['Ingress'] }), networkPolicy('out', { ...app('web'), policyTypes: ['Egress'], egress: [{ to: [{ podSelector: {} }], ports: [{ port: 5432 }] }] })]],
])('%s is well', (_title, objects) => {
  expect(ruled(oneSided, objects).findings).toEqual([]);
});
