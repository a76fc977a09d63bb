import { formatPath } from '../../lib/model/finding';
import type { JsonObject } from '../../lib/model/json';
import { refusedPolicies } from '../../lib/reach/refused';
import { bundledSchemas } from '../support/schemas';
import { manifest, worldOf } from '../support/world';

const schemas = bundledSchemas();
const refused = (object: JsonObject): readonly string[] => refusedPolicies({ ...worldOf([object]), schemas }).map(({ path }) => formatPath(path));
const policy = (spec: object): JsonObject => manifest('networking.k8s.io/v1', 'NetworkPolicy', 'p', { namespace: 'shop', spec });
const from = (...peers: readonly object[]): object => ({ podSelector: {}, ingress: [{ from: peers }] });
const ports = (...list: readonly object[]): object => ({ podSelector: {}, ingress: [{ ports: list }] });
const subject = { namespaces: {} };
const everyone = [{ namespaces: {} }];
const tier = (spec: object): JsonObject => manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', 'c', { spec: { tier: 'Admin', priority: 1, subject, ...spec } });
const ruled = (rule: object, direction = 'ingress'): JsonObject => tier({ [direction]: [{ action: 'Deny', [direction === 'ingress' ? 'from' : 'to']: everyone, ...rule }] });
const admin = (spec: object, kind = 'AdminNetworkPolicy', name = 'a'): JsonObject => manifest('policy.networking.k8s.io/v1alpha1', kind, name, { spec: { ...(kind === 'AdminNetworkPolicy' ? { priority: 1 } : {}), subject, ...spec } });

test.each<[string, JsonObject, string]>([
  ['a peer with nothing set', policy(from({})), 'spec.ingress[0].from[0]'],
  ['a block beside a selector', policy(from({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} })), 'spec.ingress[0].from[0]'],
  ['a block without its cidr', policy(from({ ipBlock: {} })), 'spec.ingress[0].from[0].ipBlock.cidr'],
  ['a block that is none', policy(from({ ipBlock: { cidr: '10.0.0.0/33' } })), 'spec.ingress[0].from[0].ipBlock.cidr'],
  ['an exception outside of its block', policy(from({ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } })), 'spec.ingress[0].from[0].ipBlock.except[0]'],
  ['an exception as large as its block', policy(from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } })), 'spec.ingress[0].from[0].ipBlock.except[0]'],
  ['an exception of the other family', policy(from({ ipBlock: { cidr: '10.0.0.0/8', except: ['fd00::/64'] } })), 'spec.ingress[0].from[0].ipBlock.except[0]'],
  ['port 0', policy(ports({ port: 0 })), 'spec.ingress[0].ports[0].port'],
  ['port 65536', policy(ports({ port: 65536 })), 'spec.ingress[0].ports[0].port'],
  ['a name of a port that is none', policy(ports({ port: 'Not_A_Name' })), 'spec.ingress[0].ports[0].port'],
  ['an end without a port', policy(ports({ endPort: 80 })), 'spec.ingress[0].ports[0].endPort'],
  ['an end below the port', policy(ports({ port: 80, endPort: 79 })), 'spec.ingress[0].ports[0].endPort'],
  ['an end beside a name', policy(ports({ port: 'http', endPort: 80 })), 'spec.ingress[0].ports[0].endPort'],
  ['a protocol that does not exist', policy(ports({ protocol: 'ICMP' })), 'spec.ingress[0].ports[0].protocol'],
  ['a policy type that does not exist', policy({ podSelector: {}, policyTypes: ['Both'] }), 'spec.policyTypes[0]'],
  ['three policy types', policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress', 'Ingress'] }), 'spec.policyTypes'],
  ['an operator that does not exist', policy({ podSelector: { matchExpressions: [{ key: 'app', operator: 'Like', values: ['a'] }] } }), 'spec.podSelector.matchExpressions[0].operator'],
  ['In without values', policy({ podSelector: { matchExpressions: [{ key: 'app', operator: 'In' }] } }), 'spec.podSelector.matchExpressions[0].values'],
  ['Exists with values', policy({ podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists', values: ['a'] }] } }), 'spec.podSelector.matchExpressions[0].values'],
  ['a label value that is none', policy({ podSelector: { matchLabels: { app: 'not a value' } } }), 'spec.podSelector.matchLabels.app'],
  ['a label that is a number', policy({ podSelector: { matchLabels: { app: 1 } } }), 'spec.podSelector.matchLabels.app'],
  ['a field that does not exist', policy({ podSelectr: {} }), 'spec.podSelectr'],
  ['peers of the other direction', policy({ podSelector: {}, ingress: [{ to: [] }] }), 'spec.ingress[0].to'],
  ['a list that is an object', policy({ podSelector: {}, ingress: {} }), 'spec.ingress'],
  ['a version that is not served', manifest('networking.k8s.io/v1beta1', 'NetworkPolicy', 'p', { namespace: 'shop', spec: { podSelector: {} } }), 'apiVersion'],
  ['a priority above 1000', tier({ priority: 1001 }), 'spec.priority'],
  ['no priority', tier({ priority: undefined }), 'spec.priority'],
  ['a tier that does not exist', tier({ tier: 'Middle' }), 'spec.tier'],
  ['no subject', tier({ subject: undefined }), 'spec.subject'],
  ['a subject with nothing set', tier({ subject: {} }), 'spec.subject'],
  ['a subject with both', tier({ subject: { namespaces: {}, pods: { namespaceSelector: {}, podSelector: {} } } }), 'spec.subject'],
  ['the verb of the older API', ruled({ action: 'Allow' }), 'spec.ingress[0].action'],
  ['no peers', ruled({ from: [] }), 'spec.ingress[0].from'],
  ['a peer of a tier with nothing set', ruled({ from: [{}] }), 'spec.ingress[0].from[0]'],
  ['namespaces without their pods', ruled({ from: [{ pods: { namespaceSelector: {} } }] }), 'spec.ingress[0].from[0].pods.podSelector'],
  ['pods without their namespaces, in the older API', admin({ ingress: [{ action: 'Deny', from: [{ pods: { podSelector: {} } }] }] }), 'spec.ingress[0].from[0].pods.namespaceSelector'],
  ['networks in ingress', ruled({ from: [{ networks: ['10.0.0.0/8'] }] }), 'spec.ingress[0].from[0].networks'],
  ['a network that is none', ruled({ to: [{ networks: ['10.0.0.0'] }] }, 'egress'), 'spec.egress[0].to[0].networks[0]'],
  ['a named port beside networks', admin({ egress: [{ action: 'Deny', to: [{ networks: ['10.0.0.0/8'] }], ports: [{ namedPort: 'http' }] }] }), 'spec.egress[0]'],
  ['a range that ends before it begins', ruled({ protocols: [{ tcp: { destinationPort: { range: { start: 9, end: 8 } } } }] }), 'spec.ingress[0].protocols[0].tcp.destinationPort.range'],
  ['a number beside a range', ruled({ protocols: [{ tcp: { destinationPort: { number: 1, range: { start: 1, end: 2 } } } }] }), 'spec.ingress[0].protocols[0].tcp.destinationPort'],
  ['an empty list of protocols', ruled({ protocols: [] }), 'spec.ingress[0].protocols'],
  ['the verb of the newer API', admin({ ingress: [{ action: 'Accept', from: everyone }] }), 'spec.ingress[0].action'],
  ['a baseline that is not called default', admin({}, 'BaselineAdminNetworkPolicy', 'mine'), ''],
  ['a baseline that passes', admin({ ingress: [{ action: 'Pass', from: everyone }] }, 'BaselineAdminNetworkPolicy', 'default'), 'spec.ingress[0].action'],
])('%s', (_title, object, path) => {
  expect(refused(JSON.parse(JSON.stringify(object)) as JsonObject)).toContain(path);
});

test.each<[string, JsonObject]>([
  ['empty lists', policy({ podSelector: {}, policyTypes: [], ingress: [{ from: [], ports: [] }], egress: [] })],
  ['every port in full', policy(ports({ port: 'http' }, { port: 1, endPort: 65535, protocol: 'SCTP' }, { protocol: 'UDP' }))],
  ['a policy of a tier', ruled({ protocols: [{ udp: { destinationPort: { number: 53 } } }, { destinationNamedPort: 'http' }] })],
  ['nodes and names of domains, which another channel has', tier({ egress: [{ action: 'Accept', to: [{ nodes: {} }, { domainNames: ['example.com'] }] }] })],
  ['networks and nodes of the older API', admin({ egress: [{ action: 'Allow', to: [{ networks: ['10.0.0.0/8'] }, { nodes: {} }] }] })],
  ['pods without their namespaces: every namespace', ruled({ from: [{ pods: { podSelector: {} } }] })],
  ['an older baseline', admin({ ingress: [{ action: 'Deny', from: everyone, ports: [{ portNumber: { port: 80, protocol: 'TCP' } }] }] }, 'BaselineAdminNetworkPolicy', 'default')],
])('%s is accepted', (_title, object) => {
  expect(refused(object)).toEqual([]);
});

test('what a live cluster has was accepted', () => {
  const live = { ...policy(from({})), metadata: { name: 'p', namespace: 'shop', uid: '1' } };
  expect(refused(live)).toEqual([]);
});
