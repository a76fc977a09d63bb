import { areOneMesh, fleetOf, sees, shareNetwork, showsItsPeers } from '../../lib/mesh/fleet';
import type { World } from '../../lib/cluster/cluster';
import { istioSidecar } from '../../lib/platform/presets';
import { remoteSecret, rootNamespaceOn, worldsOf, type GivenCluster } from '../support/clusters';
import { manifest } from '../support/world';

const passing = manifest('networking.istio.io/v1', 'Gateway', 'cross-network', { namespace: 'istio-system', spec: { selector: { istio: 'eastwestgateway' }, servers: [{ port: { number: 15443, name: 'tls', protocol: 'TLS' }, hosts: ['*.local'], tls: { mode: 'AUTO_PASSTHROUGH' } }] } });
const none: GivenCluster = { objects: [] };

function two(eu: GivenCluster, us: GivenCluster): readonly [World, World] {
  const worlds = worldsOf({ eu, us });
  const [first, second] = [worlds.get('eu'), worlds.get('us')];
  if (first === undefined || second === undefined) throw new Error('two worlds');
  return [first, second];
}

test.each([
  ['a remote Secret, by its annotation', { objects: [remoteSecret('us')] }, 'Secret istio-system/istio-remote-secret-us names it'],
  ['a remote Secret, by a key of its data', { objects: [manifest('v1', 'Secret', 'remotes', { namespace: 'istio-system', labels: { 'istio/multiCluster': 'true' }, data: { us: '' } })] }, 'Secret istio-system/remotes names it'],
  ['declared peers', { objects: [], facts: { platform: istioSidecar({ cluster: 'eu', routing: 'istio', network: 'eu', peers: [{ cluster: 'us', network: 'us' }] }) } }, 'its platform has us among its peers'],
  ['networks of the mesh configuration', { objects: [manifest('v1', 'ConfigMap', 'istio', { namespace: 'istio-system', data: { mesh: '{}', meshNetworks: 'networks: { west: { endpoints: [{ fromRegistry: us }], gateways: [] } }' } })] }, 'network west of its mesh configuration is that of us'],
])('a cluster sees another by %s', (_title, eu, reason) => {
  const [world, other] = two(eu, none);
  expect(sees(world, 'us')).toMatchObject({ reason });
  expect(sees(world, 'asia')).toBeUndefined();
  expect(areOneMesh(world, other)).toBe(true);
  expect(areOneMesh(other, world)).toBe(true);
});

test('an ordinary Secret names nobody', () => {
  const [world] = two({ objects: [manifest('v1', 'Secret', 'us', { namespace: 'istio-system', data: { us: '' } })] }, none);
  expect(sees(world, 'us')).toBeUndefined();
});

test('clusters that only stand side by side are no mesh', () => {
  const [world] = two(none, none);
  expect(fleetOf(world)).toEqual([]);
});

test('two gateways for other networks make one', () => {
  expect(areOneMesh(...two({ objects: [passing] }, { objects: [passing] }))).toBe(true);
  expect(areOneMesh(...two({ objects: [passing] }, none))).toBe(false);
});

test('a cluster without Istio is of none', () => {
  expect(areOneMesh(...two({ objects: [remoteSecret('us')] }, { objects: [], facts: { mesh: 'none' } }))).toBe(false);
});

test('networks are compared where both are said', () => {
  const on = (network?: string): GivenCluster => ({ objects: [rootNamespaceOn(network)] });
  expect(shareNetwork(...two(on('a'), on('a')))).toBe('yes');
  expect(shareNetwork(...two(on('a'), on('b')))).toBe('no');
  expect(shareNetwork(...two(on('a'), on()))).toBe('unknown');
});

test('what a cluster knows of others is shown by a remote Secret, by a declaration, or by a whole root namespace', () => {
  expect(showsItsPeers(two(none, none)[0])).toBe('unknown');
  expect(showsItsPeers(two({ objects: [remoteSecret('asia')] }, none)[0])).toBe('yes');
  expect(showsItsPeers(two({ objects: [], facts: { known: new Set(['peers']) } }, none)[0])).toBe('yes');
  expect(showsItsPeers(two({ objects: [], facts: { complete: new Set(['istio-system']) } }, none)[0])).toBe('yes');
});
