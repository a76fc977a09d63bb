import { severalSidecars } from '../../../lib/rules/traffic/several-sidecars';
import { istio } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const sidecar = (name: string, spec: object = {}, at: Parameters<typeof istio>[3] = {}): ReturnType<typeof istio> => istio('Sidecar', name, { egress: [{ hosts: ['./*'] }], ...spec }, at);

test('two for one namespace, of which one holds', () => {
  expect(ruled(severalSidecars, [sidecar('a'), sidecar('b')]).findings).toMatchObject([{
    severity: 'error', object: { name: 'b' }, message: 'Sidecar shop/a is for the whole of namespace shop too: the one that is created first holds, the other is ignored', near: [{ object: { name: 'a' } }],
  }]);
  expect(said(severalSidecars, [sidecar('a', {}, { created: 2 }), sidecar('b', {}, { created: 1 })])).toEqual(['error: Sidecar shop/b is older and holds for namespace shop; this one is ignored']);
});

test.each<[string, Parameters<typeof said>[1]]>([
  ['one with a selector', [sidecar('a'), sidecar('b', { workloadSelector: { labels: { app: 'web' } } })]],
  ['one in another namespace', [sidecar('a'), sidecar('b', {}, { namespace: 'web' })]],
  ['two in ambient, where none is read', [manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } }), sidecar('a'), sidecar('b')]],
])('%s is well', (_title, objects) => {
  expect(said(severalSidecars, objects)).toEqual([]);
});
