import { App, Testing, YamlOutputType, ApiObject } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { DefaultDeny, MutualTls } from '../../lib/cdk8s/constructs';
import { Network } from '../../lib/cdk8s/network';
import { chart, istio, shopApp, thrownBy, titles } from './app';

const synth = (home: Parameters<typeof Testing.synth>[0]): readonly string[] => titles(Testing.synth(home) as unknown[]);

test('an object goes to the chart that its pattern names', () => {
  const { app, net, namespace, shop } = shopApp();
  const security = chart(app, 'security', 'security');
  net.namespace('security');
  new MutualTls(shop, 'mtls', { network: net, namespace, chart: security });
  expect(synth(security)).toEqual(['PeerAuthentication default']);
  expect(synth(shop)).not.toContain('PeerAuthentication default');
});

test('else to the only chart of its namespace, wherever its pattern stands', () => {
  const { app, net, namespace, shop } = shopApp();
  const base = chart(app, 'base');
  new MutualTls(base, 'mtls', { network: net, namespace });
  expect(synth(shop)).toContain('PeerAuthentication default');
  expect(synth(base)).toEqual([]);
});

test('else, where no chart has its namespace, to the chart of the network', () => {
  const { app, net, shop } = shopApp();
  new MutualTls(shop, 'mtls', { network: net, namespace: net.namespace('data', { create: true }) });
  const objects = loadAll(app.synthYaml()) as readonly unknown[];
  expect(titles(objects).slice(0, 3)).toEqual(['Namespace data', 'Namespace shop', 'PeerAuthentication default']);
});

test('objects of one kind and name, of namespaces without charts, stand side by side there', () => {
  const app = new App();
  const net = new Network(app, istio());
  for (const name of ['a', 'b']) new MutualTls(app, `mtls-${name}`, { network: net, namespace: net.namespace(name, { create: true }) });
  expect(titles(loadAll(app.synthYaml()))).toEqual(['Namespace a', 'Namespace b', 'PeerAuthentication default', 'PeerAuthentication default']);
});

test('the halves of an edge between namespaces go to the charts of both', () => {
  const { app, net, namespace, shop, web } = shopApp();
  const data = chart(app, 'data', 'data');
  const database = net.service({ name: 'db', namespace: net.namespace('data', { create: true }), ports: { 'tcp-pg': { port: 5432 } }, selector: { app: 'db' } });
  const edges = [web.calls(database.port('tcp-pg'))];
  new DefaultDeny(shop, 'deny', { network: net, namespace, edges });
  new DefaultDeny(data, 'deny', { network: net, namespace: database.namespace, edges });
  expect(synth(shop)).toContain('NetworkPolicy web-to-data-db-tcp-pg-egress');
  expect(synth(data)).toContain('NetworkPolicy shop-web-to-db-tcp-pg-ingress');
});

test('several charts of its namespace are an error at the pattern, which names them', () => {
  const { app, net, namespace } = shopApp();
  chart(app, 'shop-two', 'shop');
  const base = chart(app, 'base');
  new MutualTls(base, 'mtls', { network: net, namespace });
  expect(thrownBy(() => app.synthYaml())).toContain('[base/mtls] platform/chart-ambiguous: PeerAuthentication shop/default could go to shop and shop-two: each is a chart of namespace shop (help: set chart on the pattern)');
});

test('naming a chart settles it, for handles made of plain data as well', () => {
  const { app, net, namespace } = shopApp();
  const second = chart(app, 'shop-two', 'shop');
  new MutualTls(second, 'mtls', { network: net, namespace, chart: second });
  const message = thrownBy(() => app.synthYaml());
  expect(message).not.toContain('PeerAuthentication shop/default could go to');
});

test('patterns that share an object and name different charts are an error', () => {
  const { app, net, namespace } = shopApp();
  const [one, two] = [chart(app, 'one'), chart(app, 'two')];
  new MutualTls(one, 'first', { network: net, namespace, chart: one });
  new MutualTls(two, 'second', { network: net, namespace, chart: two });
  expect(thrownBy(() => app.synthYaml())).toContain('PeerAuthentication shop/default could go to one and two: patterns that share it chose different charts (help: choose one chart for all of them)');
});

test('two objects that would share a file with FILE_PER_RESOURCE are an error', () => {
  const { app, net, namespace, shop } = shopApp({ yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
  const data = chart(app, 'data', 'data');
  net.namespace('data');
  new MutualTls(shop, 'mtls', { network: net, namespace });
  new ApiObject(data, 'settings', { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: 'default' } });
  expect(thrownBy(() => app.synthYaml())).toContain('platform/file-collision: file PeerAuthentication.default would hold PeerAuthentication shop/default and PeerAuthentication data/default, and only the last would be written');
});

test('two composed objects that would share a file are an error of the network, at every synth', () => {
  const app = new App({ yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
  const net = new Network(app, istio());
  for (const name of ['a', 'b']) {
    chart(app, name, name);
    new MutualTls(app, `mtls-${name}`, { network: net, namespace: net.namespace(name, { enrolled: true }) });
  }
  const message = thrownBy(() => app.synthYaml());
  expect(message).toContain('[00-network] platform/file-collision: file PeerAuthentication.default would hold PeerAuthentication a/default and PeerAuthentication b/default');
  expect(thrownBy(() => app.synthYaml())).toBe(message);
});
