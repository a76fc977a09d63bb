import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App, Testing, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { loadAll } from 'js-yaml';
import { Canary, DefaultDeny, MutualTls } from '../../lib/cdk8s/constructs';
import { Network } from '../../lib/cdk8s/network';
import { chart, istio, shopApp, titles, type ShopApp } from './app';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synth-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = (): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => relative(folder, join(entry.parentPath, entry.name))).sort();
const read = (file: string): readonly unknown[] => loadAll(readFileSync(join(folder, file), 'utf8'));

function patterns({ shop, net, namespace, web, reviews }: ShopApp): void {
  new MutualTls(shop, 'mtls', { network: net, namespace });
  new Canary(shop, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 } });
  new DefaultDeny(shop, 'deny', { network: net, namespace, edges: [web.calls(reviews.port('http'))] });
}

const composed = [
  'Deployment reviews-v1', 'Deployment reviews-v2', 'Deployment web',
  'Service reviews',
  'DestinationRule reviews', 'VirtualService reviews',
  'PeerAuthentication default',
  'NetworkPolicy allow-dns', 'NetworkPolicy allow-istiod', 'NetworkPolicy web-to-reviews-http-egress', 'NetworkPolicy web-to-reviews-http-ingress',
  'NetworkPolicy default-deny',
];

describe('the same objects come out, in make-before-break order,', () => {
  test('of Testing.synth', () => {
    const scene = shopApp();
    patterns(scene);
    expect(titles(Testing.synth(scene.shop) as unknown[])).toEqual(composed);
  });

  test('of synthYaml', () => {
    const scene = shopApp();
    patterns(scene);
    expect(titles(loadAll(scene.app.synthYaml()))).toEqual(['Namespace shop', ...composed]);
  });

  test('of synth with a file for each chart', () => {
    const scene = shopApp({ outdir: folder });
    patterns(scene);
    scene.app.synth();
    expect(files()).toEqual(['00-network.k8s.yaml', 'shop.k8s.yaml']);
    expect(titles(read('shop.k8s.yaml'))).toEqual(composed);
    expect(titles(read('00-network.k8s.yaml'))).toEqual(['Namespace shop']);
  });

  test('of synth with one file for the app', () => {
    const scene = shopApp({ outdir: folder, yamlOutputType: YamlOutputType.FILE_PER_APP });
    patterns(scene);
    scene.app.synth();
    expect(files()).toEqual(['app.k8s.yaml']);
    expect(titles(read('app.k8s.yaml'))).toEqual(['Namespace shop', ...composed]);
  });

  test('of synth with a file for each resource', () => {
    const scene = shopApp({ outdir: folder, yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    patterns(scene);
    scene.app.synth();
    expect(files().flatMap(file => titles(read(file)))).toEqual(expect.arrayContaining(['Namespace shop', ...composed]));
    expect(files()).toHaveLength(composed.length + 1);
  });

  test('of synth with a folder for each chart and a file for each resource', () => {
    const scene = shopApp({ outdir: folder, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
    patterns(scene);
    scene.app.synth();
    expect(files().filter(file => file.startsWith('00-network'))).toEqual([join('00-network', 'Namespace.shop.k8s.yaml')]);
    expect(files().filter(file => file.startsWith('shop')).flatMap(file => titles(read(file))).sort()).toEqual([...composed].sort());
  });

  test('of synth with the extension that the app asks for', () => {
    const scene = shopApp({ outdir: folder, outputFileExtension: '.yaml' });
    patterns(scene);
    scene.app.synth();
    expect(files()).toEqual(['00-network.yaml', 'shop.yaml']);
  });
});

test('two synths of one App give the same bytes', () => {
  const scene = shopApp();
  patterns(scene);
  expect(scene.app.synthYaml()).toBe(scene.app.synthYaml());
});

test('the order in which patterns are written does not change a byte', () => {
  const forth = shopApp();
  patterns(forth);
  const back = shopApp();
  const { shop, net, namespace, web, reviews } = back;
  new DefaultDeny(shop, 'deny', { network: net, namespace, edges: [web.calls(reviews.port('http'))] });
  new Canary(shop, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 } });
  new MutualTls(shop, 'mtls', { network: net, namespace });
  expect(back.app.synthYaml()).toBe(forth.app.synthYaml());
});

test('patterns may stand in scopes of the user, at any depth', () => {
  const scene = shopApp();
  const team = new Construct(new Construct(scene.shop, 'platform'), 'team');
  patterns({ ...scene, shop: team as ShopApp['shop'] });
  expect(titles(Testing.synth(scene.shop) as unknown[])).toEqual(composed);
});

test('patterns may stand in the App itself, beside the charts', () => {
  const { app, net, namespace, shop } = shopApp();
  new MutualTls(app, 'mtls', { network: net, namespace });
  expect(titles(Testing.synth(shop) as unknown[])).toContain('PeerAuthentication default');
});

test('no name carries a hash, and no file a number of cdk8s', () => {
  const scene = shopApp({ outdir: folder });
  patterns(scene);
  chart(scene.app, 'empty', 'shop-two');
  scene.app.synth();
  expect(files().filter(file => /^\d{4}-/.test(file))).toEqual([]);
  expect(files().flatMap(read).map(object => (object as { readonly metadata: { readonly name: string } }).metadata.name).filter(name => /-c?[0-9a-f]{8}$/.test(name))).toEqual([]);
});

test('a network that writes nothing leaves no file of its own', () => {
  const app = new App({ outdir: folder });
  const net = new Network(app, istio());
  const shop = chart(app, 'shop', 'shop');
  new MutualTls(shop, 'mtls', { network: net, namespace: net.namespace('shop', { enrolled: true }) });
  app.synth();
  expect(existsSync(join(folder, '00-network.k8s.yaml'))).toBe(false);
  expect(files()).toEqual(['shop.k8s.yaml']);
});

test('what refuses mesh-wide goes to a file that is applied last', () => {
  const { app, net, namespace, shop, web, reviews } = shopApp({ outdir: folder });
  net.gateway({ name: 'public', namespace, pods: { labels: { istio: 'ingressgateway' }, serviceAccount: 'ingressgateway' }, listeners: { http: { hostname: 'shop.example', protocol: 'HTTP' } } });
  new MutualTls(shop, 'mtls', { network: net, scope: 'mesh', stage: 'lockdown', clients: [web.calls(reviews.port('http'))] });
  net.namespace('istio-system');
  app.synth();
  expect(files()).toEqual(['00-network.k8s.yaml', '99-network.k8s.yaml', 'shop.k8s.yaml']);
  expect(titles(read('99-network.k8s.yaml'))).toEqual(['PeerAuthentication default', 'AuthorizationPolicy allow-nothing']);
  expect(titles(read('shop.k8s.yaml'))).toEqual(expect.arrayContaining(['AuthorizationPolicy outside-to-public', 'AuthorizationPolicy web-to-reviews-http']));
});
