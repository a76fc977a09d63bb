import { seenFromOneSide } from '../../../lib/rules/multicluster/seen-from-one-side';
import { remoteSecret, saidOf } from '../../support/clusters';

test('a cluster that is read and does not read back', () => {
  expect(saidOf(seenFromOneSide, { eu: { objects: [remoteSecret('us')] }, us: { objects: [remoteSecret('asia')] } })).toEqual([
    'us warning: cluster eu reads this one: Secret istio-system/istio-remote-secret-us names it; nothing here reads eu, so its pods are unknown to callers here',
  ]);
});

test('remote Secrets are seldom written in files: where there is none, it is not known', () => {
  expect(saidOf(seenFromOneSide, { eu: { objects: [remoteSecret('us')] }, us: { objects: [] } })).toEqual(['us unknown: which other clusters a control plane reads is not in the input']);
  expect(saidOf(seenFromOneSide, { eu: { objects: [remoteSecret('us')] }, us: { objects: [], facts: { complete: new Set(['istio-system']) } } })).toHaveLength(1);
});

test.each([
  ['clusters that read each other', { eu: { objects: [remoteSecret('us')] }, us: { objects: [remoteSecret('eu')] } }],
  ['clusters that only stand side by side', { eu: { objects: [remoteSecret('asia')] }, us: { objects: [remoteSecret('asia')] } }],
])('%s is well', (_title, clusters) => {
  expect(saidOf(seenFromOneSide, clusters)).toEqual([]);
});
