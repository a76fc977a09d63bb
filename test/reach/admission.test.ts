import fc from 'fast-check';
import type { World } from '../../lib/cluster/cluster';
import type { Facts } from '../../lib/cluster/facts';
import type { Workload } from '../../lib/cluster/workload';
import { parseCidr } from '../../lib/model/cidr';
import type { JsonObject } from '../../lib/model/json';
import type { Manifest } from '../../lib/model/object';
import { cniFacts } from '../../lib/platform/cni';
import { istioSidecar } from '../../lib/platform/presets';
import { admission, connection, policiesOn } from '../../lib/reach/admission';
import type { Party } from '../../lib/reach/peer';
import { podsOf } from '../../lib/reach/pods';
import type { Direction } from '../../lib/reach/policy';
import { isOpen, type Pod } from '../support/network-policy';
import { manifest, worldOf } from '../support/world';

const namespace = (name: string, labels: object = {}): JsonObject => manifest('v1', 'Namespace', name, { labels });
const pod = (name: string, { within = 'shop', labels = { app: name }, ports = [], spec = {}, status = {} }: { within?: string; labels?: object; ports?: readonly object[]; spec?: object; status?: object } = {}): JsonObject =>
  manifest('v1', 'Pod', name, { namespace: within, labels, spec: { containers: [{ name: 'main', image: 'a', ports }], ...spec }, ...(Object.keys(status).length === 0 ? {} : { status }) });
const policy = (spec: object, name = 'p', within = 'shop'): JsonObject => manifest('networking.k8s.io/v1', 'NetworkPolicy', name, { namespace: within, spec });
const base = [namespace('shop', { team: 'shop' }), namespace('ops', { team: 'ops' }), pod('web'), pod('db', { ports: [{ name: 'sql', containerPort: 5432 }] }), pod('probe', { within: 'ops' })];

const named = (world: World, name: string): Workload => {
  const found = world.cluster.workloads.find(workload => workload.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const world = (policies: readonly JsonObject[], facts: Partial<Facts> = {}, more: readonly JsonObject[] = []): World => worldOf([...base, ...more, ...policies], facts);
const opens = (policies: readonly JsonObject[], from: string, to: string, number = 5432, protocol: 'TCP' | 'UDP' = 'TCP', more: readonly JsonObject[] = []): string => {
  const at = world(policies, {}, more);
  return connection(at, podsOf(named(at, from)), podsOf(named(at, to)), { number, protocol }).open;
};
const admits = (spec: object, direction: Direction, party: Party, number = 5432, facts: Partial<Facts> = {}, more: readonly JsonObject[] = []): string => {
  const at = world([policy(spec)], facts, more);
  return admission(at, podsOf(named(at, 'db')), direction, party, { number }).admitted;
};
const block = (text: string): Party => {
  const cidr = parseCidr(text);
  if ('problem' in cidr) throw new Error(cidr.problem);
  return { block: cidr };
};
const web = { podSelector: { matchLabels: { app: 'web' } } };

describe('directions', () => {
  test.each([
    ['no policy: open', [], 'yes'],
    ['selection alone isolates', [policy({ podSelector: {} })], 'no'],
    ['an omitted list of types is Ingress', [policy({ podSelector: {} }, 'p', 'ops')], 'yes'],
    ['and Egress where an egress rule stands', [policy({ podSelector: {}, ingress: [{}], egress: [{ ports: [{ port: 53 }] }] })], 'no'],
    ['rules of an unlisted direction do nothing', [policy({ podSelector: {}, policyTypes: ['Egress'], ingress: [{}] })], 'no'],
    ['a policy of another namespace selects nobody here', [policy({ podSelector: {} }, 'p', 'ops')], 'yes'],
    ['no rules, null and an empty list are the same', [policy({ podSelector: {}, ingress: [] })], 'no'],
    ['one empty rule admits all', [policy({ podSelector: {}, ingress: [{}] })], 'yes'],
    ['empty lists of peers and ports restrict nothing', [policy({ podSelector: {}, ingress: [{ from: [], ports: [] }] })], 'yes'],
    ['policies are a union', [policy({ podSelector: {} }), policy({ podSelector: {}, ingress: [{ from: [web] }] }, 'q')], 'yes'],
    ['both ends have to admit', [policy({ podSelector: {}, ingress: [{}] }), policy({ podSelector: {}, policyTypes: ['Egress'] }, 'q')], 'no'],
  ])('%s', (_title, policies, expected) => {
    expect(opens(policies, 'web', 'db')).toBe(expected);
  });
});

describe('peers', () => {
  const within = { namespaceSelector: { matchLabels: { team: 'ops' } } };
  test.each([
    ['a pod selector alone means the own namespace', [web], 'web', 'yes'],
    ['and no other', [{ podSelector: { matchLabels: { app: 'probe' } } }], 'probe', 'no'],
    ['a namespace selector alone means every pod there', [within], 'probe', 'yes'],
    ['both together are a conjunction', [{ ...within, ...web }], 'probe', 'no'],
    ['as two entries an alternative', [within, web], 'probe', 'yes'],
    ['the name of a namespace is a label', [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } } }], 'probe', 'yes'],
    ['an empty namespace selector is every namespace', [{ namespaceSelector: {} }], 'probe', 'yes'],
    ['NotIn holds where the key is absent', [{ podSelector: { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['x'] }] } }], 'web', 'yes'],
    ['Exists does not', [{ podSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] } }], 'web', 'no'],
    ['a label called like a property of every object is no label', [{ podSelector: { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] } }], 'web', 'no'],
    ['a peer with nothing set cannot exist', [{}], 'web', 'unknown'],
  ])('%s', (_title, from, caller, expected) => {
    expect(opens([policy({ podSelector: {}, ingress: [{ from }] })], caller, 'db')).toBe(expected);
  });

  test('labels of a namespace that is not in the input are not known, but for its name', () => {
    const stranger = { namespace: 'elsewhere', labels: { app: 'x' } };
    expect(admits({ podSelector: {}, ingress: [{ from: [within] }] }, 'ingress', stranger)).toBe('unknown');
    expect(admits({ podSelector: {}, ingress: [{ from: [within] }] }, 'ingress', stranger, 5432, { complete: true })).toBe('no');
    expect(admits({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'elsewhere' } } }] }] }, 'ingress', stranger)).toBe('yes');
    expect(admits({ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops', team: 'ops' } } }] }] }, 'ingress', stranger)).toBe('no');
  });
});

describe('ports', () => {
  const on = (...ports: readonly object[]): readonly JsonObject[] => [policy({ podSelector: {}, ingress: [{ ports }] })];
  test.each([
    ['a number', on({ port: 5432 }), 5432, 'TCP', 'yes'],
    ['another number', on({ port: 80 }), 5432, 'TCP', 'no'],
    ['a protocol alone is all its ports', on({ protocol: 'UDP' }), 53, 'UDP', 'yes'],
    ['and no other protocol', on({ protocol: 'UDP' }), 5432, 'TCP', 'no'],
    ['a range is inclusive', on({ port: 5000, endPort: 5432 }), 5432, 'TCP', 'yes'],
    ['and ends', on({ port: 5000, endPort: 5431 }), 5432, 'TCP', 'no'],
    ['a name is resolved at the pods that are called', on({ port: 'sql' }), 5432, 'TCP', 'yes'],
    ['by its protocol, too', on({ port: 'sql', protocol: 'UDP' }), 5432, 'UDP', 'no'],
    ['and a name that they do not have means nothing', on({ port: 'mysql' }), 5432, 'TCP', 'no'],
  ] as const)('%s', (_title, policies, number, protocol, expected) => {
    expect(opens(policies, 'web', 'db', number, protocol)).toBe(expected);
  });

  test('in an egress rule each destination resolves its own name', () => {
    expect(opens([policy({ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: [{ ports: [{ port: 'sql' }] }] })], 'web', 'db')).toBe('yes');
  });
});

describe('blocks', () => {
  const from = (cidr: string, ...except: readonly string[]): object => ({ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr, ...(except.length === 0 ? {} : { except }) } }] }] });
  test.each([
    ['an address inside', from('10.0.0.0/8'), block('10.1.2.3'), 'yes'],
    ['an address outside', from('10.0.0.0/8'), block('11.0.0.0/8'), 'no'],
    ['an address that is left out', from('10.0.0.0/8', '10.1.0.0/16'), block('10.1.2.3'), 'no'],
    ['a block that is partly inside', from('10.0.0.0/16'), block('10.0.0.0/8'), 'unknown'],
    ['an address of the other family', from('::/0'), block('10.1.2.3'), 'no'],
    ['anybody outside, by everybody', from('0.0.0.0/0'), { outside: true }, 'yes'],
    ['anybody outside, by some', from('203.0.113.0/24'), { outside: true }, 'unknown'],
    ['anybody outside, by a selector', { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }] }] }, { outside: true }, 'no'],
  ] as const)('%s', (_title, spec, party, expected) => {
    expect(admits(spec, 'ingress', party)).toBe(expected);
  });

  test('whether a block means pods is left to the network plugin', () => {
    const at = world([]);
    const party = podsOf(named(at, 'web'));
    expect(admits(from('0.0.0.0/0'), 'ingress', party)).toBe('unknown');
    expect(admits(from('169.254.169.254/32'), 'ingress', party)).toBe('no');
    const platform = istioSidecar({ cluster: 'test', routing: 'istio', cni: 'cilium' });
    expect(admits(from('0.0.0.0/0'), 'ingress', party, 5432, { platform: { ...platform, cni: cniFacts('cilium') }, known: new Set(['cni']) })).toBe('no');
  });

  test('an address of live pods that is outside of a block is outside', () => {
    const live = pod('live', { status: { podIP: '10.9.0.1' } });
    const seen = worldOf([...base, { ...live, metadata: { ...(live['metadata'] as object), uid: '1' } }]);
    const party = podsOf(named(seen, 'live'));
    expect(admits(from('10.8.0.0/16'), 'ingress', party)).toBe('no');
    expect(admits(from('10.9.0.0/16'), 'ingress', party)).toBe('unknown');
  });
});

describe('what NetworkPolicy does not settle', () => {
  test('pods of the host network are governed by none, and not seen for certain by others', () => {
    const host = pod('agent', { spec: { hostNetwork: true } });
    expect(opens([policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] })], 'agent', 'agent', 80, 'TCP', [host])).toBe('yes');
    expect(opens([policy({ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] })], 'agent', 'db', 5432, 'TCP', [host])).toBe('unknown');
  });

  test.each([
    ['Cilium', 'cilium.io/v2', 'CiliumNetworkPolicy', { endpointSelector: { matchLabels: { 'k8s:app': 'db' } }, ingress: [{}] }, 'unknown'],
    ['Cilium, of other pods', 'cilium.io/v2', 'CiliumNetworkPolicy', { endpointSelector: { matchLabels: { app: 'web' } }, ingress: [{}] }, 'yes'],
    ['Cilium, of the other direction', 'cilium.io/v2', 'CiliumNetworkPolicy', { endpointSelector: {}, egress: [{}] }, 'yes'],
    ['Calico', 'projectcalico.org/v3', 'NetworkPolicy', { selector: "app == 'db'", types: ['Ingress'] }, 'unknown'],
    ['Calico, of the other direction', 'crd.projectcalico.org/v1', 'NetworkPolicy', { selector: 'all()', types: ['Egress'] }, 'yes'],
    ['Antrea', 'crd.antrea.io/v1beta1', 'NetworkPolicy', { ingress: [{}] }, 'unknown'],
  ])('a policy of %s', (_title, apiVersion, kind, spec, expected) => {
    expect(opens([manifest(apiVersion, kind, 'other', { namespace: 'shop', spec })], 'probe', 'db')).toBe(expected);
  });

  test.each([
    ['of its namespace', { namespaces: { matchLabels: { team: 'shop' } } }, 'no'],
    ['of another namespace', { namespaces: { matchLabels: { team: 'ops' } } }, 'yes'],
    ['of other pods', { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: 'web' } } } }, 'yes'],
  ])('an administrator\'s policy %s', (_title, subject, expected) => {
    expect(opens([manifest('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', 'other', { spec: { subject, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] } })], 'web', 'db')).toBe(expected);
  });

  test('pods that are not in the input may have more labels, so that a policy may select them', () => {
    const at = world([policy({ podSelector: { matchLabels: { role: 'x' } } })]);
    expect(admission(at, { namespace: 'shop', labels: { app: 'x' } }, 'ingress', { outside: true }, { number: 80 }).admitted).toBe('unknown');
    expect(admission(at, { namespace: 'shop', labels: { role: 'y' } }, 'ingress', { outside: true }, { number: 80 }).admitted).toBe('yes');
  });
});

test('an answer names the rule that admits, or the policies that do not', () => {
  const at = world([policy({ podSelector: {} }, 'deny'), policy({ podSelector: {}, ingress: [{ ports: [{ port: 80 }] }, { from: [web] }] }, 'allow')]);
  const [db, caller, probe] = ['db', 'web', 'probe'].map(name => podsOf(named(at, name)));
  if (db === undefined || caller === undefined || probe === undefined) throw new Error('three pods');
  expect(admission(at, db, 'ingress', caller, { number: 5432 })).toMatchObject({ admitted: 'yes', by: { object: { reference: { name: 'allow' } }, path: ['spec', 'ingress', 1] } });
  expect(admission(at, db, 'ingress', probe, { number: 5432 })).toMatchObject({ admitted: 'no', reason: 'its pods are selected by deny, allow, and none admits it' });
  expect(policiesOn(at, db, 'egress')).toEqual([]);
});

test('agrees with another reading of the same words, whatever the policies', () => {
  const labels = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('a', 'b'), { maxKeys: 2 });
  const where = fc.constantFrom('one', 'two');
  const selector = labels.map(matchLabels => ({ matchLabels }));
  const peer = fc.oneof(
    fc.record({ podSelector: selector }),
    fc.record({ namespaceSelector: where.map(name => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })), podSelector: selector }),
    fc.constant({ namespaceSelector: {} }),
  );
  const protocol = fc.constantFrom('TCP' as const, 'UDP' as const);
  const port = fc.oneof(fc.record({ port: fc.integer({ min: 1, max: 4 }), protocol }), fc.record({ port: fc.integer({ min: 1, max: 2 }), endPort: fc.integer({ min: 2, max: 4 }) }), fc.record({ protocol }), fc.record({ port: fc.constantFrom('x', 'y') }));
  const rules = (field: 'from' | 'to'): fc.Arbitrary<readonly object[]> =>
    fc.array(fc.record({ [field]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) }, { requiredKeys: [] }), { maxLength: 3 });
  const spec = fc.record({ podSelector: selector, policyTypes: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }), ingress: rules('from'), egress: rules('to') });
  const policies = fc.array(fc.record({ within: where, spec }), { maxLength: 4 });
  const ends = fc.tuple(fc.record({ namespace: where, labels }), fc.record({ namespace: where, labels, named: fc.dictionary(fc.constantFrom('x', 'y'), fc.integer({ min: 1, max: 4 }), { maxKeys: 2 }) }));
  fc.assert(
    fc.property(policies, ends, fc.integer({ min: 1, max: 4 }), protocol, (given, [from, to], number, transport) => {
      const written = given.map(({ within, spec: each }, i) => policy(each, `p${i}`, within));
      const ports = Object.entries(to.named).map(([name, containerPort]) => ({ name, containerPort, protocol: transport }));
      const at = worldOf([namespace('one'), namespace('two'), pod('from', { within: from.namespace, labels: from.labels }), pod('to', { within: to.namespace, labels: to.labels, ports }), ...written]);
      const expected = isOpen(written as unknown as readonly Manifest[], from, to satisfies Pod, number, transport);
      expect(connection(at, podsOf(named(at, 'from')), podsOf(named(at, 'to')), { number, protocol: transport }).open).toBe(expected ? 'yes' : 'no');
    }),
    { numRuns: 1000 },
  );
});
