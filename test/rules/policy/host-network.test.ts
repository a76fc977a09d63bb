import { hostNetwork } from '../../../lib/rules/policy/host-network';
import { deployment, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const agent = deployment('agent', {}, { spec: { hostNetwork: true } });
const about = (app: string): ReturnType<typeof networkPolicy> => networkPolicy('web', { podSelector: { matchLabels: { app } } });
const from = (app: string): ReturnType<typeof networkPolicy> => networkPolicy('web', { policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app } } }] }] });

test('a policy for pods of the host network does not govern them', () => {
  expect(ruled(hostNetwork, [agent, about('agent')]).findings).toMatchObject([
    { severity: 'warning', codes: ['NET-10', 'HOST-10'], path: ['spec', 'podSelector'], message: 'NetworkPolicy shop/web selects Deployment agent on the host network, which policies do not govern: its ports stay open on the node' },
  ]);
});

test('pods of the host network are no peers by their labels', () => {
  expect(ruled(hostNetwork, [agent, deployment('web'), from('agent')]).findings).toMatchObject([{ path: ['spec', 'ingress', 0, 'from', 0] }]);
});

test.each([
  ['a policy for all pods of the namespace', [agent, networkPolicy('deny')]],
  ['pods with a network of their own', [deployment('web'), about('web'), from('web')]],
  ['a peer that means others as well', [agent, deployment('other', {}, { labels: { app: 'agent' } }), from('agent')]],
])('%s is well', (_title, objects) => {
  expect(ruled(hostNetwork, objects).findings).toEqual([]);
});

const tier = (spec: object): ReturnType<typeof networkPolicy> => manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', 'c', { spec: { tier: 'Admin', priority: 1, subject: { namespaces: {} }, ...spec } });
const podsOf = (app: string, namespaceSelector: object = {}): object => ({ pods: { namespaceSelector, podSelector: { matchLabels: { app } } } });

test('neither subjects nor peers of cluster-scoped policies are on the host network', () => {
  expect(ruled(hostNetwork, [agent, tier({ subject: podsOf('agent') })]).findings).toMatchObject([{ path: ['spec', 'subject'], message: 'ClusterNetworkPolicy c means Deployment agent, whose pods are on the host network: cluster-scoped policies do not mean those' }]);
  expect(ruled(hostNetwork, [agent, tier({ ingress: [{ action: 'Accept', from: [podsOf('agent')] }] })]).findings).toMatchObject([{ path: ['spec', 'ingress', 0, 'from', 0] }]);
  expect(ruled(hostNetwork, [agent, deployment('web'), tier({ subject: podsOf('web'), ingress: [{ action: 'Accept', from: [{ namespaces: {} }] }] })]).findings).toEqual([]);
});
