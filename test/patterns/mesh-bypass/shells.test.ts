import * as pulumi from '@pulumi/pulumi';
import { App, Chart } from 'cdk8s';
import { MeshBypass, MutualTls, Network as Cdk8sNetwork, Webhook } from '../../../lib';
import { MeshBypass as MeshBypassComponent, meshBypass, mutualTls, Network, Webhook as WebhookComponent, webhook } from '../../../lib/pulumi';
import type { Manifest } from '../../../lib/model/object';
import type { Network as CoreNetwork } from '../../../lib/network/network';
import type { Platform } from '../../../lib/platform/platform';
import { istioSidecar } from '../../../lib/platform/presets';
import { accepted } from '../../support/bypass';
import { workload } from '../../support/shop';

let registered: Manifest[] = [];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks({
    newResource: args => {
      if (args.custom === true) registered.push(JSON.parse(JSON.stringify(args.inputs)) as Manifest);
      return { id: `${args.name}-id`, state: args.inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
});

async function settled(network: Network): Promise<readonly Manifest[]> {
  await Promise.all([...network.resources.values()].map(resource => new Promise(resolve => resource.urn.apply(resolve))));
  return registered;
}

function handles<P extends Platform>(net: CoreNetwork<P>) {
  const shop = net.namespace('shop', { create: true, enrolled: true });
  const web = net.workload(workload('web'));
  const validator = net.service({ name: 'validator', namespace: shop, workload: net.workload(workload('validator')), ports: { https: { port: 443, targetPort: 8080 } } });
  const db = net.service({ name: 'db', namespace: shop, workload: net.workload(workload('db', { kind: 'StatefulSet' })), ports: { 'tcp-pg': { port: 5432, targetPort: 8080 } } });
  return { shop, web, validator, edge: web.calls(db.port('tcp-pg')) };
}

const byName = (manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> => new Map(manifests.map(manifest => [`${manifest.kind}/${manifest.metadata.namespace ?? ''}/${manifest.metadata.name}`, manifest]));

test('constructs and components write the same', async () => {
  const network = new Network('bypass', {
    platform: istioSidecar({ cluster: 'same', routing: 'istio' }),
    patterns: net => {
      const { shop, validator, edge } = handles(net);
      return [mutualTls({ network: net, namespace: shop, stage: 'enforce' }), meshBypass({ network: net, clients: [edge], level: 'both', accept: accepted }), webhook({ network: net, port: validator.port('https') })];
    },
  });
  const resources = await settled(network);

  const app = new App();
  const net = new Cdk8sNetwork(app, istioSidecar({ cluster: 'same', routing: 'istio' }));
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const { shop, validator, edge } = handles(net);
  new MutualTls(chart, 'mtls', { network: net, namespace: shop, stage: 'enforce' });
  new MeshBypass(chart, 'bypass', { network: net, clients: [edge], level: 'both', accept: accepted });
  new Webhook(chart, 'validator', { network: net, port: validator.port('https') });
  expect(app.node.validate()).toEqual([]);
  expect(byName(resources)).toEqual(byName(app.charts.flatMap(each => each.toJson() as Manifest[])));
});

test('each stands alone too', async () => {
  const platform = istioSidecar({ cluster: 'alone', routing: 'istio' });
  await settled(new MeshBypassComponent('fast', { platform, build: net => ({ network: net, clients: [handles(net).edge], accept: accepted }) }));
  await settled(new WebhookComponent('webhook', { platform: istioSidecar({ cluster: 'other', routing: 'istio' }), build: net => ({ network: net, port: handles(net).validator.port('https') }) }));
  const names = registered.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names).toEqual(expect.arrayContaining(['NetworkPolicy db-mesh-bypass', 'PeerAuthentication db', 'PeerAuthentication validator']));
});
