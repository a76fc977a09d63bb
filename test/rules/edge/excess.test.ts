import type { Manifest } from '../../../lib/model/object';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { istioSidecar } from '../../../lib/platform/presets';
import { excess } from '../../../lib/rules/edge/excess';
import { lack } from '../../../lib/rules/edge/lack';
import { run } from '../../../lib/rules/rule';
import { deployment, networkPolicy } from '../../support/closed';
import { ruled, view } from '../../support/rules';
import { shop } from '../../support/shop';
import { manifest } from '../../support/world';

const platform = istioSidecar({ cluster: 'test', routing: 'istio', monitoring: { namespace: 'monitoring', labels: { app: 'prometheus' } }, ingress: { namespace: 'edge', labels: { istio: 'ingressgateway' }, serviceAccount: 'ingressgateway' }, nodeCidrs: ['10.1.0.0/16'], tracing: { namespace: 'tracing', labels: { app: 'collector' }, port: 4317 } });

/** The shop, closed: web calls reviews, and these the database. */
function closedShop() {
  const { net, shop: namespace, edge, web, webService, reviewsV1, reviewsV2, reviews, databaseService, compose, gateway } = shop(platform);
  const { manifests } = compose(
    mutualTls({ network: net, namespace, stage: 'lockdown' }),
    defaultDeny({ network: net, namespace, edges: [web.calls(reviews.port('http')), reviewsV1.calls(databaseService.port('tcp-pg')), reviewsV2.calls(databaseService.port('tcp-pg')), gateway.calls(webService.port('http'))] }),
    defaultDeny({ network: net, namespace: edge, edges: [] }),
  );
  return { manifests, intents: net.intents };
}

const written = closedShop();

/** What both rules say of the shop when its objects are these. */
function said(manifests: readonly Manifest[]): readonly string[] {
  const given = view({ platform, intents: written.intents, objects: manifests.map(each => ({ written: each })) });
  return [excess, lack].flatMap(rule => { const { findings, unknown } = run(rule, given); return [...findings.map(finding => `${finding.rule}: ${finding.message}`), ...unknown]; });
}

const changed = (kind: string, name: string, change: (spec: Record<string, unknown>) => void): readonly Manifest[] => written.manifests.map(each => {
  if (each.kind !== kind || each.metadata.name !== name) return each;
  const copy = JSON.parse(JSON.stringify(each)) as Manifest & { readonly spec: Record<string, unknown> };
  change(copy.spec);
  return copy;
});

test('what a program writes permits what it declares, and nothing else', () => {
  expect(said(written.manifests)).toEqual([]);
});

const policies = written.manifests.filter(({ kind }) => kind === 'NetworkPolicy');
const rule = (spec: { readonly ingress?: readonly object[]; readonly egress?: readonly object[] }): { from?: unknown; to?: unknown; ports?: { port: number; protocol: string }[] } => ({ ...(spec.ingress ?? spec.egress ?? [])[0] });

test.each(policies.filter(({ spec }) => rule(spec as object).from !== undefined || rule(spec as object).to !== undefined).map(({ metadata }) => metadata.name))('%s with a peer that is everybody admits too much', name => {
  const wide = changed('NetworkPolicy', name, spec => {
    for (const each of [...((spec['ingress'] ?? []) as { from?: unknown }[]), ...((spec['egress'] ?? []) as { to?: unknown }[])]) Object.assign(each, 'from' in each ? { from: [{ namespaceSelector: {} }] } : { to: [{ namespaceSelector: {} }] });
  });
  expect(said(wide).some(line => line.startsWith(`edge/excess: NetworkPolicy`) && line.includes(`/${name} admits`))).toBe(true);
});

test.each(policies.filter(({ spec }) => rule(spec as object).ports !== undefined).map(({ metadata }) => metadata.name))('%s with another port admits too much', name => {
  const moved = changed('NetworkPolicy', name, spec => {
    for (const each of [...((spec['ingress'] ?? []) as { ports: { port: number }[] }[]), ...((spec['egress'] ?? []) as { ports: { port: number }[] }[])]) for (const port of each.ports) port.port += 1;
  });
  expect(said(moved).some(line => line.startsWith('edge/excess'))).toBe(true);
});

test('a second policy is judged like those of patterns', () => {
  const more = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'debug', namespace: 'shop' }, spec: { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 5432 }] }] } };
  expect(said([...written.manifests, more])).toEqual(['edge/excess: NetworkPolicy shop/debug admits Deployment shop/web to StatefulSet shop/db on TCP 5432, which no edge declares']);
});

test('pods that nothing closes any more', () => {
  const open = ['default-deny', 'allow-prometheus'];
  const batch = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'batch', namespace: 'shop' }, spec: { template: { metadata: { labels: { app: 'batch' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.example/batch:1' }] } } } };
  expect(said([...written.manifests.filter(({ metadata }) => metadata.namespace !== 'shop' || !open.includes(metadata.name)), batch]).filter(line => !line.includes('metrics of proxies'))).toEqual([
    'edge/excess: no policy selects Job shop/batch for ingress, although namespace shop is closed: everybody may connect to them',
  ]);
});

test('an identity that no edge names is let through', () => {
  const wide = changed('AuthorizationPolicy', 'web-to-reviews-http', spec => Object.assign((spec['rules'] as { from: unknown }[])[0] ?? {}, { from: [{ source: { principals: ['cluster.local/ns/shop/sa/db'] } }] }));
  expect(said(wide)).toEqual([
    'edge/excess: AuthorizationPolicy shop/web-to-reviews-http allows cluster.local/ns/shop/sa/db to Deployment shop/reviews-v1 on 9080, which no edge declares',
    'edge/lack: edge web to reviews:http is refused by Deployment shop/reviews-v1 on 9080: no ALLOW rule matches for cluster.local/ns/shop/sa/web',
  ]);
  const anybody = changed('AuthorizationPolicy', 'web-to-reviews-http', spec => delete (spec['rules'] as { from?: unknown }[])[0]?.from);
  expect(said(anybody)).toEqual(['edge/excess: AuthorizationPolicy shop/web-to-reviews-http allows everybody to Deployment shop/reviews-v1 on 9080, which no edge declares']);
});

// Without a program, edges are those of sealane.yaml.

const edges = [{ from: 'shop/web', to: 'shop/db', port: 5432 }] as const;
const app = (name: string): object => ({ podSelector: { matchLabels: { app: name } } });
const database = manifest('v1', 'Service', 'db', { namespace: 'shop', spec: { selector: { app: 'db' }, ports: [{ port: 5432 }] } });
const files = [
  deployment('web'), deployment('db', { sql: 5432 }), deployment('job'), database, networkPolicy('deny'),
  networkPolicy('web-out', { ...app('web'), policyTypes: ['Egress'], egress: [{ to: [app('db')], ports: [{ port: 5432 }] }] }),
  networkPolicy('db-in', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [app('web')], ports: [{ port: 5432 }] }] }),
];
const lines = (objects: Parameters<typeof ruled>[1], more: Parameters<typeof ruled>[2] = { edges }): readonly string[] => { const { findings, unknown } = ruled(excess, objects, more); return [...findings.map(({ message }) => message), ...unknown]; };

test.each([
  ['just what is declared', files, { edges }],
  ['no edges: nobody says what shall be', files.slice(0, 4), {}],
  ['access to DNS', [...files, networkPolicy('dns', { policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }], ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }] }] })], { edges }],
  ['what a load balancer leads to', [...files, manifest('v1', 'Service', 'public', { namespace: 'shop', spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] } }), networkPolicy('public', { ...app('web'), policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 8080 }] }] })], { edges }],
])('%s is well', (_title, objects, given) => {
  expect(lines(objects, given)).toEqual([]);
});

test.each([
  ['a peer that nobody declares', networkPolicy('job-in', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [app('job')], ports: [{ port: 'sql' }] }] }), 'NetworkPolicy shop/job-in admits Deployment shop/job to Deployment shop/db on TCP 5432, which no edge declares'],
  ['more ports', networkPolicy('all', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [app('web')] }] }), 'NetworkPolicy shop/all admits Deployment shop/web to Deployment shop/db on TCP 1-5431,5433-65535,UDP 1-65535,SCTP 1-65535, which no edge declares'],
  ['everybody', networkPolicy('any', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 5432 }] }] }), 'NetworkPolicy shop/any admits everybody to Deployment shop/db on TCP 5432, which no edge declares'],
  ['addresses', networkPolicy('out', { ...app('web'), policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ port: 443 }] }] }), 'NetworkPolicy shop/out admits Deployment shop/web to 203.0.113.0/24 on TCP 443, which no edge declares'],
  ['pods that are not in the input', networkPolicy('tools', { ...app('db'), policyTypes: ['Ingress'], ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'tools' } }, podSelector: { matchLabels: { app: 'backup' } } }], ports: [{ port: 5432 }] }] }), 'NetworkPolicy shop/tools admits pods app=backup of namespace tools to Deployment shop/db on TCP 5432, which no edge declares'],
])('%s is too much', (_title, policy, message) => {
  expect(lines([...files, policy])).toEqual([message]);
});

test('a namespace that nobody closes is counted', () => {
  expect(lines(files.slice(0, 4))).toEqual(['what else reaches pods of a namespace that nobody closes']);
});
