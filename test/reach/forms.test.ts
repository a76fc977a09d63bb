import type { JsonObject } from '../../lib/model/json';
import { parseCidr } from '../../lib/model/cidr';
import { isWithin, rangeOf } from '../../lib/reach/address-range';
import { admission, connection } from '../../lib/reach/admission';
import { formatConnections, hasPort, isEmpty } from '../../lib/reach/connection-set';
import { reachability } from '../../lib/reach/reachability';
import type { Verdict } from '../../lib/reach/verdict';
import { manifest, worldOf } from '../support/world';

// Absent, null, an empty list, a list of one empty entry, an empty object: in each place where they differ, or are easily thought to. Both evaluators are asked.

const pod = (name: string, within: string): JsonObject => manifest('v1', 'Pod', name, { namespace: within, labels: { app: name }, spec: { containers: [{ name: 'c', image: 'i' }] } });
const base = [manifest('v1', 'Namespace', 'shop'), manifest('v1', 'Namespace', 'ops'), pod('db', 'shop'), pod('web', 'shop'), pod('probe', 'ops')];
const policy = (spec: object | null): JsonObject => manifest('networking.k8s.io/v1', 'NetworkPolicy', 'p', { namespace: 'shop', spec });
const tier = (spec: object): JsonObject => manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', 'c', { spec: { tier: 'Admin', priority: 1, subject: { namespaces: {} }, ...spec } });
const admin = (spec: object): JsonObject => manifest('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', 'a', { spec: { priority: 1, subject: { namespaces: {} }, ...spec } });
const settings = { blocksMeanPods: 'no' } as const;
const address = parseCidr('203.0.113.7');

/** What is open to db, or from it: for a pod beside it, one of another namespace, and an address outside. */
function open(object: JsonObject, direction: 'ingress' | 'egress' = 'ingress'): readonly string[] {
  const world = worldOf([...base, object]);
  const { groups, between, outside } = reachability(world, settings);
  const [db, web, probe] = ['db', 'web', 'probe'].map(name => groups.find(group => group.name === name));
  if (db === undefined || web === undefined || probe === undefined || 'problem' in address) throw new Error('the pods');
  const ends = [web, probe].map(other => (direction === 'ingress' ? ([other, db] as const) : ([db, other] as const)));
  const far = outside(db, direction).find(({ ranges }) => ranges.some(range => isWithin(rangeOf(address), range)));
  for (const [protocol, number] of [['TCP', 80], ['UDP', 53]] as const) {
    const port = { protocol, number };
    expect([...ends.map(([from, to]) => connection(world, from, to, port, settings).open), admission(world, db, direction, { block: address }, port, settings).admitted])
      .toEqual([...ends.map(([from, to]) => between(from, to)), far].map(verdict => (verdict === undefined ? '' : hasPort(verdict.open, protocol, number) ? 'yes' : hasPort(verdict.unknown, protocol, number) ? 'unknown' : 'no')));
  }
  return [...ends.map(([from, to]) => between(from, to)), far].map(text);
}

function text(verdict: Verdict | undefined): string {
  if (verdict === undefined) return '';
  return isEmpty(verdict.unknown) ? ({ 'All Connections': 'all', 'No Connections': 'none' }[formatConnections(verdict.open)] ?? formatConnections(verdict.open)) : 'unknown';
}

const [all, none] = [['all', 'all', 'all'], ['none', 'none', 'none']];
const pods = ['all', 'all', 'none'];
/** Where the pod beside it is closed as well. */
const beside = ['none', 'all', 'all'];
const own = ['all', 'none', 'none'];
const tcp = ['TCP 1-65535', 'TCP 1-65535', 'TCP 1-65535'];
const into = (...rules: readonly unknown[]): object => ({ podSelector: {}, policyTypes: ['Ingress'], ingress: rules });
const out = (...rules: readonly unknown[]): object => ({ podSelector: {}, policyTypes: ['Egress'], egress: rules });

describe('NetworkPolicy', () => {
  test.each<[string, object | null, readonly string[], readonly string[]]>([
    ['spec null', null, none, beside],
    ['spec {}', {}, none, beside],
    ['policyTypes absent', { podSelector: {} }, none, beside],
    ['policyTypes null', { podSelector: {}, policyTypes: null }, none, beside],
    ['policyTypes []', { podSelector: {}, policyTypes: [] }, none, beside],
    ['policyTypes [] with egress [{}]', { podSelector: {}, policyTypes: [], egress: [{}] }, none, beside],
    ['policyTypes absent with egress of one port', { podSelector: {}, egress: [{ ports: [{ protocol: 'TCP' }] }] }, none, ['none', ...tcp.slice(1)]],
    ['policyTypes absent with egress []', { podSelector: {}, egress: [] }, none, beside],
    ['policyTypes [Egress]', { podSelector: {}, policyTypes: ['Egress'] }, beside, none],
    ['policyTypes [Egress] with ingress [{}]', { podSelector: {}, policyTypes: ['Egress'], ingress: [{}] }, beside, none],
    ['policyTypes [Ingress] with egress [{}]', { podSelector: {}, policyTypes: ['Ingress'], egress: [{}] }, none, beside],
    ['policyTypes of both, nothing else', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, none, none],
    ['podSelector absent', { policyTypes: ['Ingress'] }, none, beside],
    ['podSelector null', { podSelector: null, policyTypes: ['Ingress'] }, none, beside],
    ['podSelector with matchLabels {}', { podSelector: { matchLabels: {} } }, none, beside],
    ['podSelector with matchExpressions []', { podSelector: { matchExpressions: [] } }, none, beside],
    ['podSelector of other pods', { podSelector: { matchLabels: { app: 'web' } } }, all, ['none', 'all', 'all']],
  ])('%s', (_title, spec, ingress, egress) => {
    expect([open(policy(spec)), open(policy(spec), 'egress')]).toEqual([ingress, egress]);
  });

  describe.each<['from' | 'to', 'ingress' | 'egress', (...rules: readonly unknown[]) => object]>([['from', 'ingress', into], ['to', 'egress', out]])('%s', (side, direction, rules) => {
    test.each<[string, unknown, readonly string[]]>([
      [`${direction} []`, undefined, none],
      [`${direction} [{}]`, {}, all],
      [`${direction} [null]`, null, all],
      [`${side} null`, { [side]: null }, all],
      [`${side} []`, { [side]: [] }, all],
      [`${side} [{}]`, { [side]: [{}] }, ['unknown', 'unknown', 'unknown']],
      [`${side} podSelector {}`, { [side]: [{ podSelector: {} }] }, own],
      [`${side} podSelector {} beside namespaceSelector null`, { [side]: [{ podSelector: {}, namespaceSelector: null }] }, own],
      [`${side} namespaceSelector {}`, { [side]: [{ namespaceSelector: {} }] }, pods],
      [`${side} namespaceSelector {} and podSelector {}, one entry`, { [side]: [{ namespaceSelector: {}, podSelector: {} }] }, pods],
      [`${side} namespaceSelector {} and podSelector {}, two entries`, { [side]: [{ namespaceSelector: {} }, { podSelector: {} }] }, pods],
      [`${side} matchLabels {} and matchExpressions []`, { [side]: [{ namespaceSelector: { matchLabels: {} }, podSelector: { matchExpressions: [] } }] }, pods],
      [`${side} ipBlock, except absent`, { [side]: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }, ['none', 'none', 'all']],
      [`${side} ipBlock, except null`, { [side]: [{ ipBlock: { cidr: '203.0.113.0/24', except: null } }] }, ['none', 'none', 'all']],
      [`${side} ipBlock, except []`, { [side]: [{ ipBlock: { cidr: '203.0.113.0/24', except: [] } }] }, ['none', 'none', 'all']],
      [`${side} ipBlock, except of the address`, { [side]: [{ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.7/32'] } }] }, none],
      ['ports null', { ports: null }, all],
      ['ports []', { ports: [] }, all],
      ['ports [{}]', { ports: [{}] }, tcp],
      ['ports [{protocol}]', { ports: [{ protocol: 'UDP' }] }, ['UDP 1-65535', 'UDP 1-65535', 'UDP 1-65535']],
      ['ports [{port}], protocol null', { ports: [{ port: 80, protocol: null }] }, ['TCP 80', 'TCP 80', 'TCP 80']],
      [`${side} [] and ports []`, { [side]: [], ports: [] }, all],
      [`${side} [] and ports of one`, { [side]: [], ports: [{ port: 80 }] }, ['TCP 80', 'TCP 80', 'TCP 80']],
    ])('%s', (_title, rule, expected) => {
      expect(open(policy(rule === undefined ? rules() : rules(rule)), direction)).toEqual(expected);
    });
  });
});

describe('cluster-scoped policies', () => {
  const deny = (more: object): object => ({ ingress: [{ action: 'Deny', from: [{ namespaces: {} }], ...more }] });
  test.each<[string, JsonObject, readonly string[]]>([
    ['ingress absent', tier({}), all],
    ['ingress []', tier({ ingress: [] }), all],
    ['protocols absent', tier(deny({})), ['none', 'none', 'all']],
    ['protocols [{tcp: {}}]', tier(deny({ protocols: [{ tcp: {} }] })), ['UDP 1-65535,SCTP 1-65535', 'UDP 1-65535,SCTP 1-65535', 'all']],
    ['ports absent', admin(deny({})), ['none', 'none', 'all']],
    ['ports []', admin(deny({ ports: [] })), ['none', 'none', 'all']],
    ['from namespaces {}', tier(deny({ from: [{ namespaces: {} }] })), ['none', 'none', 'all']],
    ['from namespaces with matchLabels {}', tier(deny({ from: [{ namespaces: { matchLabels: {} } }] })), ['none', 'none', 'all']],
    ['from pods, its namespaceSelector absent', tier(deny({ from: [{ pods: { podSelector: { matchLabels: { app: 'web' } } } }] })), ['none', 'all', 'all']],
    ['from pods, both selectors {}', tier(deny({ from: [{ pods: { namespaceSelector: {}, podSelector: {} } }] })), ['none', 'none', 'all']],
    ['from [{}]', tier(deny({ from: [{}] })), none],
    ['subject namespaces of others', tier({ ...deny({}), subject: { namespaces: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } } } }), all],
    ['subject pods, both selectors {}', tier({ ...deny({}), subject: { pods: { namespaceSelector: {}, podSelector: {} } } }), ['none', 'none', 'all']],
  ])('%s', (_title, object, expected) => {
    expect(open(object)).toEqual(expected);
  });

  test.each(['sameLabels', 'notSameLabels'])('%s, which the first releases of network-policy-api 0.1 had, is not known; addresses are never meant', field => {
    expect(open(admin(deny({ from: [{ namespaces: { [field]: ['team'] } }] })))).toEqual(['unknown', 'unknown', 'all']);
    expect(open(admin(deny({ from: [{ pods: { namespaces: { [field]: ['team'] }, podSelector: {} } }] })))).toEqual(['unknown', 'unknown', 'all']);
  });
});
