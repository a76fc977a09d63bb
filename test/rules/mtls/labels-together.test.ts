import { labelsTogether } from '../../../lib/rules/mtls/labels-together';
import { deployment } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const namespace = (labels: object): ReturnType<typeof manifest> => manifest('v1', 'Namespace', 'shop', { labels });

test('two ways for a namespace', () => {
  expect(ruled(labelsTogether, [namespace({ 'istio-injection': 'enabled', 'istio.io/rev': '1-31' })]).findings).toMatchObject([{ severity: 'warning', path: ['metadata', 'labels', 'istio.io/rev'], message: 'namespace shop is enrolled by istio-injection=enabled and istio.io/rev=1-31: the revision is not read' }]);
  expect(said(labelsTogether, [namespace({ 'istio-injection': 'enabled', 'istio.io/dataplane-mode': 'ambient' })])).toEqual(['warning: namespace shop is enrolled by istio-injection=enabled and istio.io/dataplane-mode=ambient: pods get a sidecar, and are no part of ambient']);
});

test('two ways for pods', () => {
  expect(said(labelsTogether, [deployment('web', { labels: { 'sidecar.istio.io/inject': 'true', 'istio.io/dataplane-mode': 'ambient' } })])).toHaveLength(1);
});

test.each([[{ 'istio-injection': 'enabled' }], [{ 'istio-injection': 'disabled', 'istio.io/rev': '1-31', 'istio.io/dataplane-mode': 'ambient' }], [{ 'istio.io/rev': '1-31', 'istio.io/dataplane-mode': 'none' }]])('%j is well', labels => {
  expect(said(labelsTogether, [namespace(labels)])).toEqual([]);
});
