import { sidecarsOverlap } from '../../../lib/rules/traffic/sidecars-overlap';
import { deployment, istio, shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const sidecar = (name: string, labels: object, namespace = 'shop'): ReturnType<typeof istio> => istio('Sidecar', name, { workloadSelector: { labels }, egress: [{ hosts: ['./*'] }] }, { namespace });
const web = deployment('web', { labels: { version: 'v1' } });

test('two that select one workload', () => {
  expect(said(sidecarsOverlap, [shop, web, sidecar('a', { app: 'web' }), sidecar('b', { version: 'v1' })])).toEqual(['error: Deployment shop/web is selected by Sidecar shop/a too: the one that is created first holds, and nothing of the other']);
});

test.each<[string, Parameters<typeof said>[1]]>([
  ['two for different pods', [shop, web, deployment('api'), sidecar('a', { app: 'web' }), sidecar('b', { app: 'api' })]],
  ['one of another namespace', [shop, web, sidecar('a', { app: 'web' }), sidecar('b', { app: 'web' }, 'other')]],
  ['pods in ambient, which read neither', [manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } }), web, sidecar('a', { app: 'web' }), sidecar('b', { app: 'web' })]],
])('%s is well', (_title, objects) => {
  expect(said(sidecarsOverlap, objects)).toEqual([]);
});
