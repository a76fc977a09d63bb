import * as pulumi from '@pulumi/pulumi';
import { App, Chart } from 'cdk8s';
import { MultiClusterService as Construct, DefaultDeny, Network as Cdk8sNetwork } from '../../../lib';
import { defaultDeny, multiClusterService, MultiClusterService as Component, Network } from '../../../lib/pulumi';
import type { Network as CoreNetwork } from '../../../lib/network/network';
import { istioSidecar } from '../../../lib/platform/presets';
import { us, type Fleet } from '../../support/fleet';
import { workload } from '../../support/shop';

const accept = ['multicluster/network-unlabelled', 'multicluster/gateway-open'].map(rule => ({ rule, reason: 'the platform team does it' }));
const cluster = (name: string, peer = us): Fleet => istioSidecar({ cluster: name, routing: 'istio', network: name, peers: [peer] });

let written: string[] = [];
beforeEach(async () => {
  written = [];
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      const { kind, metadata } = inputs as { readonly kind?: string; readonly metadata?: { readonly name: string } };
      if (kind !== undefined) written.push(`${kind} ${metadata?.name ?? ''}`);
      return { id: `${name}-id`, state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
});

/** A Service here, and one whose pods only the peer has. */
function handles(net: CoreNetwork<Fleet>) {
  const shop = net.namespace('shop', { create: true });
  net.namespace('istio-system');
  const web = net.workload(workload('web'));
  const service = net.service({ name: 'web', namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, workload: web });
  const ratings = net.service({ name: 'ratings', namespace: shop, ports: { http: { port: 80 } }, remote: true });
  return { shop, web, service, ratings };
}

async function settled(network: Network): Promise<void> {
  await Promise.all([...network.resources.values()].map(resource => new Promise(resolve => resource.urn.apply(resolve))));
}

test('a program for two clusters builds two Apps, each with its own side', () => {
  const eu = new App();
  const us1 = new App();
  const peer = { ...us, cluster: 'eu', network: 'eu' };
  const sides = ([[eu, cluster('eu'), true], [us1, cluster('us', peer), false]] as const).map(([app, platform, caller]) => {
    const net = new Cdk8sNetwork(app, platform);
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    const namespace = net.namespace('shop', { create: true });
    if (!caller) net.namespace('istio-system');
    const web = net.workload(workload('web'));
    const ports = { http: { port: 80, targetPort: 8080 } };
    const ratings = caller ? net.service({ name: 'ratings', namespace, ports, remote: true }) : net.service({ name: 'ratings', namespace, ports, workload: web });
    new Construct(chart, 'ratings', { network: net, service: ratings, role: caller ? 'client' : 'server', accept: caller ? accept.slice(0, 1) : accept });
    new DefaultDeny(chart, 'deny', { network: net, namespace, edges: caller ? [web.calls(ratings.port('http'))] : [] });
    return app.synthYaml();
  });
  expect(sides[0]).toMatch(/cidr: 203\.0\.113\.10\/32/);
  expect(sides[0]).not.toContain('AUTO_PASSTHROUGH');
  expect(sides[1]).toContain('ratings.shop.svc.cluster.local');
  expect(sides[1]).toContain('AUTO_PASSTHROUGH');
});

test('Pulumi registers the objects that cdk8s writes', async () => {
  const network = new Network('fleet', {
    platform: cluster('eu-pulumi'),
    patterns: net => {
      const { shop, web, service, ratings } = handles(net);
      return [multiClusterService({ network: net, service, accept }), multiClusterService({ network: net, service: ratings }), defaultDeny({ network: net, namespace: shop, edges: [web.calls(ratings.port('http'))] })];
    },
  });
  await settled(network);
  const app = new App();
  const net = new Cdk8sNetwork(app, cluster('eu-pulumi'));
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const { shop, web, service, ratings } = handles(net);
  new Construct(chart, 'web', { network: net, service, accept });
  new Construct(chart, 'ratings', { network: net, service: ratings });
  new DefaultDeny(chart, 'deny', { network: net, namespace: shop, edges: [web.calls(ratings.port('http'))] });
  const expected = [...app.synthYaml().matchAll(/^kind: (\w+)\nmetadata:[\s\S]*?^ {2}name: (\S+)$/gm)].map(([, kind, name]) => `${kind} ${name}`);
  expect(expected.length).toBeGreaterThan(8);
  expect([...written].sort()).toEqual(expected.sort());
});

test('an address that is known at deploy is carried to its place', async () => {
  const address = pulumi.output('203.0.113.77');
  const network = new Component('alias', {
    platform: istioSidecar({ cluster: 'late', routing: 'istio', network: 'late', peers: [{ ...us, gateway: { addresses: [address] } }] }),
    build: net => {
      const shop = net.namespace('shop', { create: true });
      const web = net.workload(workload('web'));
      return { network: net, mode: 'serviceEntry', role: 'client', alias: 'ratings.mesh.internal', namespace: shop, callers: [web], remote: { name: 'ratings', namespace: 'shop', ports: { http: { port: 80 } }, serviceAccounts: ['ratings'] } };
    },
  });
  await settled(network);
  expect(network.report.unknown.count).toBe(1);
  expect(written).toContain('ServiceEntry ratings-mesh-internal');
});
