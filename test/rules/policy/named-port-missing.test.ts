import { namedPortMissing } from '../../../lib/rules/policy/named-port-missing';
import { deployment, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

const web = deployment('web', { http: 8080 });
const on = (port: number | string, rest: object = {}): object => ({ policyTypes: ['Ingress'], ingress: [{ ports: [{ port, ...rest }] }] });

test('a name that no pod has admits nothing', () => {
  expect(ruled(namedPortMissing, [web, networkPolicy('web', on('web'))]).findings).toMatchObject([
    { severity: 'error', path: ['spec', 'ingress', 0, 'ports', 0, 'port'], message: 'port "web" of NetworkPolicy shop/web is no TCP port of Deployment web: it admits nothing', help: 'name a container port so, or use one of http' },
  ]);
  expect(ruled(namedPortMissing, [web, networkPolicy('web', on('http', { protocol: 'UDP' }))]).findings).toHaveLength(1);
});

test('in a rule for egress the pods that are called have to have it', () => {
  const to = (app: string): ReturnType<typeof networkPolicy> => networkPolicy('caller', { policyTypes: ['Egress'], egress: [{ to: [{ podSelector: { matchLabels: { app } } }], ports: [{ port: 'sql' }] }] });
  expect(ruled(namedPortMissing, [web, to('web')]).findings).toHaveLength(1);
  expect(ruled(namedPortMissing, [web, to('db')])).toEqual({ findings: [], unknown: ['pods that a policy names a port of are not in the input'] });
});

test.each([
  ['a name that the pods have', [web, networkPolicy('web', on('http'))]],
  ['a name that some of the pods have', [web, deployment('db', { sql: 5432 }), networkPolicy('web', on('sql'))]],
  ['a number', [deployment('web'), networkPolicy('web', on(8080))]],
  ['a policy that selects nobody', [web, networkPolicy('web', { ...on('sql'), podSelector: { matchLabels: { app: 'db' } } })]],
])('%s is well', (_title, objects) => {
  expect(ruled(namedPortMissing, objects)).toEqual({ findings: [], unknown: [] });
});
