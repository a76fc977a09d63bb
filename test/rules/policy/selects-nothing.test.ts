import { selectsNothing } from '../../../lib/rules/policy/selects-nothing';
import { deployment, networkPolicy } from '../../support/closed';
import { istioGateway } from '../../support/edge';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const about = (labels: object): ReturnType<typeof networkPolicy> => networkPolicy('web', { podSelector: { matchLabels: labels } });

test('a policy for pods that are not there is a warning, and an error where the input has all', () => {
  expect(ruled(selectsNothing, [deployment('web'), about({ app: 'wep' })]).findings).toMatchObject([
    { severity: 'warning', codes: ['NET-18'], path: ['spec', 'podSelector'], message: 'NetworkPolicy shop/web selects no pod: none of namespace shop has app=wep', help: 'use labels of Deployment web', assumption: 'the input has all pods of namespace shop' },
  ]);
  expect(ruled(selectsNothing, [deployment('web'), about({ app: 'wep' })], { complete: new Set(['shop']) }).findings).toMatchObject([{ severity: 'error' }]);
});

test.each([
  ['pods that are there', [deployment('web'), about({ app: 'web' })]],
  ['all pods of a namespace without any', [networkPolicy('deny')]],
  ['pods that a Gateway finds by the same labels', [about({ istio: 'public' }), istioGateway('public', [], { namespace: 'shop', selector: { istio: 'public' } })]],
  ['pods of the platform', [networkPolicy('dns', { podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }, 'kube-system')]],
  ['pods of a custom workload', [manifest('argoproj.io/v1alpha1', 'Rollout', 'web', { namespace: 'shop', spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'a' }] } } } }), about({ app: 'web' })]],
])('%s are well', (_title, objects) => {
  expect(ruled(selectsNothing, objects)).toEqual({ findings: [], unknown: [] });
});

test.each([
  ['with more labels than a Gateway asks for', [about({ istio: 'public', tier: 'a' }), istioGateway('public', [], { namespace: 'shop', selector: { istio: 'public' } })]],
  ['in a namespace without pods in the input', [about({ app: 'wep' })]],
  ['in a namespace with an object of an operator', [deployment('web'), manifest('postgresql.cnpg.io/v1', 'Cluster', 'db', { namespace: 'shop' }), about({ 'cnpg.io/cluster': 'db' })]],
  ['that answer ACME challenges', [deployment('web'), about({ 'acme.cert-manager.io/http01-solver': 'true' })]],
])('pods %s are unknown', (_title, objects) => {
  expect(ruled(selectsNothing, objects)).toEqual({ findings: [], unknown: ['the pods that a policy selects are not in the input'] });
});

const tier = (spec: object): ReturnType<typeof networkPolicy> => manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', 'c', { spec: { tier: 'Admin', priority: 1, subject: { namespaces: {} }, ...spec } });
const podsOf = (app: string, namespaceSelector: object = {}): object => ({ pods: { namespaceSelector, podSelector: { matchLabels: { app } } } });

test('a cluster-scoped policy may be for pods of other repositories, unless the input has the whole cluster', () => {
  const objects = [deployment('web'), tier({ subject: podsOf('wep') })];
  expect(ruled(selectsNothing, objects)).toEqual({ findings: [], unknown: ['the pods that a policy selects are not in the input'] });
  expect(ruled(selectsNothing, objects, { complete: true }).findings).toMatchObject([{ severity: 'error', path: ['spec', 'subject'], message: 'ClusterNetworkPolicy c selects no pod of the cluster' }]);
  expect(ruled(selectsNothing, [deployment('web'), tier({ subject: { namespaces: { matchLabels: { team: 'x' } } } })], { complete: true }).findings).toMatchObject([{ message: 'ClusterNetworkPolicy c selects no pod of the cluster, as no namespace has the labels' }]);
  for (const subject of [{ namespaces: {} }, podsOf('web')]) expect(ruled(selectsNothing, [deployment('web'), tier({ subject })], { complete: true })).toEqual({ findings: [], unknown: [] });
});
