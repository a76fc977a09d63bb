import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-34';
import { Canary, DefaultDeny, istioSidecar, Network, plainKubernetes } from '../../lib';
import { identityOf, referenceOf, type Manifest } from '../../lib/model/object';
import { Charts, type ChartsArgs } from '../../lib/pulumi/cdk8s';
import { hasSecret, manifestsOf, mocked, reached, unknownOutput, valueOf, type Registered } from '../support/mocks';
import { shopOf } from '../support/shop';

// Whatever a cdk8s App writes, Pulumi registers: the same objects, with Outputs in their places.

let made = 0;
let registered: Registered[] = [];
beforeEach(async () => {
  registered = await mocked();
  for (const how of ['info', 'warn'] as const) jest.spyOn(pulumi.log, how).mockResolvedValue(undefined);
});
afterEach(() => jest.restoreAllMocks());

const leaf = (output: pulumi.Output<string>): string => output as unknown as string;

/** A shop of sealane's patterns with an object of its own beside them. */
function shop(app: App, cluster: string, { cidr = '203.0.113.7/32', password = 'plain' }: { readonly cidr?: pulumi.Output<string> | string; readonly password?: string } = {}): void {
  const net = new Network(app, istioSidecar({ cluster, routing: 'istio', cni: 'calico' }));
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Chart(app, 'edge', { namespace: 'edge' });
  const { shop: namespace, web, reviews } = shopOf(net);
  new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 } });
  new DefaultDeny(chart, 'deny', { network: net, namespace, edges: [web.calls(reviews.port('http'))], egressCidrs: [{ name: 'payments', cidr, ports: [{ port: 443 }], workload: web }] });
  new ApiObject(chart, 'secret', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'password' }, stringData: { password } });
}

const byIdentity = (manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> => new Map(manifests.map(manifest => [identityOf(referenceOf(manifest)), manifest]));
const place = (name: string): number => registered.findIndex(each => `${each.type.split(':').at(-1) ?? ''} ${each.name}` === name);

test('registers the objects that the App writes, and no others', async () => {
  const { resources } = new Charts('same', { build: app => shop(app, 'same-charts') });
  expect(await reached(resources.values())).toBeUndefined();
  const app = new App();
  shop(app, 'same-charts');
  app.node.validate();
  const written = app.charts.flatMap(chart => chart.toJson() as Manifest[]);
  expect(byIdentity(manifestsOf(registered))).toEqual(byIdentity(written));
  expect(registered.find(({ custom }) => !custom)).toMatchObject({ type: 'sealane:index:Charts', name: 'same' });
});

test('names are stable and say the place, and what others need comes first', async () => {
  await reached(new Charts('order', { build: app => shop(app, 'order-charts') }).resources.values());
  expect(place('Namespace order/shop')).toBeGreaterThanOrEqual(0);
  for (const [first, second] of [['Namespace order/shop', 'Deployment order/shop/web'], ['DestinationRule order/shop/reviews', 'VirtualService order/shop/reviews'], ['NetworkPolicy order/shop/payments-egress', 'NetworkPolicy order/shop/default-deny']] as const) {
    expect([first, place(first) < place(second)]).toEqual([first, true]);
  }
});

test('an Output reaches its leaf, a secret stays one, and both are judged when they are known', async () => {
  const password = pulumi.secret('hunter2');
  const { report, resources, settled } = new Charts('leaves', { build: app => shop(app, 'leaves-charts', { cidr: pulumi.output('198.51.100.7/32'), password: leaf(password) }) });
  expect(await reached(resources.values())).toBeUndefined();
  expect(JSON.stringify(registered.find(({ name }) => name === 'leaves/shop/payments-egress')?.inputs)).toContain('"198.51.100.7/32"');
  const secret = registered.find(({ type }) => type === 'kubernetes:core/v1:Secret') as Registered;
  expect([hasSecret(secret), manifestsOf([secret])[0]?.['stringData']]).toEqual([true, { password: 'hunter2' }]);
  expect(report.unknown.reasons).toMatchObject({ 'a value that is only known at deploy': 2 });
  expect((await valueOf(settled)).findings.filter(({ rule }) => rule === 'edge/excess')).toEqual([]);
  expect((await valueOf(settled)).unknown.reasons).not.toHaveProperty(['a value that is only known at deploy']);
  expect(await pulumi.isSecret(settled)).toBe(true);
});

test('a preview that does not know a value registers everything', async () => {
  registered = await mocked({ preview: true });
  const { resources } = new Charts('preview', { build: app => shop(app, 'preview-charts', { cidr: unknownOutput<string>() }) });
  expect(await reached(resources.values())).toBeUndefined();
  expect(manifestsOf(registered)).toHaveLength(resources.size);
});

/** A chart of cdk8s-plus, without anything of sealane's. */
const plus = (app: App, configFirst: boolean): void => {
  const chart = new Chart(app, 'plain', { namespace: 'plain', disableResourceNameHashes: true });
  const deployment = new kplus.Deployment(chart, 'web', { containers: [{ image: 'registry.example/web:1.0.0', portNumber: 8080 }] });
  new kplus.Service(chart, 'service', { selector: deployment, ports: [{ port: 80, targetPort: 8080 }] });
  const config = new kplus.ConfigMap(chart, 'config', { data: { url: leaf(pulumi.output('https://db.example')) } });
  if (configFirst) deployment.node.addDependency(config);
};

test("a user's own chart is registered too, checked by every rule, in the order of its dependencies", async () => {
  const { report, resources } = new Charts('own', { platform: plainKubernetes({ cluster: 'own-charts' }), build: app => plus(app, true) });
  expect(await reached(resources.values())).toBeUndefined();
  expect(registered.filter(({ custom }) => custom).map(({ type }) => type).sort()).toEqual(['kubernetes:apps/v1:Deployment', 'kubernetes:core/v1:ConfigMap', 'kubernetes:core/v1:Service']);
  expect(registered.findIndex(({ type }) => type.endsWith(':ConfigMap'))).toBeLessThan(registered.findIndex(({ type }) => type.endsWith(':Deployment')));
  expect(manifestsOf(registered).find(({ kind }) => kind === 'ConfigMap')).toMatchObject({ data: { url: 'https://db.example' } });
  expect(report.rules.length).toBeGreaterThan(100);
});

const alone = { 'api/namespace-undeclared': 'info', 'route/host-unknown': 'info' } as const;
const unrouted: ChartsArgs = {
  check: { complete: true, severities: alone },
  build: app => {
    new ApiObject(new Chart(app, 'shop', { namespace: 'shop' }), 'route', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'reviews' }, spec: { http: [{ route: [{ destination: { host: 'reviews' } }] }] } });
  },
};

test('a violated rule fails the program with the component and the fix', () => {
  expect(() => new Charts(`broken-${made++}`, unrouted)).toThrow(/^broken-0: the network would not do what it says\nerror route\/without-hosts: .*\n +at VirtualService shop\/reviews .*\(construct broken-0\)\n(?:.*\n)* help: .+/);
  expect(() => new Charts('accepted', { ...unrouted, check: { complete: true, accepts: [{ rule: 'route/without-hosts', reason: 'a test' }], severities: alone } })).not.toThrow();
});

test('misuse throws', () => {
  expect(() => new Charts('empty', { build: () => undefined })).toThrow('[empty] an App without objects; put charts into the App that build is given');
  expect(() => new Charts('twice', { build: app => shop(app, 'twice-charts'), check: { profile: 'strict' } })).toThrow('[twice] check of an App with a Network; say it to the Network');
  const circle = (app: App): void => {
    const chart = new Chart(app, 'circle', { namespace: 'plain' });
    const [a, b] = ['a', 'b'].map(id => new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id } })) as [ApiObject, ApiObject];
    a.addDependency(b);
    b.addDependency(a);
  };
  expect(() => new Charts('circle', { build: circle })).toThrow();
});
