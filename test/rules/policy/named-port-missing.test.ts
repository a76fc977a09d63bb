import { namedPortMissing } from '../../../lib/rules/policy/named-port-missing';
import { deployment, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

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

const tier = (spec: object): ReturnType<typeof networkPolicy> => manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', 'c', { spec: { tier: 'Admin', priority: 1, subject: { namespaces: {} }, ...spec } });
const podsOf = (app: string, namespaceSelector: object = {}): object => ({ pods: { namespaceSelector, podSelector: { matchLabels: { app } } } });

test('a rule of a cluster-scoped policy, for the pods that are called', () => {
  const rule = (name: string, peers: object): object => ({ action: 'Deny', ...peers, protocols: [{ destinationNamedPort: name }] });
  const inward = (name: string): ReturnType<typeof networkPolicy> => tier({ subject: podsOf('web'), ingress: [rule(name, { from: [{ namespaces: {} }] })] });
  const outward = (name: string): ReturnType<typeof networkPolicy> => tier({ egress: [rule(name, { to: [podsOf('web')] })] });
  expect(ruled(namedPortMissing, [web, inward('web')]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'ingress', 0], message: 'port "web" of ClusterNetworkPolicy c is no port of Deployment web: it means nothing there', assumption: 'the input has all pods that it means' }]);
  expect(ruled(namedPortMissing, [web, outward('web')], { complete: true }).findings).toMatchObject([{ severity: 'error', path: ['spec', 'egress', 0] }]);
  for (const policy of [inward('http'), outward('http')]) expect(ruled(namedPortMissing, [web, policy]).findings).toEqual([]);
  expect(ruled(namedPortMissing, [outward('web')]).findings).toEqual([]);
});
