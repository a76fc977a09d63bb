import { sidecarInAmbient } from '../../../lib/rules/traffic/sidecar-in-ambient';
import { deployment, istio, shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const ambient = manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } });
const sidecar = (spec: object = {}): ReturnType<typeof istio> => istio('Sidecar', 'default', { egress: [{ hosts: ['./*'] }], ...spec });

test('for a namespace in ambient, and for pods in ambient', () => {
  expect(said(sidecarInAmbient, [ambient, sidecar()])).toEqual(['warning: pods of namespace shop are in ambient, where no proxy reads a Sidecar']);
  expect(said(sidecarInAmbient, [ambient, deployment('web'), sidecar({ workloadSelector: { labels: { app: 'web' } } })])).toEqual(['warning: Deployment shop/web is in ambient, where no proxy reads a Sidecar']);
});

test('among sidecars, and beside pods that have one, it is well', () => {
  expect(said(sidecarInAmbient, [shop, deployment('web'), sidecar()])).toEqual([]);
  expect(said(sidecarInAmbient, [ambient, deployment('web', { labels: { 'sidecar.istio.io/inject': 'true' } }), sidecar()])).toEqual([]);
});
