import { load, loadAll } from 'js-yaml';
import { applied, type Fix } from '../../../lib/explain/trace/fix';
import { trace, type Trace } from '../../../lib/explain/trace/trace';
import type { JsonObject } from '../../../lib/model/json';
import { asked, overShop, pageOf, worldOfAll } from './pages';

const objects = (yaml: string): readonly JsonObject[] => overShop(['over.yaml', yaml]).objects;
const ask = (all: readonly JsonObject[], from: string, url: string): Trace => {
  const world = worldOfAll(all);
  return trace(world, asked(world, { from, url }));
};
const fixesOf = ({ branches }: Trace, code: string): readonly Fix[] => [...new Map(branches.flatMap(({ hops }) => hops.filter(hop => hop.code === code).flatMap(({ fixes = [] }) => fixes)).map(fix => [JSON.stringify(fix), fix])).values()];
const specOf = (fix: Fix | undefined): unknown => fix?.changes[0]?.object['spec'];
const strict = pageOf('MTLS-PLAINTEXT-TO-STRICT').wrong;
const policy = (name: string, namespace: string, spec: string): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: ${spec}\n`;
const closed = policy('closed', 'shop', '{podSelector: {}, policyTypes: [Ingress]}');

describe('a policy that admits', () => {
  test('is for the pods of the Service, the client alone, and the port of the pods', () => {
    const [fix, ...more] = fixesOf(ask(objects(closed), 'legacy/importer', 'http://reviews.shop'), 'NP-INGRESS');
    expect(more).toEqual([]);
    expect(specOf(fix)).toEqual(load(`
podSelector: {matchLabels: {app: reviews}}
policyTypes: [Ingress]
ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: legacy}}, podSelector: {matchLabels: {app: importer}}}], ports: [{protocol: TCP, port: 9080}]}]`));
  });

  test('takes a name that is free, and leaves the policy that has it as it is', () => {
    const taken = `${closed}---\n${policy('reviews-ingress-9080', 'shop', '{podSelector: {matchLabels: {app: other}}, policyTypes: [Ingress]}')}`;
    const before = objects(taken);
    const [fix] = fixesOf(ask(before, 'shop/web', 'http://reviews'), 'NP-INGRESS');
    expect(fix?.changes[0]?.object['metadata']).toEqual({ name: 'reviews-ingress-9080-2', namespace: 'shop' });
    const after = applied(before, fix ?? { changes: [] });
    expect(after).toHaveLength(before.length + 1);
    expect(ask(after, 'shop/web', 'http://reviews').verdict).toBe('works');
  });

  test('is none where the Service means other pods as well: each workload then has its own', () => {
    const other = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: reviews-job, namespace: shop}\nspec:\n  selector: {matchLabels: {app: reviews, role: job}}\n  template: {metadata: {labels: {app: reviews, role: job}}, spec: {containers: [{name: job, image: example.com/job:1}]}}\n';
    const found = fixesOf(ask(objects(`${closed}---\n${other}`), 'shop/web', 'http://reviews'), 'NP-INGRESS').map(specOf) as { readonly podSelector: unknown }[];
    expect(found.map(({ podSelector }) => podSelector)).toEqual(expect.arrayContaining([{ matchLabels: { app: 'reviews', version: 'v1' } }, { matchLabels: { app: 'reviews', version: 'v2' } }]));
  });

  test('is none for a client that labels do not tell from another', () => {
    const twin = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web-twin, namespace: shop}\nspec:\n  selector: {matchLabels: {app: web}}\n  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: example.com/web:1}]}}\n';
    expect(fixesOf(ask(objects(`${closed}---\n${twin}`), 'shop/web', 'http://reviews'), 'NP-INGRESS')).toEqual([]);
  });

  test('is none for a client on the host network, nor for a name outside: nothing narrow would admit it', () => {
    const host = pageOf('SRC-HOSTNET').wrong;
    expect(fixesOf(ask(objects(`${closed}---\n${host}`), 'shop/web', 'http://reviews'), 'NP-INGRESS')).toEqual([]);
    const out = policy('closed-out', 'shop', '{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]}]}');
    expect(fixesOf(ask(objects(out), 'shop/web', 'https://api.example.com'), 'NP-EGRESS')).toEqual([]);
  });

  test('at a gateway is for the gateway, from anywhere', () => {
    const page = pageOf('GW-NO-ROUTE');
    const all = objects(`${page.wrong}\n---\n${page.right ?? ''}\n---\n${policy('closed-gateway', 'shop', '{podSelector: {matchLabels: {istio: ingressgateway}}, policyTypes: [Ingress]}')}`);
    const found = ask(all, 'internet', 'http://shop.example.com');
    expect(fixesOf(found, 'NP-INGRESS').map(specOf)).toEqual([load('{podSelector: {matchLabels: {istio: ingressgateway}}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{protocol: TCP, port: 8080}]}]}')]);
  });

  test('for DNS names what the pod asks: servers of its own, and the address of NodeLocal DNSCache only where somebody says it', () => {
    const own = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {dnsPolicy: None, dnsConfig: {nameservers: [192.0.2.53]}, containers: [{name: web, image: example.com/web:1}]}\n';
    const out = policy('closed-out', 'shop', '{podSelector: {}, policyTypes: [Egress]}');
    expect(specOf(fixesOf(ask(objects(`${out}---\n${own}`), 'shop/web', 'http://reviews.shop.svc.cluster.local'), 'DNS-EGRESS')[0])).toMatchObject({ egress: [{ to: [{ ipBlock: { cidr: '192.0.2.53/32' } }] }] });
    expect(specOf(fixesOf(ask(objects(out), 'shop/web', 'http://reviews'), 'DNS-EGRESS')[0])).toMatchObject({ egress: [{ to: [{ podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }] }] });
  });
});

describe('mutual TLS', () => {
  test('a client that cannot have a sidecar is let in on the one port, and nothing else is PERMISSIVE', () => {
    const host = loadAll(pageOf('SRC-HOSTNET').wrong)[0] as JsonObject;
    const found = ask([...objects(strict).filter(each => (each['metadata'] as JsonObject)['name'] !== 'web'), host], 'shop/web', 'http://reviews');
    const fixes = fixesOf(found, 'MTLS-PLAINTEXT-TO-STRICT');
    expect(fixes.map(({ text }) => text)).toEqual(['take plaintext on 9080 of shop/reviews-v1 too, as shop/web cannot have a sidecar', 'take plaintext on 9080 of shop/reviews-v2 too, as shop/web cannot have a sidecar']);
    expect(specOf(fixes[0])).toEqual({ selector: { matchLabels: { app: 'reviews', version: 'v1' } }, portLevelMtls: { 9080: { mode: 'PERMISSIVE' } } });
  });

  test('a policy that selects the workload already is added to, where it selects no other', () => {
    const present = 'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: v1, namespace: shop}\nspec: {selector: {matchLabels: {version: v1}}, mtls: {mode: STRICT}}\n';
    const excluded = pageOf('MTLS-TO-PLAINTEXT').wrong;
    const before = objects(`${excluded}\n---\n${present}`);
    const [back, declared] = fixesOf(ask(before, 'shop/web', 'http://reviews'), 'MTLS-TO-PLAINTEXT');
    expect(back?.text).toContain('remove traffic.sidecar.istio.io/excludeInboundPorts');
    expect(declared?.changes[0]).toMatchObject({ how: 'merge', object: { metadata: { name: 'v1' }, spec: { portLevelMtls: { 9080: { mode: 'DISABLE' } } } } });
    for (const fix of [back, declared]) expect(ask(applied(before, fix ?? { changes: [] }), 'shop/web', 'http://reviews').verdict).toBe('works');
  });

  test('other ports of an annotation stay', () => {
    const excluded = pageOf('MTLS-TO-PLAINTEXT').wrong.replace('"9080"', '"9080,15672"');
    expect(JSON.stringify(fixesOf(ask(objects(excluded), 'shop/web', 'http://reviews'), 'MTLS-TO-PLAINTEXT')[0]?.changes)).toContain('"traffic.sidecar.istio.io/excludeInboundPorts":"15672"');
  });

  test('a rule for many hosts stays as it is; the host gets one of its own, with all but tls', () => {
    const wide = 'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: all, namespace: shop}\nspec: {host: "*.shop.svc.cluster.local", trafficPolicy: {connectionPool: {tcp: {maxConnections: 7}}, tls: {mode: DISABLE}}}\n';
    const before = objects(`${strict}\n---\n${wide}`);
    const [fix] = fixesOf(ask(before, 'shop/web', 'http://reviews'), 'MTLS-PLAINTEXT-TO-STRICT');
    expect(specOf(fix)).toEqual({ host: 'reviews.shop.svc.cluster.local', exportTo: ['.'], trafficPolicy: { connectionPool: { tcp: { maxConnections: 7 } } } });
    expect(ask(applied(before, fix ?? { changes: [] }), 'shop/web', 'http://reviews').verdict).toBe('works');
  });
});

test('who sends plaintext has no identity, so that no ALLOW is offered', () => {
  const allow = pageOf('AUTHZ-NO-ALLOW').right ?? '';
  expect(fixesOf(ask(objects(allow), 'legacy/importer', 'http://reviews.shop'), 'AUTHZ-NO-ALLOW')).toEqual([]);
});

test('a merge patch with a list has the whole list, and applied to files changes one field', () => {
  const two = 'apiVersion: v1\nkind: Service\nmetadata: {name: reviews, namespace: shop}\nspec: {selector: {app: reviews}, ports: [{name: http, port: 80, targetPort: htpp}, {name: metrics, port: 9090}]}\n';
  const before = objects(two);
  const [fix] = fixesOf(ask(before, 'shop/web', 'http://reviews'), 'TARGET-PORT');
  expect(fix?.changes).toEqual([{ how: 'merge', object: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews', namespace: 'shop' }, spec: { ports: [{ name: 'http', port: 80, targetPort: 'http' }, { name: 'metrics', port: 9090 }] } } }]);
});

test('a headless Service translates no port, so that another target repairs nothing', () => {
  const headless = 'apiVersion: v1\nkind: Service\nmetadata: {name: reviews, namespace: shop}\nspec: {clusterIP: None, selector: {app: reviews}, ports: [{name: http, port: 8080, targetPort: 8080}]}\n';
  const found = ask(objects(headless), 'shop/web', 'http://reviews:8080');
  expect(found.branches.flatMap(({ hops }) => hops.flatMap(({ code }) => code ?? []))).toContain('TARGET-UNDECLARED');
  expect(fixesOf(found, 'TARGET-UNDECLARED')).toEqual([]);
});

test('ports of the proxy itself are neither undeclared nor taken out by an annotation', () => {
  const metrics = 'apiVersion: v1\nkind: Service\nmetadata: {name: reviews-metrics, namespace: shop}\nspec: {selector: {app: reviews}, ports: [{name: http-metrics, port: 15020}]}\n';
  const found = ask(objects(metrics), 'legacy/importer', 'http://reviews-metrics.shop:15020');
  expect(found.branches.flatMap(({ hops }) => hops.flatMap(({ code }) => code ?? []))).toEqual([]);
  expect(found.verdict).toBe('works');
});
