import { namespaceUnlabelled } from '../../../lib/rules/mtls/namespace-unlabelled';
import { deployment, shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const namespace = (name: string, labels: object = {}): ReturnType<typeof manifest> => manifest('v1', 'Namespace', name, { labels });

test('a namespace with pods that nothing enrols', () => {
  expect(said(namespaceUnlabelled, [namespace('shop'), deployment('web')])).toEqual(['info: namespace shop is in no mesh: its workload has neither an identity nor mutual TLS']);
});

test.each<[string, Parameters<typeof said>[1]]>([
  ['a label', [shop, deployment('web')]],
  ['a label that says no', [namespace('shop', { 'istio-injection': 'disabled' }), deployment('web')]],
  ['pods that ask themselves', [namespace('shop'), deployment('web', { labels: { 'sidecar.istio.io/inject': 'true' } })]],
  ['a namespace without pods', [namespace('shop')]],
  ['a namespace of the cluster', [namespace('kube-system'), deployment('dns', { namespace: 'kube-system' })]],
  ['the root namespace', [namespace('istio-system'), deployment('istiod', { namespace: 'istio-system' })]],
])('%s is well', (_title, objects) => {
  expect(said(namespaceUnlabelled, objects)).toEqual([]);
});

test('a cluster without a mesh is well', () => {
  expect(said(namespaceUnlabelled, [namespace('shop'), deployment('web')], { mesh: 'none' })).toEqual([]);
});
