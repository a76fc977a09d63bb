import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { Canary, DefaultDeny, MutualTls } from '../../lib/cdk8s/constructs';
import { Network } from '../../lib/cdk8s/network';
import { UsageError } from '../../lib/model/usage-error';
import { Network as CoreNetwork } from '../../lib/network/network';
import { istioSidecar, plainKubernetes } from '../../lib/platform/presets';
import { workload } from '../support/shop';
import { chart, istio, shopApp, thrownBy, type ShopApp } from './app';

const half = { v1: 50, v2: 50 };

/** Each misuse with the whole text that it throws: where, the value seen, and the fix. */
const table: readonly (readonly [misuse: string, call: (scene: ShopApp) => unknown, message: string])[] = [
  [
    'a second Network on an App',
    ({ app }) => new Network(app, istio()),
    'the App has a Network already; one App, one Network: build a second App for a second cluster',
  ],
  [
    'a pattern after synth',
    ({ app, net, shop, namespace }) => {
      app.synthYaml();
      new MutualTls(shop, 'late', { network: net, namespace });
    },
    '[shop/late] mutual-tls at shop/late came after the network was composed, so it would have no effect; create it before app.synth()',
  ],
  [
    'a handle after synth',
    ({ app, net }) => {
      app.synthYaml();
      net.workload(workload('late'));
    },
    '[00-network] Deployment shop/late came after the network was composed, so it would have no effect; create it before app.synth()',
  ],
  [
    'a pattern in another App than its network',
    ({ net, namespace }) => new MutualTls(chart(new App(), 'other'), 'mtls', { network: net, namespace }),
    '[other/mtls] the construct is in another App than its network; one App, one Network: pass the network of this App',
  ],
  [
    'a network that is none of cdk8s',
    ({ shop, namespace }) => new MutualTls(shop, 'mtls', { network: new CoreNetwork(istio()), namespace }),
    "[shop/mtls] network is not a cdk8s Network of this copy of sealane; create it with new Network(app, platform), imported from 'sealane'",
  ],
  [
    'no network at all, from JavaScript',
    ({ shop, namespace }) => new MutualTls(shop, 'mtls', { namespace } as never),
    "[shop/mtls] network is not a cdk8s Network of this copy of sealane; create it with new Network(app, platform), imported from 'sealane'",
  ],
  [
    'a namespace with two handles',
    ({ net }) => net.namespace('shop'),
    '[00-network] namespace shop has a handle already; keep the first one and pass it on',
  ],
  [
    'a namespace name that is no DNS label',
    ({ net }) => net.namespace('Shop_EU'),
    '[00-network] namespace name "Shop_EU" must be lower-case letters, digits and "-", and begin and end with a letter or digit; use a DNS label such as "shop"',
  ],
  [
    'a workload with two handles',
    ({ net }) => net.workload(workload('web')),
    '[00-network] Deployment shop/web has a handle already; keep the first one and pass it on',
  ],
  [
    'a workload whose pods have no labels',
    ({ net }) => net.workload(workload('cart', { labels: {} })),
    '[00-network] pods of Deployment shop/cart have no labels, so a selector for them would select every pod of the namespace; put a label such as app on the pod template',
  ],
  [
    'an object that is no workload',
    ({ net }) => net.workload({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } }),
    '[00-network] ConfigMap settings is not a workload; pass a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob or Pod',
  ],
  [
    'a Service name that begins with a digit',
    ({ net, namespace, web }) => net.service({ name: '2nd', namespace, ports: { http: { port: 80 } }, workload: web }),
    '[00-network] service name "2nd" must begin with a letter; use a DNS label such as "reviews"',
  ],
  [
    'a Service port out of range',
    ({ net, namespace, web }) => net.service({ name: 'web', namespace, ports: { http: { port: 80_000 } }, workload: web }),
    '[00-network] service web: port http is 80000, it must be a whole number from 1 to 65535; correct the port',
  ],
  [
    'a gateway without pods',
    ({ net, namespace }) => net.gateway({ name: 'public', namespace, listeners: { http: { hostname: 'shop.example', protocol: 'HTTP' } } }),
    '[00-network] gateway public: nobody says which pods serve it; set pods on the gateway, or ingress on the platform',
  ],
  [
    'weights that are not parts of 100, deep in the tree',
    ({ net, shop, reviews }) => new Canary(new Construct(shop, 'team'), 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 20 } }),
    '[shop/team/canary] canary of shop/reviews: weights { v1: 90, v2: 20 } add up to 110; make them parts of 100',
  ],
  [
    'a fault for everyone that nobody accepted',
    ({ net, shop, reviews }) => new Canary(shop, 'canary', { network: net, service: reviews, weights: half, fault: { match: 'everyone', abort: { percentage: 5, status: 503 } } }),
    "[shop/canary] canary of shop/reviews: fault for everyone breaks real requests; leave it out, or accept it with { rule: 'platform/canary-fault-everyone', reason: '…' }",
  ],
  [
    'an accept without a reason',
    ({ net, shop, namespace }) => new MutualTls(shop, 'mtls', { network: net, namespace, accept: [{ rule: 'mtls/plaintext-caller', reason: ' ' }] }),
    '[shop/mtls] accept of mtls/plaintext-caller has no reason; say why it is right here',
  ],
  [
    'an accept of something that is no rule',
    ({ net, shop, namespace }) => new MutualTls(shop, 'mtls', { network: net, namespace, accept: [{ rule: 'everything', reason: 'quiet' }] }),
    '[shop/mtls] accept names rule "everything", which is no rule id; use an id such as "mtls/plaintext-caller"',
  ],
  [
    'an exception for the port of a Service',
    ({ net, shop, namespace, reviewsV1 }) => new MutualTls(shop, 'mtls', { network: net, namespace, stage: 'enforce', portExceptions: [{ workload: reviewsV1, containerPort: 80, mode: 'PERMISSIVE', reason: 'probe' }] }),
    '[shop/mtls] mutual-tls: port exception 80 of reviews-v1: no container declares it; use a container port (9080), not the port of a Service',
  ],
  [
    'a stage that does not exist, from JavaScript',
    ({ net, shop, namespace }) => new MutualTls(shop, 'mtls', { network: net, namespace, stage: 'strict' as 'enforce' }),
    '[shop/mtls] mutual-tls: stage "strict" does not exist; use permissive, workloads, enforce and lockdown',
  ],
  [
    'an edge that does not touch the namespace',
    ({ net, shop, web, reviews }) => new DefaultDeny(shop, 'deny', { network: net, namespace: net.namespace('data'), edges: [web.calls(reviews.port('http'))] }),
    '[shop/deny] default-deny: edge web to shop/reviews does not touch namespace data; declare it to the pattern of namespace shop',
  ],
  [
    'an exception outside of the block that it is taken from',
    ({ net, shop, namespace }) => new DefaultDeny(shop, 'deny', { network: net, namespace, edges: [], egressCidrs: [{ name: 'payments', cidr: '10.0.0.0/8', except: ['192.168.0.0/16'], ports: [{ port: 443 }] }] }),
    '[shop/deny] default-deny: egress permit "payments": except 192.168.0.0/16 is not a part of 10.0.0.0/8; leave out a smaller block inside it',
  ],
  [
    'a handle of another network',
    ({ net, shop }) => new MutualTls(shop, 'mtls', { network: net, namespace: shopApp().namespace }),
    '[shop/mtls] mutual-tls: namespace shop is a handle of another network; mint it with the network that the pattern gets',
  ],
  [
    'a workload of another network at the end of an edge',
    ({ net, shop, namespace, reviews }) => new DefaultDeny(shop, 'deny', { network: net, namespace, edges: [shopApp().web.calls(reviews.port('http'))] }),
    '[shop/deny] default-deny: workload web is a handle of another network; mint it with the network that the pattern gets',
  ],
];

/** What types refuse, written in JavaScript. */
const untyped: typeof table = [
  ['a name where a handle belongs', ({ net, shop }) => new MutualTls(shop, 'mtls', { network: net, namespace: 'shop' as never }), '[shop/mtls] mutual-tls: namespace is "shop"; pass a handle, from net.namespace(…)'],
  ['a canary of no Service', ({ net, shop }) => new Canary(shop, 'canary', { network: net, weights: half } as never), '[shop/canary] canary: no service given; pass a handle, from net.service(…)'],
  ['a canary without weights', ({ net, shop, reviews }) => new Canary(shop, 'canary', { network: net, service: reviews } as never), '[shop/canary] canary: no weights given; give every version its part of 100'],
  ['a default deny without edges', ({ net, shop, namespace }) => new DefaultDeny(shop, 'deny', { network: net, namespace } as never), '[shop/deny] default-deny: no edges given; list the edges, [] for none'],
  ['a call to a name', ({ web }) => web.calls('reviews' as never), `web calls "reviews"; pass a port of a Service, such as reviews.port('http')`],
  ['a Service without ports', ({ net, namespace, web }) => net.service({ name: 'web', namespace, workload: web } as never), '[00-network] service web has no ports; name at least one, such as { http: { port: 80 } }'],
  ['a workload made of nothing', ({ net }) => net.workload(undefined as never), '[00-network] a workload is not given; pass a workload construct, a manifest, or a description with existing: true'],
  ['a network in a chart', ({ shop }) => new Network(shop as never, istio()), 'a network without an App; pass the App itself: new Network(app, platform)'],
  ['a network without a platform', () => new Network(new App(), undefined as never), "a network without a platform; pass one, such as istioSidecar({ cluster: 'eu', routing: 'istio' })"],
  ['a platform without routing', () => istioSidecar({ cluster: 'eu' } as never), "platform: no routing given; use 'istio' or 'gateway'"],
];

test.each(untyped)('%s throws at the call, where types do not help', (_, call, message) => {
  expect(thrownBy(() => call(shopApp()))).toBe(message);
});

test.each(table)('%s throws at the call, with its place, the value and the fix', (_, call, message) => {
  expect(thrownBy(() => call(shopApp()))).toBe(message);
});

test('every misuse is a UsageError, which carries its parts', () => {
  for (const [, call] of table) expect(() => call(shopApp())).toThrow(UsageError);
  const { net, shop, reviews } = shopApp();
  try {
    new Canary(shop, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 20 } });
  } catch (error) {
    expect(error).toMatchObject({ at: 'shop/canary', what: 'canary of shop/reviews: weights { v1: 90, v2: 20 } add up to 110', fix: 'make them parts of 100' });
  }
  expect.hasAssertions();
});

test('a platform without a mesh refuses at the call as well', () => {
  const { net: network, shop, namespace } = shopApp(undefined, plainKubernetes({ cluster: 'test' }));
  const props: unknown = { network, namespace };
  expect(thrownBy(() => new MutualTls(shop, 'mtls', props as never))).toBe('[shop/mtls] mutual-tls: plain Kubernetes gives pods no identity and encrypts nothing between them; use a mesh such as istioSidecar');
});
