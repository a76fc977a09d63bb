import fc from 'fast-check';
import type { JsonObject } from '../../lib/model/json';
import { manifest } from './world';

const namespaces = ['one', 'two', 'three'];
const labels = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('a', 'b', ''), { maxKeys: 2 });
const protocol = fc.constantFrom('TCP', 'UDP', 'SCTP');
const number = fc.integer({ min: 1, max: 5 });
const portName = fc.constantFrom('x', 'y');
const operators = fc.oneof(
  fc.record({ key: fc.constantFrom('app', 'tier'), operator: fc.constantFrom('In', 'NotIn'), values: fc.uniqueArray(fc.constantFrom('a', 'b', ''), { minLength: 1, maxLength: 2 }) }),
  fc.record({ key: fc.constantFrom('app', 'tier'), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);
const selector = fc.oneof(fc.constant({}), fc.record({ matchLabels: labels }), fc.record({ matchExpressions: fc.array(operators, { maxLength: 2 }) }));
const namespaceSelector = fc.oneof(
  fc.constant({}),
  fc.constantFrom(...namespaces).map(name => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
  fc.constantFrom('a', 'b').map(team => ({ matchLabels: { team } })),
  fc.constant({ matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] }),
);
const network = fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '10.1.0.8/30', '203.0.113.0/24', '::/0', 'fd00::/8', 'fd00:1::/32', '169.254.169.254/32');
const except: Readonly<Record<string, readonly string[]>> = { '0.0.0.0/0': ['10.0.0.0/8', '169.254.169.254/32'], '10.0.0.0/8': ['10.1.0.0/16', '10.2.0.0/16'], '::/0': ['fd00::/8'] };

function list<T>(item: fc.Arbitrary<T>, minLength = 0): fc.Arbitrary<readonly T[]> {
  return fc.array(item, { minLength, maxLength: 2 });
}

const policyPeer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector }),
  fc.record({ namespaceSelector, podSelector: selector }),
  network.chain(cidr => fc.subarray([...(except[cidr] ?? [])]).map(left => ({ ipBlock: { cidr, ...(left.length === 0 ? {} : { except: left }) } }))),
);
const policyPort = fc.oneof(
  fc.record({ port: number, protocol }),
  fc.record({ port: number }),
  fc.record({ port: fc.integer({ min: 1, max: 3 }), endPort: fc.integer({ min: 3, max: 5 }) }),
  fc.record({ protocol }),
  fc.record({ port: portName, protocol }),
);
const policyRules = (side: 'from' | 'to'): fc.Arbitrary<readonly object[]> => list(fc.record({ [side]: list(policyPeer), ports: list(policyPort) }, { requiredKeys: [] }));
/** Specs of NetworkPolicies. */
export const policySpec = fc.record({ podSelector: selector, policyTypes: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }), ingress: policyRules('from'), egress: policyRules('to') }, { requiredKeys: ['podSelector'] });

const subject = fc.oneof(fc.record({ namespaces: namespaceSelector }), fc.record({ pods: fc.record({ namespaceSelector, podSelector: selector }) }));
const tierPeer = (egress: boolean): fc.Arbitrary<object> => fc.oneof(
  { weight: 3, arbitrary: subject },
  ...(egress ? [{ weight: 2, arbitrary: fc.record({ networks: fc.uniqueArray(network, { minLength: 1, maxLength: 2 }) }) }, { weight: 1, arbitrary: fc.constantFrom<object>({ nodes: {} }, { domainNames: ['example.com'] }) }] : []),
);
const range = fc.record({ start: fc.integer({ min: 1, max: 2 }), end: fc.integer({ min: 3, max: 5 }) });
const olderPort = fc.oneof(fc.record({ portNumber: fc.record({ port: number, protocol }) }), fc.record({ portRange: range }), fc.record({ namedPort: portName }));
const newerPort = fc.oneof(
  fc.tuple(fc.constantFrom('tcp', 'udp', 'sctp'), fc.oneof(number.map(each => ({ number: each })), range.map(each => ({ range: each })))).map(([transport, destinationPort]) => ({ [transport]: { destinationPort } })),
  fc.record({ destinationNamedPort: portName }),
);
const tierRules = (egress: boolean, actions: readonly string[], field: 'ports' | 'protocols', port: fc.Arbitrary<object>): fc.Arbitrary<readonly object[]> =>
  list(fc.record({ action: fc.constantFrom(...actions), [egress ? 'to' : 'from']: list(tierPeer(egress), 1), [field]: list(port, 1) }, { requiredKeys: ['action', egress ? 'to' : 'from'] }));
const tierSpec = (actions: readonly string[], field: 'ports' | 'protocols', port: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.record({ subject, ingress: tierRules(false, actions, field, port), egress: tierRules(true, actions, field, port) }, { requiredKeys: ['subject'] });
const priority = fc.integer({ min: 0, max: 3 });

const adminPolicies: fc.Arbitrary<readonly (readonly [object, number])[]> = fc.array(fc.tuple(tierSpec(['Allow', 'Deny', 'Pass'], 'ports', olderPort), priority), { maxLength: 2 });
const baselinePolicy: fc.Arbitrary<object | undefined> = fc.option(tierSpec(['Allow', 'Deny'], 'ports', olderPort), { nil: undefined });
const clusterPolicies: fc.Arbitrary<readonly (readonly [object, number, string])[]> = fc.array(fc.tuple(tierSpec(['Accept', 'Deny', 'Pass'], 'protocols', newerPort), priority, fc.constantFrom('Admin', 'Baseline')), { maxLength: 3 });

const pod = fc.record({
  namespace: fc.constantFrom(...namespaces),
  labels,
  ports: fc.uniqueArray(fc.record({ name: portName, containerPort: number, protocol }), { selector: ({ name }) => name, maxLength: 2 }),
  host: fc.integer({ min: 0, max: 9 }).map(n => n === 0),
  address: fc.option(fc.constantFrom('10.1.0.9', '10.2.0.1', 'fd00:1::9'), { nil: undefined }),
});

/** Objects of clusters with Pods, declared and undeclared namespaces, and policies of every kind. */
export function clusters(most: { readonly pods?: number; readonly policies?: number; readonly tiers?: boolean; readonly foreign?: boolean } = {}): fc.Arbitrary<readonly JsonObject[]> {
  const { pods = 4, policies = 4, tiers = true, foreign = true } = most;
  return fc.record({
    declared: fc.subarray(namespaces),
    teams: fc.array(fc.constantFrom('a', 'b', undefined), { minLength: 3, maxLength: 3 }),
    pods: fc.array(pod, { minLength: 1, maxLength: pods }),
    policies: fc.array(fc.record({ namespace: fc.constantFrom(...namespaces), spec: policySpec }), { maxLength: policies }),
    admin: tiers ? adminPolicies : fc.constant<readonly (readonly [object, number])[]>([]),
    baseline: tiers ? baselinePolicy : fc.constant(undefined),
    cluster: tiers ? clusterPolicies : fc.constant<readonly (readonly [object, number, string])[]>([]),
    cilium: fc.integer({ min: 0, max: foreign ? 9 : 0 }).map(n => n === 9),
  }).map((given): readonly JsonObject[] => [
    ...given.declared.map((name, i) => manifest('v1', 'Namespace', name, { labels: given.teams[i] === undefined ? {} : { team: given.teams[i] } })),
    ...given.pods.map((each, i) => manifest('v1', 'Pod', `p${i}`, {
      namespace: each.namespace, labels: each.labels, spec: { containers: [{ name: 'main', image: 'a', ports: each.ports }], ...(each.host ? { hostNetwork: true } : {}) },
      ...(each.address === undefined ? {} : { metadata: { uid: String(i) }, status: { podIP: each.address } }),
    })),
    ...given.policies.map(({ namespace, spec }, i) => manifest('networking.k8s.io/v1', 'NetworkPolicy', `n${i}`, { namespace, spec })),
    ...given.admin.map(([spec, each], i) => manifest('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', `a${i}`, { spec: { ...spec, priority: each } })),
    ...(given.baseline === undefined ? [] : [manifest('policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', 'default', { spec: given.baseline })]),
    ...given.cluster.map(([spec, each, tier], i) => manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', `c${i}`, { spec: { ...spec, tier, priority: each } })),
    ...(given.cilium ? [manifest('cilium.io/v2', 'CiliumNetworkPolicy', 'other', { namespace: 'one', spec: { endpointSelector: { matchLabels: { app: 'a' } }, ingress: [{}] } })] : []),
  ]);
}
