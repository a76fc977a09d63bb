import { checkFiles } from '../../lib/check/check-files';
import { withMeshConfig } from '../../lib/check/check-objects';
import { clusterOf } from '../../lib/cluster/cluster-of';
import { meshMapsIn } from '../../lib/configuration/mesh-file';
import { observe } from '../../lib/configuration/observe';
import { autoMutualTls, meshConfigKnown, meshNetworks, outboundMode } from '../../lib/mesh/mesh-config';
import type { JsonObject } from '../../lib/model/json';
import { facts, manifest } from '../support/world';

const map = (name: string, mesh: string, namespace = 'istio-system', networks?: string): JsonObject => manifest('v1', 'ConfigMap', name, { namespace, data: { mesh, ...(networks === undefined ? {} : { meshNetworks: networks }) } });
const worldOf = (objects: readonly JsonObject[], text?: string): Parameters<typeof autoMutualTls>[0] =>
  ({ cluster: clusterOf(withMeshConfig(objects.map(written => ({ written })), text === undefined ? undefined : { path: 'mesh.yaml', text })), facts: facts() });
const strict = 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }\nenableAutoMtls: false\n';

test('a file says the same plainly, as ConfigMap, and as the ConfigMap among the objects', () => {
  const asMap = JSON.stringify(map('istio', strict));
  for (const world of [worldOf([], strict), worldOf([], asMap), worldOf([map('istio', strict)])]) {
    expect([outboundMode(world), autoMutualTls(world), meshConfigKnown(world)]).toEqual(['REGISTRY_ONLY', false, true]);
  }
  expect([outboundMode(worldOf([])), meshConfigKnown(worldOf([]))]).toEqual(['ALLOW_ANY', false]);
});

test('the file wins over the ConfigMap among the objects', () => {
  expect(outboundMode(worldOf([map('istio', 'outboundTrafficPolicy: { mode: ALLOW_ANY }')], strict))).toBe('REGISTRY_ONLY');
});

test('networks are read from the same ConfigMap, or from a document of their own', () => {
  const networks = 'networks: { east: { endpoints: [{ fromRegistry: east }] } }';
  expect(meshNetworks(worldOf([map('istio', strict, 'istio-system', networks)]))).toHaveProperty('east');
  expect(meshNetworks(worldOf([], `${strict}---\n${networks}\n`))).toHaveProperty('east');
  expect(meshNetworks(worldOf([], networks))).toHaveProperty('east');
});

test('of several revisions the one that namespaces ask for is read, by facts and by rules', () => {
  const both = [map('istio', 'trustDomain: old.example'), map('istio-1-31', 'trustDomain: new.example\nrootNamespace: mesh-root')];
  const asking = manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/rev': '1-31' } });
  const seen = (objects: readonly JsonObject[]): object => { const { trustDomain, rootNamespace } = observe(clusterOf(objects.map(written => ({ written })))); return { trustDomain, rootNamespace }; };
  expect(seen([...both, asking])).toEqual({ trustDomain: 'new.example', rootNamespace: 'mesh-root' });
  expect(seen(both)).toEqual({ trustDomain: undefined, rootNamespace: undefined });
  expect(seen([...both, manifest('v1', 'Namespace', 'shop', { labels: { 'istio-injection': 'enabled' } })])).toEqual({ trustDomain: 'old.example', rootNamespace: 'istio-system' });
});

test('a root namespace of its own is no reason to miss the ConfigMap beside istiod', () => {
  const world = { ...worldOf([map('istio', `${strict}rootNamespace: mesh-root`)]), facts: facts({ platform: { ...facts().platform, rootNamespace: 'mesh-root' } as ReturnType<typeof facts>['platform'] }) };
  expect(outboundMode(world)).toBe('REGISTRY_ONLY');
});

test.each([
  ['a list', '- a', 'is no map'],
  ['broken YAML', 'a: [', 'mesh.yaml:'],
  ['objects without a mesh configuration', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\ndata: { mesh: "{}" }', 'holds no ConfigMap istio'],
  ['two plain ones', 'enableAutoMtls: false\n---\ntrustDomain: x', 'holds several mesh configurations'],
  ['a ConfigMap whose text cannot be read', JSON.stringify(map('istio', 'a: [')), 'data.mesh of ConfigMap istio'],
])('%s is refused', (_title, text, what) => {
  expect(() => meshMapsIn({ path: 'mesh.yaml', text }, 'istio-system')).toThrow(what);
});

test('a check of files reads it', () => {
  const files = [{ path: 'telemetry.yaml', text: JSON.stringify(manifest('telemetry.istio.io/v1', 'Telemetry', 'logs', { namespace: 'shop', spec: { accessLogging: [{}] } })) }];
  const ids = (meshConfig?: string): readonly string[] => checkFiles({ files, ...(meshConfig === undefined ? {} : { meshConfig: { path: 'mesh.yaml', text: meshConfig } }) }).findings.map(({ rule }) => rule);
  expect(ids()).not.toContain('metrics/log-provider-missing');
  expect(ids('{}')).toContain('metrics/log-provider-missing');
  expect(ids('defaultProviders: { accessLogging: [envoy] }')).not.toContain('metrics/log-provider-missing');
});
