import { eitherPeer } from '../../../lib/rules/policy/either-peer';
import { deployment, namespace, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

const from = (...peers: readonly object[]): ReturnType<typeof networkPolicy> => networkPolicy('web', { policyTypes: ['Ingress'], ingress: [{ from: peers }] });
const pods = { podSelector: { matchLabels: { app: 'prometheus' } } };
const ops = [namespace('shop'), namespace('ops', { team: 'ops' }), deployment('prometheus', {}, { namespace: 'ops' }), deployment('grafana', {}, { namespace: 'ops' }), deployment('web')];

test('an empty namespaceSelector beside a podSelector makes that say nothing', () => {
  expect(ruled(eitherPeer, [from({ namespaceSelector: {} }, pods)]).findings).toMatchObject([
    {
      severity: 'warning', codes: ['NET-07'], path: ['spec', 'ingress', 0, 'from', 1],
      message: 'NetworkPolicy shop/web lists a namespaceSelector and a podSelector as two peers, which are alternatives: every pod of every namespace is meant, and the podSelector adds nobody',
      help: 'write both selectors in one entry of the list, without a dash before the second',
    },
  ]);
});

test('so does a podSelector that means nobody here and somebody there', () => {
  expect(ruled(eitherPeer, [...ops, from({ namespaceSelector: { matchLabels: { team: 'ops' } } }, pods)]).findings).toHaveLength(1);
});

test.each([
  ['both in one entry', [...ops, from({ namespaceSelector: { matchLabels: { team: 'ops' } }, ...pods })]],
  ['alternatives that both mean somebody', [...ops, from({ podSelector: { matchLabels: { app: 'web' } } }, { namespaceSelector: { matchLabels: { team: 'ops' } } })]],
  ['a namespace that is not in the input', [deployment('web'), from({ namespaceSelector: { matchLabels: { team: 'ops' } } }, pods)]],
  ['two namespaces', [from({ namespaceSelector: {} }, { namespaceSelector: { matchLabels: { team: 'ops' } } })]],
  ['all pods of the own namespace', [from({ namespaceSelector: { matchLabels: { team: 'ops' } } }, { podSelector: {} })]],
])('%s is well', (_title, objects) => {
  expect(ruled(eitherPeer, objects).findings).toEqual([]);
});
