import { grantNamespaceUnknown } from '../../../lib/rules/expose/grant-namespace-unknown';
import { shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const grant = (namespace: string): ReturnType<typeof manifest> => manifest('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'routes', { namespace: 'core', spec: { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace }], to: [{ group: '', kind: 'Service' }] } });

test('a namespace close to one that is there', () => {
  expect(said(grantNamespaceUnknown, [shop, grant('shpo')])).toEqual(['warning: there is no namespace shpo, so that the grant is for nobody']);
});

test('a namespace that is there is well, another is unknown', () => {
  expect(said(grantNamespaceUnknown, [shop, grant('shop')])).toEqual([]);
  expect(said(grantNamespaceUnknown, [shop, grant('frontend')])).toEqual(['unknown: a namespace that is named is not in the input']);
});
