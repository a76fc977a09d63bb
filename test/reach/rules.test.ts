import type { JsonObject } from '../../lib/model/json';
import { parseCidr } from '../../lib/model/cidr';
import { connectionList, type ListOptions } from '../../lib/reach/connection-list';
import { formatConnections, isEmpty } from '../../lib/reach/connection-set';
import { isWithin, rangeOf } from '../../lib/reach/address-range';
import { nameOf } from '../../lib/reach/pod-groups';
import { reachability } from '../../lib/reach/reachability';
import { manifest, worldOf } from '../support/world';

// Each rule of reachability, and each pair of forms that are easily taken for one another.

interface PodOptions { readonly within?: string; readonly labels?: object; readonly ports?: readonly object[]; readonly spec?: object; readonly metadata?: object; readonly ip?: string }
const pod = (name: string, { within = 'shop', labels = { app: name }, ports = [], spec = {}, metadata = {}, ip }: PodOptions = {}): JsonObject =>
  manifest('v1', 'Pod', name, { namespace: within, labels, metadata: { ...metadata, ...(ip === undefined ? {} : { uid: name }) }, spec: { containers: [{ name: 'c', image: 'i', ports }], ...spec }, ...(ip === undefined ? {} : { status: { podIP: ip } }) });
const namespace = (name: string, labels: object = {}): JsonObject => manifest('v1', 'Namespace', name, { labels });
const policy = (spec: object, name = 'p', within = 'shop'): JsonObject => manifest('networking.k8s.io/v1', 'NetworkPolicy', name, { namespace: within, spec });
const tier = (spec: object, name = 'c', more: object = {}): JsonObject => manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', name, { spec: { tier: 'Admin', priority: 5, subject: { namespaces: {} }, ...spec, ...more } });
const admin = (spec: object, name = 'a'): JsonObject => manifest('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', name, { spec: { priority: 5, subject: { namespaces: {} }, ...spec } });
const baseline = (spec: object): JsonObject => manifest('policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', 'default', { spec: { subject: { namespaces: {} }, ...spec } });
const base = [namespace('shop', { team: 'shop' }), namespace('ops', { team: 'ops' }), pod('web'), pod('db', { ports: [{ name: 'sql', containerPort: 5432 }] }), pod('probe', { within: 'ops' })];
const all = [{ namespaces: {} }];
const deny = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, 'deny');

/** `TCP 5432`, `unknown TCP 5432`, or both; by default from web to db. */
function between(policies: readonly JsonObject[], from = 'web', to = 'db', options: ListOptions = { blocksMeanPods: 'no' }, objects: readonly JsonObject[] = base): string {
  const { groups, between: verdict } = reachability(worldOf([...objects, ...policies]), options);
  const [source, target] = [from, to].map(name => groups.find(group => group.name === name));
  if (source === undefined || target === undefined) throw new Error(`${from} or ${to} is not there`);
  const { open, unknown } = verdict(source, target);
  return [...(isEmpty(open) && !isEmpty(unknown) ? [] : [formatConnections(open)]), ...(isEmpty(unknown) ? [] : [`unknown ${formatConnections(unknown)}`])].join(', ');
}

/** What is open to or from an address, by default to db. */
function outside(policies: readonly JsonObject[], address: string, direction: 'ingress' | 'egress' = 'ingress', name = 'db'): string {
  const { groups, outside: verdicts } = reachability(worldOf([...base, ...policies]), { blocksMeanPods: 'no' });
  const block = parseCidr(address);
  const group = groups.find(each => each.name === name);
  if ('problem' in block || group === undefined) throw new Error(address);
  return verdicts(group, direction).filter(({ ranges }) => ranges.some(range => isWithin(rangeOf(block), range))).map(({ open, unknown }) => (isEmpty(unknown) ? formatConnections(open) : `unknown ${formatConnections(unknown)}`)).join();
}

function rows(objects: readonly JsonObject[], options: ListOptions = { blocksMeanPods: 'no' }): readonly string[] {
  return connectionList(worldOf(objects), options).rows.map(({ src, dst, open, unknown }) => `${src} → ${dst} ${[...(isEmpty(open) ? [] : [formatConnections(open)]), ...(isEmpty(unknown) ? [] : [`unknown ${formatConnections(unknown)}`])].join(', ')}`);
}
const names = (objects: readonly JsonObject[]): readonly string[] => reachability(worldOf(objects)).groups.map(nameOf).sort();

const from = (...peers: readonly object[]): JsonObject => policy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: peers }] });
const on = (...ports: readonly object[]): JsonObject => policy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports }] });
const web = { podSelector: { matchLabels: { app: 'web' } } };
const every = 'All Connections';
const none = 'No Connections';

describe('frame', () => {
  test('1: egress at the source and ingress at the destination', () => {
    const [out, into] = [policy({ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: [{ ports: [{ port: 1, endPort: 9 }] }] }, 'out'), policy({ podSelector: { matchLabels: { app: 'db' } }, ingress: [{ ports: [{ port: 5, endPort: 12 }] }] }, 'in')];
    expect([between([out]), between([into]), between([out, into])]).toEqual(['TCP 1-9', 'TCP 5-12', 'TCP 5-9']);
  });

  test('2: of what is outside only the end inside counts', () => {
    expect(outside([policy({ podSelector: {}, policyTypes: ['Egress'] })], '8.8.8.8')).toBe(every);
    expect(outside([policy({ podSelector: {}, policyTypes: ['Ingress'] })], '8.8.8.8', 'egress')).toBe(every);
    expect(outside([deny], '8.8.8.8')).toBe(none);
    expect(outside([from({ namespaceSelector: {} })], '8.8.8.8')).toBe(none);
  });

  test('3: what answers needs no rule of its own', () => {
    const one = policy({ podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress', 'Egress'], ingress: [{}] });
    expect([between([one]), between([one], 'db', 'web')]).toEqual([every, none]);
  });

  test('4: all connections are those of TCP, UDP and SCTP', () => {
    expect(between([on({ protocol: 'TCP' }, { protocol: 'UDP' }, { protocol: 'SCTP' })])).toBe(every);
    expect(between([on({ protocol: 'TCP' }, { protocol: 'SCTP', port: 7 })])).toBe('TCP 1-65535,SCTP 7');
  });

  test('5: a pod that calls itself is no line of a report; another pod of its workload is asked', () => {
    expect(rows([pod('a')]).filter(row => row.startsWith('shop/a[Pod] → shop/a[Pod]'))).toEqual([]);
    expect(between([deny], 'db', 'db')).toBe(none);
  });

  test('6 and 7: pods of the host network are outside of policy, as subjects and for selectors of tiers', () => {
    const objects = [...base, pod('agent', { within: 'ops', spec: { hostNetwork: true } })];
    const closed = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, 'deny', 'ops');
    expect(between([closed], 'web', 'agent', {}, objects)).toBe(every);
    expect(between([from({ namespaceSelector: {} })], 'agent', 'db', {}, objects)).toBe(`unknown ${every}`);
    expect(between([from(web)], 'agent', 'db', {}, objects)).toBe(none);
    expect(between([tier({ ingress: [{ action: 'Deny', from: all }] })], 'agent', 'db', {}, objects)).toBe(every);
    expect(between([tier({ ingress: [{ action: 'Deny', from: all }] })], 'web', 'agent', {}, objects)).toBe(every);
  });
});

describe('finding pods and namespaces', () => {
  test('8: a namespace carries its name, declared or not, and an object without one is in default', () => {
    const named = (name: string): JsonObject => policy({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }] }] });
    expect(between([named('ops')], 'probe', 'db')).toBe(every);
    expect(between([named('other')], 'far', 'db', {}, [...base, pod('far', { within: 'other' })])).toBe(every);
    expect(names([manifest('v1', 'Pod', 'a', { spec: { containers: [{ name: 'c', image: 'i' }] } })])).toEqual(['default/a[Pod]']);
    expect(between([policy({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'x' } } }] }] })], 'far', 'db', {}, [...base, pod('far', { within: 'other' })])).toBe(`unknown ${every}`);
  });

  test('9: labels are those of the template', () => {
    const deployment = manifest('apps/v1', 'Deployment', 'web', { namespace: 'shop', labels: { app: 'controller' }, spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'i' }] } } } });
    const objects = [namespace('shop'), deployment, pod('db')];
    expect(between([from(web)], 'web', 'db', {}, objects)).toBe(every);
    expect(between([from({ podSelector: { matchLabels: { app: 'controller' } } })], 'web', 'db', {}, objects)).toBe(none);
  });

  test.each<[string, readonly JsonObject[], readonly string[]]>([
    ['pods of one owner are one workload, named after it', [pod('a-1', { metadata: { ownerReferences: [{ kind: 'ReplicaSet', name: 'a-5f', controller: true }] } }), pod('a-2', { labels: { app: 'a-1' }, metadata: { ownerReferences: [{ kind: 'ReplicaSet', name: 'a-5f', controller: true }] } })], ['shop/a-5f[ReplicaSet]']],
    ['a Node is no owner', [pod('proxy', { metadata: { ownerReferences: [{ kind: 'Node', name: 'n1', controller: true }] } })], ['shop/proxy[Pod]']],
    ['a kind that is missing reads as Pod', [pod('a', { metadata: { ownerReferences: [{ name: 'o', controller: true }] } })], ['shop/o[Pod]']],
    ['a Deployment without pods is named itself', [manifest('apps/v1', 'Deployment', 'web', { namespace: 'shop', spec: { template: { metadata: {}, spec: { containers: [{ name: 'c', image: 'i' }] } } } })], ['shop/web[Deployment]']],
    ['every kind of workload', ['DaemonSet', 'StatefulSet', 'ReplicaSet'].map(kind => manifest('apps/v1', kind, 'x', { namespace: 'shop', spec: { template: { metadata: {}, spec: { containers: [{ name: 'c', image: 'i' }] } } } })), ['shop/x[DaemonSet]', 'shop/x[ReplicaSet]', 'shop/x[StatefulSet]']],
    ['jobs', [manifest('batch/v1', 'Job', 'j', { namespace: 'shop', spec: { template: { spec: { containers: [{ name: 'c', image: 'i' }] } } } }), manifest('batch/v1', 'CronJob', 'k', { namespace: 'shop', spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'c', image: 'i' }] } } } } } }), manifest('v1', 'ReplicationController', 'r', { namespace: 'shop', spec: { template: { spec: { containers: [{ name: 'c', image: 'i' }] } } } })], ['shop/j[Job]', 'shop/k[CronJob]', 'shop/r[ReplicationController]']],
    ['11: Lists are opened', [{ apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'a', namespace: 'shop' }, spec: { containers: [{ name: 'c', image: 'i' }] } }] }], ['shop/a[Pod]']],
  ])('10: %s', (_title, objects, expected) => {
    expect(names(objects)).toEqual(expected);
  });

  test('10: pods of one owner that a policy can tell apart are two', () => {
    const owned = (name: string, role: string): JsonObject => pod(name, { labels: { app: 'db', role, 'pod-index': name }, metadata: { ownerReferences: [{ kind: 'StatefulSet', name: 'db', controller: true }] } });
    const objects = [owned('db-0', 'primary'), owned('db-1', 'replica'), pod('web')];
    expect(names(objects)).toEqual(['shop/db[StatefulSet]', 'shop/web[Pod]']);
    expect(names([...objects, policy({ podSelector: { matchLabels: { role: 'primary' } } })])).toEqual(['shop/db[StatefulSet]{role=primary}', 'shop/db[StatefulSet]{role=replica}', 'shop/web[Pod]']);
  });

  test.each<[string, object, string, string]>([
    ['an empty pod selector is every pod of the own namespace', { podSelector: {} }, every, none],
    ['an empty namespace selector is every namespace', { namespaceSelector: {} }, every, every],
    ['a namespace selector alone is every pod there', { namespaceSelector: { matchLabels: { team: 'ops' } } }, none, every],
    ['both together are a conjunction', { namespaceSelector: { matchLabels: { team: 'ops' } }, podSelector: { matchLabels: { app: 'web' } } }, none, none],
    ['an empty one beside the other restricts nothing more', { namespaceSelector: {}, podSelector: { matchLabels: { app: 'web' } } }, every, none],
    ['NotIn holds without the key', { namespaceSelector: {}, podSelector: { matchExpressions: [{ key: 'x', operator: 'NotIn', values: ['y'] }] } }, every, every],
    ['DoesNotExist holds without the key', { namespaceSelector: {}, podSelector: { matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] } }, every, every],
    ['Exists is about the key', { namespaceSelector: {}, podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } }, every, every],
    ['In needs the key', { namespaceSelector: {}, podSelector: { matchExpressions: [{ key: 'x', operator: 'In', values: [''] }] } }, none, none],
    ['expressions are a conjunction', { podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }, { key: 'app', operator: 'NotIn', values: ['web'] }] } }, none, none],
    ['built-in names are no labels', { podSelector: { matchExpressions: [{ key: 'toString', operator: 'Exists' }] } }, none, none],
    ['nor do their values match', { podSelector: { matchLabels: { constructor: 'x' } } }, none, none],
  ])('12: %s', (_title, peer, ofWeb, ofProbe) => {
    expect([between([from(peer)]), between([from(peer)], 'probe', 'db')]).toEqual([ofWeb, ofProbe]);
  });

  test('12: two entries are an alternative, and an empty string is a value', () => {
    expect([between([from({ namespaceSelector: { matchLabels: { team: 'ops' } } }, web)]), between([from({ namespaceSelector: { matchLabels: { team: 'ops' } } }, web)], 'probe', 'db')]).toEqual([every, every]);
    const objects = [...base, pod('blank', { labels: { x: '' } })];
    expect(between([from({ podSelector: { matchLabels: { x: '' } } })], 'blank', 'db', {}, objects)).toBe(every);
    expect(between([from({ podSelector: { matchLabels: { x: '' } } })], 'web', 'db', {}, objects)).toBe(none);
  });
});

describe('NetworkPolicy', () => {
  test.each<[string, object, string, string]>([
    ['13: types that are missing are Ingress', { podSelector: {} }, none, every],
    ['13: an empty list of types too', { podSelector: {}, policyTypes: [] }, none, every],
    ['13: with an egress rule, Egress as well', { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] }, none, 'TCP 53'],
    ['13: an empty list of egress rules is none', { podSelector: {}, egress: [] }, none, every],
    ['13: Egress alone leaves ingress', { podSelector: {}, policyTypes: ['Egress'] }, every, none],
    ['13: rules of an unlisted direction do nothing', { podSelector: {}, policyTypes: ['Ingress'], egress: [{ ports: [{ port: 53 }] }] }, none, every],
    ['14: no rules', { podSelector: {}, policyTypes: ['Ingress'] }, none, every],
    ['14: an empty list of rules', { podSelector: {}, policyTypes: ['Ingress'], ingress: [] }, none, every],
    ['14: null', { podSelector: {}, policyTypes: ['Ingress'], ingress: null }, none, every],
    ['14: one empty rule', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] }, every, every],
    ['14: empty lists in a rule', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [], ports: [] }] }, every, every],
    ['14: an empty list of peers beside ports', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [], ports: [{ port: 7 }] }] }, 'TCP 7', every],
    ['14: an empty entry of ports is TCP', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports: [{}] }] }, 'TCP 1-65535', every],
    ['14: a pod selector that is missing selects all', { policyTypes: ['Ingress'] }, none, every],
  ])('%s', (_title, spec, ingress, egress) => {
    expect([between([policy(spec)], 'probe', 'db'), between([policy(spec)], 'db', 'probe')]).toEqual([ingress, egress]);
  });

  test('15: rules and policies are a union, selection alone isolates', () => {
    const ports = (port: number): JsonObject => policy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports: [{ port }] }, { ports: [{ port: port + 2 }] }] }, `p${port}`);
    expect([between([deny]), between([ports(1)]), between([ports(1), ports(5)])]).toEqual([none, 'TCP 1,3', 'TCP 1,3,5,7']);
  });

  test.each<[string, object, string]>([
    ['TCP is the default', { port: 80 }, 'TCP 80'],
    ['a protocol alone is all its ports', { protocol: 'UDP' }, 'UDP 1-65535'],
    ['an end is inclusive', { port: 80, endPort: 82 }, 'TCP 80-82'],
    ['an end may equal the port', { port: 80, endPort: 80 }, 'TCP 80'],
    ['SCTP', { protocol: 'SCTP', port: 3868 }, 'SCTP 3868'],
  ])('16: %s', (_title, port, expected) => {
    expect(between([on(port)])).toBe(expected);
  });

  test('17: a name is resolved at each pod that is called, by number and protocol', () => {
    expect(between([on({ port: 'sql' })])).toBe('TCP 5432');
    expect(between([on({ port: 'sql', protocol: 'UDP' })])).toBe(none);
    expect(between([on({ port: 'mysql' })])).toBe(none);
    const objects = [...base, pod('other', { ports: [{ name: 'sql', containerPort: 6000 }] })];
    const egress = policy({ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: [{ ports: [{ port: 'sql' }] }] });
    expect([between([egress], 'web', 'db', {}, objects), between([egress], 'web', 'other', {}, objects), between([egress], 'web', 'probe', {}, objects)]).toEqual(['TCP 5432', 'TCP 6000', none]);
    expect(outside([egress], '8.8.8.8', 'egress', 'web')).toBe(none);
  });

  test('18: a block without its exceptions, which bind within one entry', () => {
    const block = (cidr: string, ...except: readonly string[]): object => ({ ipBlock: { cidr, ...(except.length === 0 ? {} : { except }) } });
    expect(['10.0.0.1', '10.1.0.1', '11.0.0.1', 'fd00::1'].map(address => outside([from(block('10.0.0.0/8', '10.1.0.0/16'))], address))).toEqual([every, none, none, none]);
    expect(outside([from(block('10.0.0.0/8', '10.1.0.0/16'), block('10.1.2.0/24'))], '10.1.2.3')).toBe(every);
    expect(outside([from(block('10.0.0.7/8'))], '10.200.0.1')).toBe(every);
    expect(['fd00::1', 'fe00::1', '10.0.0.1'].map(address => outside([from(block('fd00::/8'))], address))).toEqual([every, none, none]);
  });

  test('18: whether a block means pods is a setting', () => {
    const open = from({ ipBlock: { cidr: '0.0.0.0/0' } });
    expect((['no', 'yes', 'unknown'] as const).map(blocksMeanPods => between([open], 'web', 'db', { blocksMeanPods }))).toEqual([none, every, `unknown ${every}`]);
    const live = [pod('web', { ip: '10.1.0.9' }), pod('db', { ip: '10.2.0.9' })];
    const part = (cidr: string): string => between([from({ ipBlock: { cidr } })], 'web', 'db', { blocksMeanPods: 'yes' }, live);
    expect([part('10.1.0.0/16'), part('10.3.0.0/16')]).toEqual([every, none]);
    expect(between([from({ ipBlock: { cidr: '10.1.0.0/16' } })], 'web', 'db', { blocksMeanPods: 'yes' })).toBe(`unknown ${every}`);
  });

  test('19: a peer with nothing set, which the API refuses, settles nothing', () => {
    expect(between([from({})])).toBe(`unknown ${every}`);
  });
});

describe('cluster-scoped policies', () => {
  const rule = (action: string, more: object = {}): object => ({ action, from: all, ...more });
  const tcp = (number: number): object => ({ protocols: [{ tcp: { destinationPort: { number } } }] });
  const range = (start: number, end: number): object => ({ protocols: [{ tcp: { destinationPort: { range: { start, end } } } }] });
  const less = 'UDP 1-65535,SCTP 1-65535';

  test('20: a rule says what it says, the rest falls through; a direction without rules is untouched', () => {
    expect(between([tier({ ingress: [rule('Deny', range(10, 65535))] })])).toBe(`TCP 1-9,${less}`);
    expect(between([tier({ egress: [] })])).toBe(every);
    expect(between([tier({ ingress: [rule('Accept', tcp(80))] }), deny], 'probe', 'db')).toBe('TCP 80');
  });

  test('21: priority, then order; the first match decides for each single port', () => {
    const [first, second] = [tier({ priority: 1, ingress: [rule('Accept', tcp(80))] }, 'one'), tier({ priority: 2, ingress: [rule('Deny', range(70, 90))] }, 'two')];
    expect(between([second, first])).toBe(`TCP 1-69,80,91-65535,${less}`);
    expect(between([tier({ ingress: [rule('Deny', tcp(80)), rule('Accept', range(79, 81))] }), deny], 'probe', 'db')).toBe('TCP 79,81');
    expect(between([tier({ ingress: [rule('Accept', range(79, 81)), rule('Deny', tcp(80))] }), deny], 'probe', 'db')).toBe('TCP 79-81');
  });

  test('22: Pass leaves the tier for what it matched', () => {
    const passing = tier({ ingress: [rule('Pass', tcp(80)), rule('Deny')] });
    expect(between([passing])).toBe('TCP 80');
    expect(between([passing, deny], 'probe', 'db')).toBe(none);
    expect(between([passing, on({ port: 80, endPort: 90 })])).toBe('TCP 80');
    expect(between([passing, baseline({ ingress: [{ action: 'Deny', from: all }] })])).toBe(none);
    expect(between([passing, deny, baseline({ ingress: [{ action: 'Allow', from: all }] })], 'probe', 'db')).toBe(none);
  });

  test('23: the baseline holds where no NetworkPolicy selects in that direction', () => {
    const closed = baseline({ ingress: [{ action: 'Deny', from: all }], egress: [{ action: 'Deny', to: all }] });
    expect(between([closed])).toBe(none);
    expect(between([closed, policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] })])).toBe(every);
    expect(between([closed, policy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] })])).toBe(none);
    const later = tier({ tier: 'Baseline', ingress: [rule('Pass', tcp(80)), rule('Deny')] });
    expect(between([later])).toBe('TCP 80');
    expect(between([tier({ tier: 'Baseline', priority: 2, ingress: [rule('Deny')] }, 'two'), tier({ tier: 'Baseline', priority: 1, ingress: [rule('Accept', tcp(1))] }, 'one')])).toBe('TCP 1');
  });

  test('24: peers of pods never mean addresses; networks mean pods as well', () => {
    expect(outside([tier({ ingress: [rule('Deny')] })], '8.8.8.8')).toBe(every);
    const network = (cidr: string): JsonObject => tier({ egress: [{ action: 'Deny', to: [{ networks: [cidr] }] }] });
    expect([between([network('0.0.0.0/0')]), between([network('10.0.0.0/8')]), outside([network('10.0.0.0/8')], '10.1.1.1', 'egress')]).toEqual([none, `unknown ${every}`, none]);
    expect(between([tier({ egress: [{ action: 'Pass', to: all }, { action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }] }] })])).toBe(every);
    const live = [pod('web', { ip: '10.1.0.9' }), pod('db', { ip: '10.2.0.9' })];
    expect([between([network('10.2.0.0/16')], 'web', 'db', {}, live), between([network('10.3.0.0/16')], 'web', 'db', {}, live)]).toEqual([none, every]);
    const pods = { pods: { namespaceSelector: { matchLabels: { team: 'shop' } }, podSelector: { matchLabels: { app: 'web' } } } };
    expect([between([tier({ ingress: [{ action: 'Deny', from: [pods] }] })]), between([tier({ ingress: [{ action: 'Deny', from: [pods] }] })], 'probe', 'db')]).toEqual([none, every]);
  });

  test('25: ports of both APIs', () => {
    const older = (...ports: readonly object[]): string => between([admin({ ingress: [{ action: 'Allow', from: all, ports }] }), deny], 'probe', 'db');
    expect([older({ portNumber: { port: 80 } }), older({ portNumber: { port: 53, protocol: 'UDP' } }), older({ portRange: { start: 5, end: 7 } }), older({ namedPort: 'sql' }), older({ namedPort: 'mysql' })]).toEqual(['TCP 80', 'UDP 53', 'TCP 5-7', 'TCP 5432', none]);
    const newer = (...protocols: readonly object[]): string => between([tier({ ingress: [{ action: 'Accept', from: all, protocols }] }), deny], 'probe', 'db');
    expect([newer({ udp: { destinationPort: { number: 53 } } }), newer({ sctp: { destinationPort: { range: { start: 1, end: 2 } } } }), newer({ destinationNamedPort: 'sql' })]).toEqual(['UDP 53', 'SCTP 1-2', 'TCP 5432']);
    expect(between([admin({ ingress: [{ action: 'Allow', from: all }] }), deny], 'probe', 'db')).toBe(every);
  });

  test('26: of equal priorities it is not defined which wins, where they differ', () => {
    const [yes, no] = [tier({ ingress: [rule('Accept', range(10, 20))] }, 'yes'), tier({ ingress: [rule('Deny', range(15, 30))] }, 'no')];
    expect(between([yes, no, deny], 'probe', 'db')).toBe('TCP 10-14, unknown TCP 15-20');
    expect(between([yes, tier({ ingress: [rule('Accept', range(15, 30))] }, 'also'), deny], 'probe', 'db')).toBe('TCP 10-30');
  });

  test('27: a peer of an unknown kind closes: Accept means nobody, Deny and Pass everybody', () => {
    const unknown = (action: string): JsonObject => tier({ ingress: [{ action, from: [{ planets: {} }], ...tcp(80) }] });
    expect([between([unknown('Accept'), deny], 'probe', 'db'), between([unknown('Accept')]), between([unknown('Deny')]), between([unknown('Pass')])]).toEqual([none, every, none, none]);
  });

  test('28: nodes and names of domains are undecided', () => {
    const peer = (action: string, one: object): JsonObject => tier({ egress: [{ action, to: [one] }] });
    expect([{ nodes: {} }, { domainNames: ['example.com'] }].map(one => outside([peer('Deny', one)], '8.8.8.8', 'egress'))).toEqual([`unknown ${every}`, `unknown ${every}`]);
    expect(outside([peer('Accept', { domainNames: ['example.com'] }), policy({ podSelector: {}, policyTypes: ['Egress'] })], '8.8.8.8', 'egress')).toBe(`unknown ${every}`);
    expect(between([peer('Deny', { nodes: {} })])).toBe(every);
  });
});

describe('Services, Ingress, Route', () => {
  const service = (spec: object, name = 'db'): JsonObject => manifest('v1', 'Service', name, { namespace: 'shop', spec: { selector: { app: 'db' }, ports: [{ name: 'sql', port: 80, targetPort: 5432 }], ...spec } });
  const ingress = (port: object, more: object = {}): JsonObject => manifest('networking.k8s.io/v1', 'Ingress', 'i', { namespace: 'shop', spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'db', port } } }] } }], ...more } });
  const entry = (...objects: readonly JsonObject[]): readonly string[] => rows([...base, ...objects]).filter(row => row.startsWith('{')).map(row => row.slice(row.lastIndexOf('] ') + 2));

  test.each<[string, readonly JsonObject[], readonly string[]]>([
    ['29: the port of the Service is looked up, the pods\' is what counts', [service({}), ingress({ number: 80 })], ['TCP 5432']],
    ['29: by name', [service({}), ingress({ name: 'sql' })], ['TCP 5432']],
    ['29: without a target port, the port itself', [service({ ports: [{ port: 80 }] }), ingress({ number: 80 })], ['TCP 80']],
    ['29: a named target port, at each pod', [service({ ports: [{ port: 80, targetPort: 'sql' }] }), ingress({ number: 80 })], ['TCP 5432']],
    ['29: another port leads nowhere', [service({}), ingress({ number: 81 })], []],
    ['30: the default backend', [service({}), manifest('networking.k8s.io/v1', 'Ingress', 'i', { namespace: 'shop', spec: { defaultBackend: { service: { name: 'db', port: { number: 80 } } } } })], ['TCP 5432']],
    ['30: a Route, all ports of the Service', [service({ ports: [{ name: 'a', port: 1 }, { name: 'b', port: 2 }] }), manifest('route.openshift.io/v1', 'Route', 'r', { namespace: 'shop', spec: { to: { kind: 'Service', name: 'db' } } })], ['TCP 1-2']],
    ['30: a Route, by a target port', [service({ ports: [{ name: 'a', port: 1, targetPort: 7 }, { name: 'b', port: 2 }] }), manifest('route.openshift.io/v1', 'Route', 'r', { namespace: 'shop', spec: { to: { name: 'none' }, alternateBackends: [{ kind: 'Service', name: 'db' }], port: { targetPort: 7 } } })], ['TCP 7']],
    ['30: a Route, by a name of the Service', [service({ ports: [{ name: 'a', port: 1 }, { name: 'b', port: 2 }] }), manifest('route.openshift.io/v1', 'Route', 'r', { namespace: 'shop', spec: { to: { name: 'db' }, port: { targetPort: 'b' } } })], ['TCP 2']],
    ['31: the placeholder is in no namespace that a rule names', [service({}), ingress({ number: 80 }), from({ podSelector: {} })], []],
    ['31: a rule for every namespace means it', [service({}), ingress({ number: 80 }), from({ namespaceSelector: {} })], ['TCP 5432']],
    ['31: a rule for some namespace may', [service({}), ingress({ number: 80 }), from({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } })], ['unknown TCP 5432']],
    ['32: a number need not be declared', [service({ ports: [{ port: 80, targetPort: 9999 }] }), ingress({ number: 80 })], ['TCP 9999']],
    ['33: no selector', [service({ selector: {} }), ingress({ number: 80 })], []],
    ['33: ExternalName', [service({ type: 'ExternalName', externalName: 'example.com' }), ingress({ number: 80 })], []],
  ])('%s', (_title, objects, expected) => {
    expect(entry(...objects)).toEqual(expected);
  });

  test('31: a controller that is declared is asked as what it is, and one in the input by its pods', () => {
    const world = [...base, service({}), ingress({ number: 80 }), from({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } } })];
    expect(rows(world, { controller: { namespace: 'edge', labels: { app: 'nginx' } } }).filter(row => row.startsWith('{'))).toEqual(['{ingress-controller} → shop/db[Pod] TCP 5432']);
    const nginx = pod('nginx', { within: 'edge', labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' } });
    expect(rows([...world, nginx]).filter(row => row.startsWith('{'))).toEqual(['{ingress-controller} → shop/db[Pod] TCP 5432']);
  });

  test('31: an entry that is blocked is a warning', () => {
    const { blocked } = connectionList(worldOf([...base, service({}), ingress({ number: 80 }), deny]));
    expect(blocked.map(({ entry: { object, to }, ports }) => `${object.kind} ${nameOf(to)} ${formatConnections(ports)}`)).toEqual(['Ingress shop/db[Pod] TCP 5432']);
  });

  test.each<[string, readonly JsonObject[], readonly string[]]>([
    ['a route of the Gateway API', [manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', { namespace: 'shop', spec: { parentRefs: [{ name: 'public', namespace: 'edge' }], rules: [{ backendRefs: [{ name: 'db', port: 80 }] }] } })], ['{gateway edge/public} → shop/db[Pod] TCP 5432']],
    ['one of another namespace without a grant', [manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'r', { namespace: 'ops', spec: { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [{ name: 'db', namespace: 'shop', port: 80 }] }] } })], []],
    ['a VirtualService at an Istio Gateway', [manifest('networking.istio.io/v1', 'VirtualService', 'v', { namespace: 'shop', spec: { hosts: ['a'], gateways: ['edge/public', 'mesh'], http: [{ route: [{ destination: { host: 'db.shop.svc.cluster.local', port: { number: 80 } } }] }] } })], ['{gateway edge/public} → shop/db[Pod] TCP 5432']],
    ['a webhook', [manifest('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'w', { webhooks: [{ name: 'a', clientConfig: { service: { name: 'db', namespace: 'shop', port: 80 } } }] })], ['{api-server} → shop/db[Pod] TCP 5432']],
    ['an aggregated API', [manifest('apiregistration.k8s.io/v1', 'APIService', 'w', { spec: { service: { name: 'db', namespace: 'shop', port: 80 } } })], ['{api-server} → shop/db[Pod] TCP 5432']],
  ])('entries: %s', (_title, objects, expected) => {
    expect(rows([...base, service({}), ...objects]).filter(row => row.startsWith('{'))).toEqual(expected);
  });

  test('entries: Services of type LoadBalancer and NodePort lead anybody outside', () => {
    const { entries } = connectionList(worldOf([...base, service({ type: 'LoadBalancer' }), service({ type: 'NodePort' }, 'other')]));
    expect(entries.map(({ kind, to, ports }) => [kind, nameOf(to), ports])).toEqual(['load balancer', 'node port'].map(kind => [kind, 'shop/db[Pod]', [{ protocol: 'TCP', from: 5432, to: 5432 }]]));
  });
});

test('policies of other systems make what they select unknown, and no more', () => {
  const cilium = manifest('cilium.io/v2', 'CiliumNetworkPolicy', 'x', { namespace: 'shop', spec: { endpointSelector: { matchLabels: { app: 'db' } }, ingress: [{}] } });
  expect([between([cilium]), between([cilium], 'db', 'web'), between([cilium, policy({ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'] })])]).toEqual([`unknown ${every}`, every, none]);
});

test('addresses of one family that are treated alike are one line, as blocks or as spans', () => {
  const block = (cidr: string, ...except: readonly string[]): object => ({ ipBlock: { cidr, except } });
  const listed = rows([pod('db'), from(block('10.0.0.0/8'), block('11.0.0.0/8'), block('192.168.0.0/16', '192.168.5.0/24'), block('203.0.113.7/32'), block('fd00::/8'))]).filter(row => row.endsWith('shop/db[Pod] All Connections')).map(row => row.split(' → ')[0]);
  expect(listed).toEqual(['10.0.0.0/7,192.168.0.0-192.168.4.255,192.168.6.0-192.168.255.255,203.0.113.7', 'fd00::/8']);
});
