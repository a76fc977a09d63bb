import { scrape } from '../../../lib/patterns/scrape/scrape';
import type { ScrapeMode } from '../../../lib/platform/monitoring';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { mutualTls, type MutualTlsProps } from '../../../lib/patterns/mutual-tls/mutual-tls';
import type { Manifest } from '../../../lib/model/object';
import { plaintextCaller } from '../../../lib/rules/mtls/plaintext-caller';
import { deployment, istio, service, shop as namespace } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';
import { meshShop, type Mesh } from '../../support/policies';
import { judged, messages } from '../../support/rules';
import { workload, type Shop } from '../../support/shop';

/** What is said when a caller of namespace bank calls web of namespace shop, which is in the mesh as given. */
function said(caller: Manifest, { stage = {}, bank = { create: true }, more = () => [] }: { readonly stage?: object; readonly bank?: object; readonly more?: (shop: Shop<Mesh>) => readonly object[] } = {}): readonly string[] {
  const shop = meshShop({ nodeCidrs: ['10.0.0.0/8'] });
  shop.net.namespace('bank', bank);
  const from = shop.net.workload(caller);
  shop.net.record(defaultDeny<Mesh>({ network: shop.net, namespace: shop.shop, edges: [from.calls(shop.webService.port('http'))] }), { path: 'shop/deny' });
  [{ namespace: shop.shop, ...stage }, ...more(shop)].forEach((props, i) => shop.net.record(mutualTls({ network: shop.net, ...props } as unknown as MutualTlsProps<Mesh>), { path: `shop/mtls-${i}` }));
  return messages(judged(plaintextCaller, shop.net));
}
const teller = workload('teller', { namespace: 'bank' });
const enforce = { stage: { stage: 'enforce' } };
const refused = (why: string): readonly string[] => [`edge teller to web: the caller ${why}, and web refuses plaintext on container port 8080`];

describe('a caller without a proxy, towards a server that refuses plaintext', () => {
  test('is an error when its namespace is not in the mesh', () => {
    expect(said(teller, enforce)).toEqual(refused('is in namespace bank, which is not in the mesh'));
    expect(said(teller, { ...enforce, bank: { enrolled: false } })).toEqual(refused('is in namespace bank, which is not in the mesh'));
  });

  test('is an error when it opts out, or runs on the host network', () => {
    expect(said(workload('teller', { namespace: 'bank', labels: { app: 'teller', 'sidecar.istio.io/inject': 'false' } }), { ...enforce, bank: { enrolled: true } })).toEqual(refused('opts out of injection'));
    expect(said(workload('teller', { namespace: 'bank', pod: { hostNetwork: true } }), enforce)).toEqual(refused('uses the host network, where no proxy is injected'));
  });

  test('names the edge by the construct that declares it', () => {
    const shop = meshShop();
    shop.net.namespace('bank', { create: true });
    shop.net.record(defaultDeny<Mesh>({ network: shop.net, namespace: shop.shop, edges: [shop.net.workload(teller).calls(shop.webService.port('http'))] }), { path: 'shop/deny' });
    shop.net.record(mutualTls<Mesh>({ network: shop.net, namespace: shop.shop, stage: 'enforce' }), { path: 'shop/mtls' });
    expect(judged(plaintextCaller, shop.net)).toEqual([expect.objectContaining({ rule: 'mtls/plaintext-caller', codes: ['MTLS-07', 'HOST-11', 'X2'], severity: 'error', constructs: ['shop/deny'], help: 'bring teller into the mesh, or except port 8080 of web with mode PERMISSIVE' })]);
  });
});

describe('nothing is wrong', () => {
  test.each<readonly [why: string, caller: Manifest, options: Parameters<typeof said>[1]]>([
    ['while servers take plaintext as well', teller, {}],
    ['when the caller says that it is injected', workload('teller', { namespace: 'bank', labels: { app: 'teller', 'sidecar.istio.io/inject': 'true' } }), enforce],
    ['when its namespace is said to be in the mesh', teller, { ...enforce, bank: { enrolled: true } }],
    ['when its namespace carries the label', teller, { ...enforce, bank: { create: true, labels: { 'istio-injection': 'enabled' } } }],
    ['when nobody says: the namespace is written elsewhere', teller, { ...enforce, bank: {} }],
    ['when the whole mesh is enrolled', teller, { more: () => [{ namespace: undefined, scope: 'mesh', stage: 'enforce' }] }],
    ['when the port is an exception', teller, { stage: { stage: 'enforce' }, more: shop => [{ namespace: undefined, scope: 'workload', workloads: [shop.webService.workloads[0]], stage: 'enforce', portExceptions: [{ workload: shop.web, containerPort: 8080, mode: 'PERMISSIVE', reason: 'old teller' }] }] }],
  ])('%s', (_why, caller, options) => {
    expect(said(caller, options)).toEqual([]);
  });
});

test('nothing is wrong at a port that is not TCP: no proxy is given its packets, so nobody refuses them', () => {
  const shop = meshShop({ nodeCidrs: ['10.0.0.0/8'] });
  shop.net.namespace('bank', { create: true });
  const packets = shop.net.workload(workload('packets', { ports: [{ name: 'udp', containerPort: 7000, protocol: 'UDP' }] }));
  const service = shop.net.service({ name: 'packets', namespace: shop.shop, ports: { udp: { port: 7000, protocol: 'UDP' } }, workload: packets });
  shop.net.record(defaultDeny<Mesh>({ network: shop.net, namespace: shop.shop, edges: [shop.net.workload(teller).calls(service.port('udp'))] }), { path: 'shop/deny' });
  shop.net.record(mutualTls<Mesh>({ network: shop.net, namespace: shop.shop, stage: 'enforce' }), { path: 'shop/mtls' });
  expect(messages(judged(plaintextCaller, shop.net))).toEqual([]);
});

test('an exception may also make one port strict', () => {
  expect(said(teller, { stage: { portExceptions: [] }, more: shop => [{ namespace: shop.shop, portExceptions: [{ workload: shop.web, containerPort: 8080, mode: 'STRICT', reason: 'card data' }] }] })).toEqual(refused('is in namespace bank, which is not in the mesh'));
});

test('Prometheus without a certificate gets a warning when it reads such a port directly', () => {
  const shop = meshShop({ monitoring: { scrapeMode: 'direct' } });
  shop.net.record(defaultDeny<Mesh>({ network: shop.net, namespace: shop.shop, edges: [], scrapes: [shop.webService.port('http')] }), { path: 'shop/deny' });
  expect(judged(plaintextCaller, shop.net)).toEqual([]);
  shop.net.record(mutualTls<Mesh>({ network: shop.net, namespace: shop.shop, stage: 'enforce' }), { path: 'shop/mtls' });
  expect(judged(plaintextCaller, shop.net)).toEqual([expect.objectContaining({ severity: 'warning', constructs: ['shop/deny'], assumption: 'Prometheus has no certificate of the mesh' })]);
});

test.each<readonly [ScrapeMode, readonly string[]]>([['direct', ['error']], ['merged', []], ['istioCerts', []], ['plaintextException', []]])('what Scrape tells Prometheus to read in mode %s is judged by the mode', (mode, severities) => {
  const shop = meshShop({ monitoring: { scrapeMode: mode } });
  shop.net.record(scrape<Mesh>({ network: shop.net, port: shop.webService.port('http') }), { path: 'shop/metrics' });
  shop.net.record(mutualTls<Mesh>({ network: shop.net, namespace: shop.shop, stage: 'enforce' }), { path: 'shop/mtls' });
  expect(judged(plaintextCaller, shop.net).map(({ severity }) => severity)).toEqual(severities);
});

describe('among objects of files', () => {
  const strict = istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
  const base = [namespace, service('web'), deployment('web'), strict];
  const container = { name: 'main', env: [{ name: 'WEB', value: 'http://web.shop.svc.cluster.local:80' }] };
  const agent = deployment('agent', { spec: { hostNetwork: true, containers: [container] } });
  const admits = manifest('networking.k8s.io/v1', 'NetworkPolicy', 'in', { namespace: 'shop', spec: { podSelector: { matchLabels: { app: 'web' } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'job' } } }], ports: [{ port: 8080 }] }] } });
  const job = deployment('job', { labels: { 'sidecar.istio.io/inject': 'false' } });

  judges(plaintextCaller, [
    ['a pod on the host network that is told of the Service', [...base, agent], ['error spec.template.spec']],
    ['a pod without a proxy that a NetworkPolicy admits', [...base, job, admits], ['error spec.ingress[0].from[0]']],
    ['an edge of sealane.yaml', [...base, job], ['error spec.template.spec'], { edges: [{ from: 'shop/job', to: 'shop/web', port: 'http' }] }],
    ['a pod with a proxy', [...base, deployment('api', { spec: { containers: [container] } })], []],
    ['a pod without a proxy of which nobody says whom it calls', [...base, job], []],
    ['a server that takes plaintext', [namespace, service('web'), deployment('web'), agent], []],
    ['an excepted port', [...base, agent, istio('PeerAuthentication', 'web', { selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } })], []],
    ['a server without a proxy', [namespace, service('web'), deployment('web', { labels: { 'sidecar.istio.io/inject': 'false' } }), strict, agent], []],
    ['a caller of another namespace whose labels are elsewhere', [...base, deployment('teller', { namespace: 'bank', spec: { containers: [container] } })], ['unknown']],
  ]);

  test('says how the call is known', () => {
    expect(onlyFinding(plaintextCaller, [...base, agent])).toMatchObject({
      message: 'Deployment shop/agent calls web (env WEB names web.shop.svc.cluster.local:80) and has no proxy: its pods are on the host network; web refuses plaintext on port 8080',
      near: [{ object: { kind: 'PeerAuthentication' }, note: 'PeerAuthentication shop/default says STRICT' }],
    });
  });
});
