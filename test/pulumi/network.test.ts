import * as pulumi from '@pulumi/pulumi';
import { App, Chart } from 'cdk8s';
import { Canary, DefaultDeny, MutualTls, Network as Cdk8sNetwork } from '../../lib';
import { Canary as CanaryComponent, Network, canary, defaultDeny, mutualTls } from '../../lib/pulumi';
import type { Manifest } from '../../lib/model/object';
import type { Network as CoreNetwork } from '../../lib/network/network';
import type { Platform } from '../../lib/platform/platform';
import { istioSidecar, plainKubernetes } from '../../lib/platform/presets';
import { workload } from '../support/shop';

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly custom: boolean;
}

let registered: Registered[] = [];

beforeEach(async () => {
  registered = [];
  jest.spyOn(pulumi.log, 'info').mockResolvedValue(undefined);
  await pulumi.runtime.setMocks({
    newResource: args => {
      registered.push({ type: args.type, name: args.name, inputs: args.inputs as Record<string, unknown>, custom: args.custom ?? false });
      return { id: `${args.name}-id`, state: args.inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
});

/** Waits until everything that a component started has reached the mocks. */
async function settled(network: Network): Promise<void> {
  await Promise.all([...network.resources.values()].map(resource => new Promise(resolve => resource.urn.apply(resolve))));
}

/** The same handles in both shells. */
function handles<P extends Platform>(net: CoreNetwork<P>) {
  const shop = net.namespace('shop', { create: true });
  const web = net.workload(workload('web'));
  const v1 = net.workload(workload('reviews-v1', { labels: { app: 'reviews', version: 'v1' } }));
  const v2 = net.workload(workload('reviews-v2', { labels: { app: 'reviews', version: 'v2' } }));
  const reviews = net.service({ name: 'reviews', namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, versions: { v1, v2 } });
  return { shop, web, reviews };
}

/** The object that a registered resource stands for. */
function manifestOf({ inputs }: Registered): Manifest {
  const copy = JSON.parse(JSON.stringify(inputs)) as Manifest;
  return copy;
}

describe('the Pulumi network', () => {
  for (const routing of ['istio', 'gateway'] as const) {
    test(`registers the same objects as cdk8s writes, with routing ${routing}`, async () => {
      const network = new Network('same', {
        platform: istioSidecar({ cluster: `same-${routing}`, routing }),
        patterns: net => {
          const { shop, web, reviews } = handles(net);
          return [
            mutualTls({ network: net, namespace: shop, stage: 'lockdown' }),
            canary({ network: net, service: reviews, weights: { v1: 80, v2: 20 }, override: { header: 'x-canary', value: 'yes', to: 'v2' }, outlierDetection: true }),
            defaultDeny({ network: net, namespace: shop, edges: [web.calls(reviews.port('http'))] }),
          ];
        },
      });
      await settled(network);

      const app = new App();
      const net = new Cdk8sNetwork(app, istioSidecar({ cluster: `same-${routing}`, routing }));
      const chart = new Chart(app, 'shop', { namespace: 'shop' });
      const { shop, web, reviews } = handles(net);
      new MutualTls(chart, 'mtls', { network: net, namespace: shop, stage: 'lockdown' });
      new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 80, v2: 20 }, override: { header: 'x-canary', value: 'yes', to: 'v2' }, outlierDetection: true });
      new DefaultDeny(chart, 'deny', { network: net, namespace: shop, edges: [web.calls(reviews.port('http'))] });
      app.node.validate();
      const written = app.charts.flatMap(each => each.toJson() as Manifest[]);

      const key = (manifest: Manifest): string => `${manifest.kind}/${manifest.metadata.namespace ?? ''}/${manifest.metadata.name}`;
      const resources = registered.filter(({ custom }) => custom).map(manifestOf);
      expect(new Map(resources.map(manifest => [key(manifest), manifest]))).toEqual(new Map(written.map(manifest => [key(manifest), manifest])));
      expect(resources).toHaveLength(written.length);
    });
  }

  test('uses typed classes for built-in kinds and CustomResource for the rest, with explicit names', async () => {
    const network = new Network('types', {
      platform: istioSidecar({ cluster: 'types', routing: 'istio' }),
      patterns: net => {
        const { shop, reviews } = handles(net);
        return [canary({ network: net, service: reviews, weights: { v1: 50, v2: 50 } }), defaultDeny({ network: net, namespace: shop, edges: [] })];
      },
    });
    await settled(network);
    expect(registered.map(({ type, name }) => `${type} ${name}`)).toEqual(
      expect.arrayContaining([
        'sealane:index:Network types',
        'kubernetes:core/v1:Namespace types/shop',
        'kubernetes:core/v1:Service types/shop/reviews',
        'kubernetes:apps/v1:Deployment types/shop/web',
        'kubernetes:networking.k8s.io/v1:NetworkPolicy types/shop/default-deny',
        'kubernetes:networking.istio.io/v1:VirtualService types/shop/reviews',
      ]),
    );
  });

  test('an Output and a secret reach their leaf, and are counted as unknown', async () => {
    const network = new Network('leaves', {
      platform: plainKubernetes({ cluster: 'leaves', cni: 'calico' }),
      patterns: net => {
        const { shop, web } = handles(net);
        const address = pulumi.secret('203.0.113.7/32');
        return [defaultDeny({ network: net, namespace: shop, edges: [], egressCidrs: [{ name: 'payments', cidr: address, ports: [{ port: 443 }], workload: web }] })];
      },
    });
    await settled(network);
    expect(network.report.unknown.reasons).toMatchObject({ 'a value that is only known at deploy': 1 });
    const policy = registered.find(({ name }) => name === 'leaves/shop/payments-egress');
    expect(JSON.stringify(policy?.inputs)).toContain('203.0.113.7/32');
  });

  test('rules are registered before the routes that need them, and allows before the deny', async () => {
    const network = new Network('order', {
      platform: istioSidecar({ cluster: 'order', routing: 'istio' }),
      patterns: net => {
        const { shop, web, reviews } = handles(net);
        return [canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 } }), defaultDeny({ network: net, namespace: shop, edges: [web.calls(reviews.port('http'))] })];
      },
    });
    await settled(network);
    // dependsOn is not visible to mocks, its effect is: a resource is registered once those it depends on are.
    const order = registered.map(({ type, name }) => `${type.split(':').at(-1) ?? ''} ${name}`);
    const at = (key: string): number => order.indexOf(key);
    expect(at('Namespace order/shop')).toBeLessThan(at('Deployment order/shop/web'));
    expect(at('DestinationRule order/shop/reviews')).toBeLessThan(at('VirtualService order/shop/reviews'));
    expect(order.at(-1)).toBe('NetworkPolicy order/shop/default-deny');
  });

  test('a finding of the check fails the program with what, where and the fix', () => {
    expect(
      () =>
        new Network('broken', {
          platform: istioSidecar({ cluster: 'broken', routing: 'istio' }),
          patterns: net => {
            const { shop, reviews } = handles(net);
            const agent = net.workload(workload('agent', { pod: { hostNetwork: true } }));
            return [mutualTls({ network: net, namespace: shop, stage: 'enforce', portExceptions: [] }), mutualTls({ network: net, scope: 'mesh', stage: 'lockdown', clients: [agent.calls(reviews.port('http'))] })];
          },
        }),
    ).toThrow(/error authz\/caller-without-identity: edge agent to reviews: the caller uses the host network.*\n.*construct broken\/mutual-tls-2/);
  });

  test('a second component that writes the same host on the same cluster is refused by name', () => {
    const build = (net: CoreNetwork<ReturnType<typeof istioSidecar<'istio'>>>) => ({ network: net, service: handles(net).reviews, weights: { v1: 90, v2: 10 } });
    const platform = istioSidecar({ cluster: 'twice', routing: 'istio' });
    new CanaryComponent('first', { platform, build });
    expect(() => new CanaryComponent('second', { platform, build })).toThrow('[second] Namespace shop on cluster twice is written by first already; put both patterns into one Network, which merges them');
  });

  test('misuse names the component', () => {
    expect(() => new Network('odd', { platform: istioSidecar({ cluster: 'odd', routing: 'istio' }), patterns: net => [mutualTls({ network: net, namespace: net.namespace('Shop') })] })).toThrow(
      '[odd] namespace name "Shop" must be lower-case letters, digits and "-", and begin and end with a letter or digit; use a DNS label such as "shop"',
    );
  });
});
