import { networkLabelMissing } from '../../../lib/rules/multicluster/network-label-missing';
import { remoteSecret, rootNamespaceOn, saidOf } from '../../support/clusters';

test('a cluster that does not say its network, beside one that does', () => {
  expect(saidOf(networkLabelMissing, { eu: { objects: [remoteSecret('us'), rootNamespaceOn('eu')] }, us: { objects: [rootNamespaceOn()] } })).toEqual([
    'us warning: Namespace istio-system has no label topology.istio.io/network, and cluster eu is on network eu: pods there take those of this cluster for near',
  ]);
});

test('a root namespace outside of the input may have the label', () => {
  expect(saidOf(networkLabelMissing, { eu: { objects: [remoteSecret('us'), rootNamespaceOn('eu')] }, us: { objects: [] } })).toEqual(['us unknown: on which network a cluster is: its root namespace is not in the input']);
});

test.each([
  ['a label in both', { eu: { objects: [remoteSecret('us'), rootNamespaceOn('eu')] }, us: { objects: [rootNamespaceOn('us')] } }],
  ['a label in neither: one network', { eu: { objects: [remoteSecret('us'), rootNamespaceOn()] }, us: { objects: [rootNamespaceOn()] } }],
  ['clusters that only stand side by side', { eu: { objects: [rootNamespaceOn('eu')] }, us: { objects: [rootNamespaceOn()] } }],
])('%s is well', (_title, clusters) => {
  expect(saidOf(networkLabelMissing, clusters)).toEqual([]);
});
