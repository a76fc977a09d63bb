import * as pulumi from '@pulumi/pulumi';
import { App, Chart } from 'cdk8s';
import { DefaultDeny, ExternalService, Network } from '../../../lib';
import { ExternalService as Component, defaultDeny, externalService, Network as PulumiNetwork } from '../../../lib/pulumi';
import type { Network as CoreNetwork } from '../../../lib/network/network';
import type { IstioSidecar } from '../../../lib/platform/platform';
import { istioSidecar } from '../../../lib/platform/presets';
import { workload } from '../../support/shop';

type Mesh = IstioSidecar<'istio', 'standard'>;
interface Registered {
  readonly kind: string;
  readonly spec: unknown;
}
let registered: Registered[] = [];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks({
    newResource: args => {
      const inputs = args.inputs as Record<string, unknown>;
      if (args.custom === true) registered.push({ kind: args.type.split(':').at(-1) ?? '', spec: inputs['spec'] });
      return { id: `${args.name}-id`, state: inputs };
    },
    call: () => ({}),
  });
});

const platform = (cluster: string): Mesh => istioSidecar({ cluster, routing: 'istio' });

/** The same handles in both shells. */
function handles(net: CoreNetwork<Mesh>) {
  const namespace = net.namespace('shop', { create: true, labels: { 'istio-injection': 'enabled' } });
  const web = net.workload(workload('web'));
  const exit = net.egressGateway({ name: 'exit', namespace: net.namespace('egress', { create: true }), pods: { labels: { istio: 'exit' }, serviceAccount: 'exit' } });
  const payments = net.external({ name: 'payments', namespace, hosts: ['api.payments.example'], ports: { http: { port: 80, targetPort: 443 } } });
  return { namespace, external: payments, callers: [web], through: exit, originate: { http: {} } } as const;
}

const mine = ['ServiceEntry', 'DestinationRule', 'VirtualService', 'Gateway', 'NetworkPolicy'];
const bySpec = (objects: readonly Registered[]): readonly string[] => objects.filter(({ kind }) => mine.includes(kind)).map(({ kind, spec }) => `${kind} ${JSON.stringify(spec)}`).sort();

async function settled(network: { readonly resources: ReadonlyMap<string, pulumi.Resource> }): Promise<void> {
  await Promise.all([...network.resources.values()].map(resource => new Promise(resolve => resource.urn.apply(resolve))));
}

test('cdk8s and Pulumi write the same objects', async () => {
  const app = new App();
  const net = new Network(app, platform('same'));
  const { namespace, ...props } = handles(net);
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Chart(app, 'egress', { namespace: 'egress' });
  new ExternalService(chart, 'payments', { network: net, ...props });
  new DefaultDeny(chart, 'deny', { network: net, namespace, edges: [] });
  const written = app.synthYaml().split('---\n').filter(text => text.trim() !== '');
  expect(written.length).toBeGreaterThan(8);

  await settled(new PulumiNetwork('same', {
    platform: platform('same'),
    patterns: pulumiNet => {
      const { namespace: of, ...same } = handles(pulumiNet);
      return [externalService({ network: pulumiNet, ...same }), defaultDeny({ network: pulumiNet, namespace: of, edges: [] })];
    },
  }));
  const objects = app.charts.flatMap(each => each.toJson() as readonly Registered[]);
  expect(bySpec(registered)).toEqual(bySpec(objects));
  expect(bySpec(registered).map(text => text.split(' ')[0])).toEqual(expect.arrayContaining(['ServiceEntry', 'DestinationRule', 'VirtualService', 'Gateway', 'NetworkPolicy']));
});

test('a component is a network of the pattern', async () => {
  const component = new Component('alone', {
    platform: platform('alone'),
    build: net => ({ network: net, external: net.external({ name: 'payments', namespace: net.namespace('shop', { create: true }), hosts: ['api.payments.example'], ports: { https: { port: 443 } } }) }),
  });
  await settled(component);
  expect([...component.resources.keys()]).toContain('networking.istio.io/ServiceEntry/shop/payments');
});
