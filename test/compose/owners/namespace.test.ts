import { ownNamespaces } from '../../../lib/compose/owners/namespace';
import type { NamespaceShare } from '../../../lib/systems/contribution';
import { from } from '../../support/contributions';

const share = (labels: Readonly<Record<string, string>>, name: string = 'shop'): NamespaceShare => ({ owner: 'namespace', namespace: { name, created: true, enrolled: undefined, labels: {} }, labels });

test('labels of one Namespace meet in one object, beside the mark of who manages it', () => {
  const { objects, findings } = ownNamespaces([from('network', share({ team: 'shop' }), 'network'), from('shop/mtls', share({ 'istio-injection': 'enabled' }), 'mutual-tls')]);
  expect(findings).toEqual([]);
  expect(objects.map(({ manifest }) => manifest)).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { 'app.kubernetes.io/managed-by': 'sealane', team: 'shop', 'istio-injection': 'enabled' }, annotations: { 'sealane.dev/patterns': 'mutual-tls' } },
    },
  ]);
});

test('two values of one label are a conflict about that label, with whoever wants them', () => {
  const { findings } = ownNamespaces([from('network', share({ 'istio-injection': 'disabled' }), 'network'), from('shop/mtls', share({ 'istio-injection': 'enabled' }), 'mutual-tls')]);
  expect(findings).toEqual([
    expect.objectContaining({
      path: ['metadata', 'labels', 'istio-injection'],
      message: 'patterns disagree about metadata.labels.istio-injection of Namespace shop: network at network wants "disabled", mutual-tls at shop/mtls wants "enabled"',
    }),
  ]);
});

test('Namespaces that no pattern is about carry no annotation', () => {
  expect(ownNamespaces([from('network', share({}), 'network')]).objects[0]?.manifest.metadata.annotations).toBeUndefined();
});
