import type { JsonObject } from '../../../lib/model/json';
import { equalPriorities } from '../../../lib/rules/policy/equal-priorities';
import { deployment, namespace } from '../../support/closed';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const all = [{ namespaces: {} }];
const team = (name: string): object => ({ namespaces: { matchLabels: { team: name } } });
const zone = (name: string): object => ({ namespaces: { matchLabels: { zone: name } } });
const tcp = (number: number): object => ({ protocols: [{ tcp: { destinationPort: { number } } }] });
const rule = (action: string, from: readonly object[] = all, more: object = {}): object => ({ action, from, ...more });
const tier = (name: string, ingress: readonly object[], more: object = {}): JsonObject => manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', name, { spec: { tier: 'Admin', priority: 5, subject: { namespaces: {} }, ingress, ...more } });

test('two policies of one priority that disagree about a connection are a warning', () => {
  expect(ruled(equalPriorities, [tier('a', [rule('Deny', all, tcp(80))]), tier('b', [rule('Accept', [team('ops')])])]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'priority'],
    message: 'ClusterNetworkPolicy b and ClusterNetworkPolicy a have priority 5 in the admin tier: spec.ingress[0] accepts what spec.ingress[0] of the other denies, and which of them is asked first is not defined',
    near: [{ object: { name: 'a' } }],
  }]);
});

test('pods of the input show what labels alone do not', () => {
  const objects = [namespace('shop', { team: 'ops', zone: 'eu' }), deployment('web'), tier('a', [rule('Deny', [zone('eu')])]), tier('b', [rule('Accept', [team('ops')])])];
  expect(said(equalPriorities, objects)).toEqual(['warning: ClusterNetworkPolicy b and ClusterNetworkPolicy a have priority 5 in the admin tier: spec.ingress[0] accepts what spec.ingress[0] of the other denies, such as Deployment shop/web and Deployment shop/web, and which of them is asked first is not defined']);
  expect(said(equalPriorities, objects.slice(2))).toEqual(['unknown: whether policies of one priority mean the same pods']);
  expect(said(equalPriorities, objects.slice(2), { complete: true })).toEqual([]);
});

test.each<[string, readonly JsonObject[]]>([
  ['different priorities', [tier('a', [rule('Deny')]), tier('b', [rule('Accept')], { priority: 6 })]],
  ['different tiers', [tier('a', [rule('Deny')]), tier('b', [rule('Accept')], { tier: 'Baseline' })]],
  ['the same action', [tier('a', [rule('Deny')]), tier('b', [rule('Deny', [team('ops')])])]],
  ['other ports', [tier('a', [rule('Deny', all, tcp(80))]), tier('b', [rule('Accept', all, tcp(81))])]],
  ['other peers', [tier('a', [rule('Deny', [team('dev')])]), tier('b', [rule('Accept', [team('ops')])])]],
  ['other subjects', [tier('a', [rule('Deny')], { subject: team('dev') }), tier('b', [rule('Accept')], { subject: team('ops') })]],
  ['other directions', [tier('a', [rule('Deny')]), tier('b', [], { egress: [{ action: 'Accept', to: all }] })]],
  ['both accept it, and the one denies the rest', [tier('a', [rule('Accept', [team('ops')]), rule('Deny')]), tier('b', [rule('Accept', [team('ops')])])]],
  ['accepted or passed by the baseline, which is open both times', [tier('a', [rule('Accept')], { tier: 'Baseline' }), tier('b', [rule('Pass')], { tier: 'Baseline' })]],
])('%s are well', (_title, objects) => {
  expect(ruled(equalPriorities, objects)).toEqual({ findings: [], unknown: [] });
});

test('the same for AdminNetworkPolicies', () => {
  const admin = (name: string, action: string): JsonObject => manifest('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', name, { spec: { priority: 5, subject: { namespaces: {} }, ingress: [rule(action)] } });
  expect(said(equalPriorities, [admin('a', 'Pass'), admin('b', 'Deny')])).toEqual(['warning: AdminNetworkPolicy b and AdminNetworkPolicy a have priority 5 in the admin tier: spec.ingress[0] denies what spec.ingress[0] of the other passes, and which of them is asked first is not defined']);
});
