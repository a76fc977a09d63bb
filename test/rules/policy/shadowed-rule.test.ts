import type { JsonObject } from '../../../lib/model/json';
import { shadowedRule } from '../../../lib/rules/policy/shadowed-rule';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const all = [{ namespaces: {} }];
const team = (name: string): object => ({ namespaces: { matchLabels: { team: name } } });
const app = (name: string): object => ({ pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: name } } } });
const tcp = (...numbers: readonly number[]): object => ({ protocols: numbers.map(number => ({ tcp: { destinationPort: { number } } })) });
const rule = (action: string, from: readonly object[] = all, more: object = {}): object => ({ action, from, ...more });
const tier = (name: string, priority: number, ingress: readonly object[], more: object = {}): JsonObject => manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', name, { spec: { tier: 'Admin', priority, subject: { namespaces: {} }, ingress, ...more } });

test('a rule behind one that decides about all of it is an error', () => {
  expect(ruled(shadowedRule, [tier('a', 1, [rule('Deny'), rule('Accept', [team('ops')])])]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'ingress', 1],
    message: 'spec.ingress[1] of ClusterNetworkPolicy a never decides: what it accepts, spec.ingress[0] denies before it',
    help: 'put it before them, by its place in the list or by a lower priority, or remove it',
  }]);
});

test.each<[string, readonly JsonObject[], string]>([
  ['a policy of a lower number', [tier('b', 2, [rule('Accept', [app('web')])]), tier('a', 1, [rule('Deny')])], 'error: spec.ingress[0] of ClusterNetworkPolicy b never decides: what it accepts, ClusterNetworkPolicy a spec.ingress[0] denies before it'],
  ['several rules together, port by port', [tier('a', 1, [rule('Deny', all, tcp(80)), rule('Pass', all, tcp(443)), rule('Accept', [team('ops')], tcp(80, 443))])], 'error: spec.ingress[2] of ClusterNetworkPolicy a never decides: what it accepts, spec.ingress[0] denies, spec.ingress[1] passes before it'],
  ['the same again, for information', [tier('a', 1, [rule('Deny'), rule('Deny', [team('ops')], tcp(80))])], 'info: spec.ingress[1] of ClusterNetworkPolicy a never decides: what it denies, spec.ingress[0] denies before it'],
  ['a subject that is narrower', [tier('a', 1, [rule('Deny')]), tier('b', 2, [rule('Accept')], { subject: team('ops') })], 'error: spec.ingress[0] of ClusterNetworkPolicy b never decides: what it accepts, ClusterNetworkPolicy a spec.ingress[0] denies before it'],
  ['the baseline, behind the tier of administrators', [tier('a', 1, [rule('Accept')]), tier('b', 0, [rule('Deny', [team('ops')])], { tier: 'Baseline' })], 'error: spec.ingress[0] of ClusterNetworkPolicy b never decides: what it denies, ClusterNetworkPolicy a spec.ingress[0] accepts before it'],
  ['an AdminNetworkPolicy', [manifest('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', 'a', { spec: { priority: 1, subject: { namespaces: {} }, ingress: [rule('Deny'), rule('Allow', [team('ops')], { ports: [{ portNumber: { port: 80, protocol: 'TCP' } }] })] } })], 'error: spec.ingress[1] of AdminNetworkPolicy a never decides: what it accepts, spec.ingress[0] denies before it'],
])('%s', (_title, objects, message) => {
  expect(said(shadowedRule, objects)).toEqual([message]);
});

test.each<[string, readonly JsonObject[]]>([
  ['the narrow one first', [tier('a', 1, [rule('Accept', [team('ops')]), rule('Deny')])]],
  ['other ports', [tier('a', 1, [rule('Deny', all, tcp(80)), rule('Accept', [team('ops')], tcp(443))])]],
  ['every port behind some', [tier('a', 1, [rule('Deny', all, tcp(80)), rule('Accept', [team('ops')])])]],
  ['other peers', [tier('a', 1, [rule('Deny', [team('dev')]), rule('Accept', [team('ops')])])]],
  ['a peer of several that is not behind', [tier('a', 1, [rule('Deny', [team('dev')]), rule('Accept', [team('dev'), team('ops')])])]],
  ['a wider subject', [tier('a', 1, [rule('Deny')], { subject: team('ops') }), tier('b', 2, [rule('Accept')])]],
  ['equal priorities, of which either may be first', [tier('a', 1, [rule('Deny')]), tier('b', 1, [rule('Accept')])]],
  ['the baseline behind what passes', [tier('a', 1, [rule('Pass', [team('ops')]), rule('Deny')]), tier('b', 0, [rule('Deny', [team('ops')])], { tier: 'Baseline' })]],
  ['addresses behind pods', [tier('a', 1, [], { ingress: undefined, egress: [{ action: 'Deny', to: all }, { action: 'Accept', to: [{ networks: ['0.0.0.0/0'] }] }] })]],
  ['pods behind addresses of one family', [tier('a', 1, [], { ingress: undefined, egress: [{ action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }] }, { action: 'Accept', to: all }] })]],
])('%s decides', (_title, objects) => {
  expect(said(shadowedRule, objects)).toEqual([]);
});

test('networks within networks, and pods behind every address', () => {
  const to = (...egress: readonly object[]): readonly string[] => said(shadowedRule, [tier('a', 1, [], { ingress: undefined, egress })]);
  expect(to({ action: 'Deny', to: [{ networks: ['10.0.0.0/8'] }] }, { action: 'Accept', to: [{ networks: ['10.1.0.0/16'] }] })).toHaveLength(1);
  expect(to({ action: 'Deny', to: [{ networks: ['0.0.0.0/0', '::/0'] }] }, { action: 'Accept', to: all })).toHaveLength(1);
  expect(to({ action: 'Deny', to: [{ domainNames: ['a.example', 'b.example'] }] }, { action: 'Accept', to: [{ domainNames: ['a.example'] }] })).toHaveLength(1);
});
