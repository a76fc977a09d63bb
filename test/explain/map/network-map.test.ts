import { changed } from '../../../lib/explain/map/changed';
import { collapsed, isLarge } from '../../../lib/explain/map/collapsed';
import { focused, nodeNamed } from '../../../lib/explain/map/focused';
import { boxId, type MapEdge, type NetworkMap } from '../../../lib/explain/map/map';
import { networkMap } from '../../../lib/explain/map/network-map';
import { nameOfEnd } from '../../../lib/explain/map/draw/words';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, namespace, networkPolicy, service } from '../../support/closed';
import { generatedMap } from '../../support/map-clusters';
import { manifest, worldOf } from '../../support/world';

const app = (name: string): object => ({ podSelector: { matchLabels: { app: name } } });
const pods = [deployment('web', { http: 8080 }), deployment('db', { sql: 5432 })];
const db = service('db', { sql: [5432, 'sql'] });
const out = networkPolicy('web-out', { ...app('web'), policyTypes: ['Egress'], egress: [{ to: [app('db')], ports: [{ port: 5432 }] }] });
const into = networkPolicy('db-in', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [app('web')], ports: [{ port: 5432 }] }] });
const mapOf = (objects: readonly JsonObject[], facts: Parameters<typeof worldOf>[1] = { mesh: undefined }): NetworkMap => networkMap(worldOf(objects, facts));
const lines = (map: NetworkMap): readonly string[] => map.edges.map(edge => line(map, edge));
function line(map: NetworkMap, { from, to, kind, label, status, layer, change }: MapEdge): string {
  const name = nameOfEnd(map);
  return [name(from), kind, name(to), label, status, ...(layer === 'platform' ? [layer] : []), ...(change === undefined ? [] : [change])].filter(part => part !== '').join(' ');
}
const badges = (map: NetworkMap, name: string): readonly string[] => map.nodes.find(node => node.kind === 'workload' && node.name === name)?.badges.map(({ text }) => text) ?? [];

test.each<readonly [string, readonly JsonObject[], readonly string[]]>([
  ['nothing is drawn between pods that no policy selects', pods, []],
  ['default deny is a badge and no line', [...pods, networkPolicy('deny')], []],
  ['a Service and its pods', [...pods, db], ['shop/db serves shop/db :5432 open']],
  ['a target port that no container declares', [...pods, service('db', { sql: [5432, 'postgres'] })], ['shop/db serves shop/db :5432 ? blocked']],
  ['pods that policies name at both ends', [...pods, out, into], ['shop/web admitted shop/db :5432 open']],
  ['pods that only one end names', [...pods, networkPolicy('deny'), into], ['shop/web admitted shop/db :5432 half']],
  ['a call through a Service takes the place of the pair', [...pods, db, out, into], ['shop/web calls shop/db :5432 open', 'shop/db serves shop/db :5432 open']],
  ['a rule for a whole namespace is one line from its box', [...pods, namespace('ops'), deployment('a', {}, { namespace: 'ops' }), deployment('b', {}, { namespace: 'ops' }),
    networkPolicy('ops-in', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } } }], ports: [{ port: 5432 }] }] })], ['ops/* admitted shop/db :5432 open']],
  ['a policy for every pod is one line to the box', [...pods, namespace('ops'), deployment('a', {}, { namespace: 'ops' }),
    networkPolicy('in', { policyTypes: ['Ingress'], ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ops' } }, podSelector: { matchLabels: { app: 'a' } } }] }] })], ['ops/a admitted shop/* open']],
  ['addresses stand outside', [...pods, networkPolicy('o', { ...app('web'), policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [{ port: 443 }] }] })], ['shop/web leaves 192.0.2.0/24 :443 open']],
  ['DNS is a layer of its own', [...pods, namespace('kube-system'), deployment('coredns', {}, { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }),
    networkPolicy('dns', { policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }], ports: [{ protocol: 'UDP', port: 53 }] }] })], ['shop/* admitted kube-system/* UDP :53 open platform']],
  ['an Ingress', [...pods, service('web', { http: [80, 'http'] }), manifest('networking.k8s.io/v1', 'Ingress', 'in', { namespace: 'shop', spec: { rules: [{ host: 'shop.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] } }] } })],
    ['shop/in enters shop/web open', 'shop/web serves shop/web :80 to 8080 open']],
  ['a load balancer', [...pods, service('web', { http: [80, 'http'] }, { spec: { type: 'LoadBalancer' } })], ['shop/web enters shop/web :80 open', 'shop/web serves shop/web :80 to 8080 open']],
  ['a name outside', [manifest('v1', 'Service', 'pay', { namespace: 'shop', spec: { type: 'ExternalName', externalName: 'api.payments.example' } })], ['shop/pay leaves api.payments.example open']],
])('%s', (_title, objects, expected) => {
  expect([...lines(mapOf(objects))].sort()).toEqual([...expected].sort());
});

test('a declared edge that policies block', () => {
  const map = mapOf([...pods, db, networkPolicy('deny'), into], { mesh: undefined, edges: [{ from: 'shop/web', to: 'shop/db', port: 5432 }] });
  const call = map.edges.find(({ kind }) => kind === 'calls');
  expect(call).toMatchObject({ status: 'blocked', asks: { from: 'shop/web', url: 'tcp://db.shop:5432' } });
  expect(call?.facts.map(({ text }) => text)).toEqual(expect.arrayContaining(['sealane.yaml has the edge shop/web to shop/db', 'egress of web: its pods are selected by deny, and none admits it']));
});

test('weights of a route, and a Gateway that leads to them', () => {
  const versions = [deployment('reviews-v1', { http: 9080 }, { labels: { app: 'reviews', version: 'v1' } }), deployment('reviews-v2', { http: 9080 }, { labels: { app: 'reviews', version: 'v2' } })];
  const destination = (subset: string): object => ({ host: 'reviews', subset });
  const map = mapOf([
    ...versions, service('reviews', { http: [80, 'http'] }),
    manifest('networking.istio.io/v1', 'DestinationRule', 'reviews', { namespace: 'shop', spec: { host: 'reviews', subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'v2', labels: { version: 'v2' } }] } }),
    manifest('networking.istio.io/v1', 'Gateway', 'public', { namespace: 'shop', spec: { selector: { istio: 'ingress' }, servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['*'], tls: { mode: 'SIMPLE', credentialName: 'c' } }] } }),
    manifest('networking.istio.io/v1', 'VirtualService', 'reviews', { namespace: 'shop', spec: { hosts: ['reviews'], http: [{ match: [{ headers: { canary: { exact: 'true' } } }], route: [{ destination: destination('v2') }] }, { route: [{ destination: destination('v1'), weight: 90 }, { destination: destination('v2'), weight: 10 }] }] } }),
    manifest('networking.istio.io/v1', 'VirtualService', 'outside', { namespace: 'shop', spec: { hosts: ['reviews.example'], gateways: ['public'], http: [{ route: [{ destination: { host: 'reviews' } }] }] } }),
  ], { mesh: 'istio' });
  expect([...lines(map)].sort()).toEqual(['shop/public enters shop/reviews open', 'shop/reviews routes shop/reviews-v1 v1 90 % open', 'shop/reviews routes shop/reviews-v2 v2 10 % rule 1 open']);
  expect(map.edges.find(({ kind }) => kind === 'enters')?.asks).toEqual({ from: 'internet', url: 'https://reviews.example/' });
});

test('what is on the wire', () => {
  const wires = (labels: object, strict: boolean): unknown => {
    const map = mapOf([namespace('shop', labels), ...pods, db, out, into, ...(strict ? [manifest('security.istio.io/v1', 'PeerAuthentication', 'default', { namespace: 'shop', spec: { mtls: { mode: 'STRICT' } } })] : [])], { mesh: 'istio' });
    return map.edges.filter(({ kind }) => kind === 'calls').map(({ wire, status }) => [wire, status]);
  };
  expect(wires({ 'istio-injection': 'enabled' }, true)).toEqual([['mutual', 'open']]);
  expect(wires({ 'istio-injection': 'disabled' }, false)).toEqual([['plaintext', 'open']]);
});

test('badges of workloads', () => {
  const host = deployment('agent', {}, { spec: { hostNetwork: true, containers: [] } });
  const map = mapOf([namespace('shop', { 'istio-injection': 'enabled' }), ...pods, host, into, networkPolicy('all', { ...app('db'), policyTypes: ['Ingress'], ingress: [{}] })], { mesh: 'istio' });
  expect([badges(map, 'web'), badges(map, 'db'), badges(map, 'agent')]).toEqual([['sidecar', 'open'], ['sidecar', 'isolated I', 'from anybody'], ['no sidecar', 'host network']]);
  expect(badges(mapOf(pods), 'web')).toEqual(['open']);
});

test('above a size namespaces are closed, and edges between two are one', () => {
  const map = mapOf(generatedMap(5, 10));
  expect([isLarge(map), isLarge(mapOf(generatedMap(3, 5)))]).toEqual([true, false]);
  const closed = collapsed(map);
  expect(closed.nodes.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4].map(i => boxId(`team-${i}`)));
  const first = closed.edges.find(({ from, to }) => from === boxId('team-0') && to === boxId('team-1'));
  expect([first?.label, first?.of?.length, first?.status]).toEqual(['10, 2 blocked', 10, 'blocked']);
  expect(closed.edges.every(({ from, to }) => from !== to)).toBe(true);
});

test('one neighbourhood: callers on the left, what it calls on the right', () => {
  const api = [deployment('api', { http: 8080 }), service('api', { http: [80, 'http'] })];
  const calls = [{ from: 'shop/web', to: 'shop/api', port: 80 }, { from: 'shop/api', to: 'shop/db', port: 5432 }];
  const map = mapOf([...pods, db, ...api, deployment('other')], { mesh: undefined, edges: calls });
  const { map: part, lanes, centre } = focused(map, nodeNamed(map, 'shop/api'));
  const lane = (kind: string, name: string): number | undefined => lanes.get(part.nodes.find(node => node.kind === kind && node.name === name)?.id ?? '');
  expect(centre).toBe('workload:Deployment/shop/api');
  expect([lane('workload', 'web'), lane('service', 'api'), lane('workload', 'api'), lane('service', 'db'), lane('workload', 'db')]).toEqual([1, 3, 4, 5, 6]);
  expect(part.nodes.some(({ name }) => name === 'other')).toBe(false);
  expect(() => nodeNamed(map, 'shop/wbe')).toThrow('no workload or Service "shop/wbe" in the input');
});

test('two states in one: what is gained and what is lost', () => {
  const map = changed(mapOf([...pods, networkPolicy('deny'), out, into]), mapOf([...pods, networkPolicy('deny'), out, deployment('job'), db]));
  expect(lines(map)).toEqual(['shop/web admitted shop/db :5432 half lost', 'shop/db serves shop/db :5432 open gained']);
  expect(map.nodes.filter(({ change }) => change !== undefined).map(({ name, kind, change }) => [name, kind, change])).toEqual([['db', 'service', 'gained'], ['job', 'workload', 'gained']]);
});

test('the order of objects makes no difference', () => {
  const objects = generatedMap(2, 4);
  expect(lines(mapOf([...objects].reverse()))).toEqual(lines(mapOf(objects)));
});
