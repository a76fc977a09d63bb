import { Lazy, Testing } from 'cdk8s';
import * as plus27 from 'cdk8s-plus-27';
import * as plus34 from 'cdk8s-plus-34';
import { Canary, DefaultDeny, MutualTls } from '../../lib/cdk8s/constructs';
import { fieldAt, type Manifest } from '../../lib/model/object';
import { shopApp, thrownBy, titles } from './app';

const majors = [['cdk8s-plus-27', plus27], ['cdk8s-plus-34', plus34]] as const;

function find(objects: readonly unknown[], kind: string, name: string): Manifest {
  const found = (objects as readonly Manifest[]).find(object => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`${kind} ${name} is not there`);
  return found;
}

describe.each(majors)('a workload of %s', (_, plus) => {
  const containers = [{ image: 'registry.example/cart:1.0.0', ports: [{ name: 'http', number: 8080 }], securityContext: { ensureNonRoot: false } }];

  test('gets the label of its version through its own interface, on the template and not on its selector', () => {
    const { net, shop, namespace } = shopApp();
    const versions = Object.fromEntries(['v1', 'v2'].map(version => [version, net.workload(new plus.Deployment(shop, `cart-${version}`, { metadata: { name: `cart-${version}` }, podMetadata: { labels: { app: 'cart' } }, containers }))]));
    const service = net.service({ name: 'cart', namespace, ports: { http: { port: 80, targetPort: 'http' } }, versions });
    new Canary(shop, 'cart', { network: net, service, weights: { v1: 90, v2: 10 } });
    const objects = Testing.synth(shop) as unknown[];
    const deployment = find(objects, 'Deployment', 'cart-v2');
    expect(fieldAt(deployment, 'spec', 'template', 'metadata', 'labels')).toMatchObject({ app: 'cart', version: 'v2' });
    expect(fieldAt(deployment, 'spec', 'selector', 'matchLabels')).not.toHaveProperty('version');
    expect(fieldAt(find(objects, 'DestinationRule', 'cart'), 'spec', 'subsets')).toEqual([{ name: 'v1', labels: { version: 'v1' } }, { name: 'v2', labels: { version: 'v2' } }]);
  });

  test('that enters the mesh alone gets the label of the webhook', () => {
    const { net, shop } = shopApp();
    const deployment = new plus.Deployment(shop, 'cart', { metadata: { name: 'cart' }, containers });
    new MutualTls(shop, 'mtls', { network: net, scope: 'workload', workloads: [net.workload(deployment)] });
    expect(fieldAt(find(Testing.synth(shop) as unknown[], 'Deployment', 'cart'), 'spec', 'template', 'metadata', 'labels', 'sidecar.istio.io/inject')).toBe('true');
  });

  test('is selected in policies by the labels that stay for its life', () => {
    const { net, shop, namespace, reviews } = shopApp();
    const deployment = new plus.Deployment(shop, 'cart', { metadata: { name: 'cart' }, containers });
    new DefaultDeny(shop, 'deny', { network: net, namespace, edges: [net.workload(deployment).calls(reviews.port('http'))] });
    const policy = find(Testing.synth(shop) as unknown[], 'NetworkPolicy', 'cart-to-reviews-http-egress');
    expect(fieldAt(policy, 'spec', 'podSelector', 'matchLabels')).toEqual(deployment.matchLabels);
  });

  test('of a Job, whose selector is empty, is selected by the labels of its pods', () => {
    const { net, shop, namespace, reviews } = shopApp();
    const job = new plus.Job(shop, 'import', { metadata: { name: 'import' }, podMetadata: { labels: { app: 'import' } }, containers });
    new DefaultDeny(shop, 'deny', { network: net, namespace, edges: [net.workload(job).calls(reviews.port('http'))] });
    const policy = find(Testing.synth(shop) as unknown[], 'NetworkPolicy', 'import-to-reviews-http-egress');
    expect(fieldAt(policy, 'spec', 'podSelector', 'matchLabels')).toMatchObject({ app: 'import' });
  });

  test('may still change between its handle and the synth', () => {
    const { net, shop, namespace } = shopApp();
    const deployment = new plus.Deployment(shop, 'cart', { metadata: { name: 'cart' }, podMetadata: { labels: { app: 'cart' } } });
    net.service({ name: 'cart', namespace, ports: { http: { port: 80, targetPort: 'http' } }, workload: net.workload(deployment) });
    deployment.addContainer({ image: 'registry.example/cart:1.0.0', ports: [{ name: 'http', number: 8080 }] });
    expect(titles(Testing.synth(shop))).toContain('Service cart');
  });
});

describe('a value that is only known at synth', () => {
  test('is carried to its place: a Lazy address block', () => {
    const { net, shop, namespace } = shopApp();
    const cidr = Lazy.any({ produce: () => '10.20.0.0/16' }) as { produce(): unknown };
    new DefaultDeny(shop, 'deny', { network: net, namespace, edges: [], egressCidrs: [{ name: 'payments', cidr, ports: [{ port: 443 }] }] });
    const policy = find(Testing.synth(shop) as unknown[], 'NetworkPolicy', 'payments-egress');
    expect(fieldAt(policy, 'spec', 'egress')).toEqual([{ to: [{ ipBlock: { cidr: '10.20.0.0/16' } }], ports: [{ port: 443, protocol: 'TCP' }] }]);
  });

  test('is judged at once where it is known: a malformed block throws at the call', () => {
    const { net, shop, namespace } = shopApp();
    const call = (): unknown => new DefaultDeny(shop, 'deny', { network: net, namespace, edges: [], egressCidrs: [{ name: 'payments', cidr: '10.20.0.1/16', ports: [{ port: 443 }] }] });
    expect(thrownBy(call)).toBe('[shop/deny] default-deny: egress permit "payments": "10.20.0.1/16" has bits set after the prefix; the network is "10.20.0.0/16"; correct the block');
  });
});

test('a Namespace is written once, with the labels of everyone who asks', () => {
  const { app, net, namespace, shop } = shopApp();
  new MutualTls(shop, 'mtls', { network: net, namespace });
  new DefaultDeny(shop, 'deny', { network: net, namespace, edges: [] });
  expect(app.synthYaml().match(/^kind: Namespace$/gm)).toHaveLength(1);
  expect(app.synthYaml()).toContain('istio-injection: enabled');
});
