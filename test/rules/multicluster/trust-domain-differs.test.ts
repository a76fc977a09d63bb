import { trustDomainDiffers } from '../../../lib/rules/multicluster/trust-domain-differs';
import { istioSidecar } from '../../../lib/platform/presets';
import { remoteSecret, saidOf, worldsOf, type GivenCluster } from '../../support/clusters';
import { run } from '../../../lib/rules/rule';
import { manifest } from '../../support/world';

const cluster = (trustDomain: string, aliases: readonly string[], ...objects: GivenCluster['objects']): GivenCluster => ({
  objects: [...objects, manifest('v1', 'ConfigMap', 'istio', { namespace: 'istio-system', data: { mesh: JSON.stringify({ trustDomain, trustDomainAliases: aliases }) } })],
  facts: { platform: istioSidecar({ cluster: 'any', routing: 'istio', trustDomain }), known: new Set(['trustDomain']) },
});

test('both sides are told where neither knows the other', () => {
  expect(saidOf(trustDomainDiffers, { eu: cluster('eu.example', [], remoteSecret('us')), us: cluster('us.example', []) })).toEqual([
    'eu warning: the trust domain of this cluster is eu.example, that of cluster us is us.example, and us.example is no alias here: calls between them fail, and principals of us.example are strangers',
    'us warning: the trust domain of this cluster is us.example, that of cluster eu is eu.example, and eu.example is no alias here: calls between them fail, and principals of eu.example are strangers',
  ]);
});

test('a side that has the alias is well', () => {
  expect(saidOf(trustDomainDiffers, { eu: cluster('eu.example', ['us.example'], remoteSecret('us')), us: cluster('us.example', []) })).toEqual([expect.stringContaining('us warning')]);
});

test.each([
  ['one trust domain', { eu: cluster('mesh.example', [], remoteSecret('us')), us: cluster('mesh.example', []) }],
  ['aliases on both sides', { eu: cluster('eu.example', ['us.example'], remoteSecret('us')), us: cluster('us.example', ['eu.example']) }],
  ['clusters that only stand side by side', { eu: cluster('eu.example', []), us: cluster('us.example', []) }],
])('%s is well', (_title, clusters) => {
  expect(saidOf(trustDomainDiffers, clusters)).toEqual([]);
});

test('a trust domain that nobody said is an assumption', () => {
  const world = worldsOf({ eu: cluster('eu.example', [], remoteSecret('us')), us: { objects: [] } }).get('eu');
  expect(world === undefined ? [] : run(trustDomainDiffers, { ...world, program: false, intents: [], undeclaredNamespaces: [] }).findings).toMatchObject([{ assumption: 'the trust domain of cluster us is the default', object: { kind: 'ConfigMap' } }]);
});
