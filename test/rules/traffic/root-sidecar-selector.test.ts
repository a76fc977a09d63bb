import { rootSidecarSelector } from '../../../lib/rules/traffic/root-sidecar-selector';
import { deployment, istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const sidecar = (spec: object, namespace = 'istio-system'): ReturnType<typeof istio> => istio('Sidecar', 'web', { egress: [{ hosts: ['./*'] }], ...spec }, { namespace });
const selecting = { workloadSelector: { labels: { app: 'web' } } };

test('a selector for pods of other namespaces', () => {
  expect(ruled(rootSidecarSelector, [sidecar(selecting)]).findings).toMatchObject([{
    severity: 'warning', message: 'a Sidecar with a selector is read for pods of its own namespace alone, and istio-system has none with these labels', assumption: 'the root namespace is istio-system',
  }]);
  expect(ruled(rootSidecarSelector, [sidecar(selecting)], { known: new Set(['rootNamespace']) }).findings[0]?.assumption).toBeUndefined();
});

test('without a selector, for pods beside it, and elsewhere it is well', () => {
  expect(said(rootSidecarSelector, [sidecar({})])).toEqual([]);
  expect(said(rootSidecarSelector, [deployment('web', { namespace: 'istio-system' }), sidecar(selecting)])).toEqual([]);
  expect(said(rootSidecarSelector, [sidecar(selecting, 'shop')])).toEqual([]);
});
