import * as pulumi from '@pulumi/pulumi';
import { canary, defaultDeny, exposure, mutualTls, Network } from '../../lib/pulumi';
import type { Report } from '../../lib/check/check';
import type { Manifest, ObjectReference } from '../../lib/model/object';
import { istioSidecar } from '../../lib/platform/presets';
import { workload } from '../support/shop';

// A value that is only known at deploy settles nothing: no rule passes or fails on it, and it is counted with its reason.

let made = 0;
let warned: jest.SpyInstance;
afterEach(() => warned.mockRestore());
beforeEach(async () => {
  warned = jest.spyOn(pulumi.log, 'warn').mockResolvedValue(undefined);
  await pulumi.runtime.setMocks({ newResource: args => ({ id: `${args.name}-id`, state: args.inputs as Record<string, unknown> }), call: () => ({}) });
});

type Change = readonly [object: Omit<ObjectReference, 'name'> & { readonly name: string }, path: readonly (string | number)[], value: unknown];

/** A network of several patterns in which one field of one object is something else. */
function report(change?: Change): Report {
  const name = `opaque-${made++}`;
  const network = new Network(name, {
    platform: istioSidecar({ cluster: name, routing: 'istio', cni: 'calico' }),
    patterns: net => {
      const shop = net.namespace('shop', { create: true });
      const ports = [{ name: 'http', containerPort: 8080 }];
      const web = net.workload(workload('web'));
      const v1 = net.workload(workload('reviews-v1', { labels: { app: 'reviews', version: 'v1' }, ports, replicas: 2 }));
      const v2 = net.workload(workload('reviews-v2', { labels: { app: 'reviews', version: 'v2' }, ports }));
      const reviews = net.service({ name: 'reviews', namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, versions: { v1, v2 } });
      if (change !== undefined) net.patch(change[0], object => replaced(object, change[1], change[2]) as Manifest);
      return [
        mutualTls({ network: net, namespace: shop }),
        canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 }, outlierDetection: true }),
        defaultDeny({ network: net, namespace: shop, edges: [web.calls(reviews.port('http'))], egressCidrs: [{ name: 'payments', cidr: '203.0.113.7/32', ports: [{ port: 443 }], workload: web }] }),
      ];
    },
  });
  return network.report;
}

function replaced(value: unknown, [step, ...rest]: readonly (string | number)[], leaf: unknown): unknown {
  if (step === undefined) return leaf;
  if (Array.isArray(value)) return value.map((item: unknown, i) => (i === step ? replaced(item, rest, leaf) : item));
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields[step] === undefined) throw new Error(`there is no ${step} to replace`);
  return { ...fields, [step]: replaced(fields[step], rest, leaf) };
}

const at = (apiVersion: string, kind: string, name: string): Change[0] => ({ apiVersion, kind, namespace: 'shop', name });
const service = at('v1', 'Service', 'reviews');
const deployment = at('apps/v1', 'Deployment', 'reviews-v1');
const route = at('networking.istio.io/v1', 'VirtualService', 'reviews');
const rule = at('networking.istio.io/v1', 'DestinationRule', 'reviews');
const said = ({ findings }: Report): readonly string[] => findings.map(finding => `${finding.severity} ${finding.rule}: ${finding.message}`);

/** The cluster's name is another each time, and in no message. */
let plain: readonly string[] | undefined;

test.each<readonly [string, Change[0], Change[1], unknown]>([
  ['the port of a Service', service, ['spec', 'ports', 0, 'port'], 80],
  ['the target port of a Service', service, ['spec', 'ports', 0, 'targetPort'], 8080],
  ['the name of a port', service, ['spec', 'ports', 0, 'name'], 'http'],
  ['a label of pods', deployment, ['spec', 'template', 'metadata', 'labels', 'version'], 'v1'],
  ['a value of a selector', service, ['spec', 'selector', 'app'], 'reviews'],
  ['a label of a subset', rule, ['spec', 'subsets', 0, 'labels', 'version'], 'v1'],
  ['the host of a rule', rule, ['spec', 'host'], 'reviews.shop.svc.cluster.local'],
  ['the name of a subset', rule, ['spec', 'subsets', 0, 'name'], 'v1'],
  ['the subsets of a rule', rule, ['spec', 'subsets'], ['v1', 'v2'].map(name => ({ name, labels: { version: name } }))],
  ['the host of a destination', route, ['spec', 'http', 0, 'route', 0, 'destination', 'host'], 'reviews.shop.svc.cluster.local'],
  ['the host of a route', route, ['spec', 'hosts', 0], 'reviews.shop.svc.cluster.local'],
  ['the subset of a route', route, ['spec', 'http', 0, 'route', 0, 'destination', 'subset'], 'v1'],
  ['the weight of a route', route, ['spec', 'http', 0, 'route', 0, 'weight'], 90],
  ['a number of replicas', deployment, ['spec', 'replicas'], 2],
  ['a container port', deployment, ['spec', 'template', 'spec', 'containers', 0, 'ports', 0, 'containerPort'], 8080],
  ['an address block', at('networking.k8s.io/v1', 'NetworkPolicy', 'payments-egress'), ['spec', 'egress', 0, 'to', 0, 'ipBlock', 'cidr'], '203.0.113.7/32'],
  ['a port of a policy', at('networking.k8s.io/v1', 'NetworkPolicy', 'payments-egress'), ['spec', 'egress', 0, 'ports', 0, 'port'], 443],
  ['a selector of a policy', at('networking.k8s.io/v1', 'NetworkPolicy', 'payments-egress'), ['spec', 'podSelector', 'matchLabels'], { app: 'web' }],
])('%s that is an Output', (_title, object, path, value) => {
  plain ??= said(report());
  const opaque = report([object, path, pulumi.output(value)]);
  expect(said(opaque).filter(line => !(plain ?? []).includes(line))).toEqual([]);
  expect(opaque.unknown.reasons).toMatchObject({ 'a value that is only known at deploy': 1 });
});

test('the name of a secret that is an Output', () => {
  const name = `opaque-${made++}`;
  const { report: found } = new Network(name, {
    platform: istioSidecar({ cluster: name, routing: 'istio', ingress: { namespace: 'edge', labels: { istio: 'ingressgateway' }, serviceAccount: 'ingress' } }),
    patterns: net => {
      const shop = net.namespace('shop', { create: true });
      const gateway = net.gateway({ name: 'public', namespace: net.namespace('edge', { create: true }), listeners: { https: { hostname: 'shop.example', protocol: 'HTTPS', secret: pulumi.output('shop-tls') } } });
      const web = net.service({ name: 'web', namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, workload: net.workload(workload('web', { ports: [{ name: 'http', containerPort: 8080 }] })) });
      return [exposure({ network: net, gateway, rules: [{ hosts: ['shop.example'], to: web.port('http') }] })];
    },
  });
  expect(found.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(found.unknown.reasons).toMatchObject({ 'a value that is only known at deploy': 1 });
});
