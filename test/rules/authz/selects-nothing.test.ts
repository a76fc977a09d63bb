import { selectsNothing } from '../../../lib/rules/authz/selects-nothing';
import { deployment, istio, shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const policy = (labels: object | undefined, namespace = 'shop', kind = 'AuthorizationPolicy'): ReturnType<typeof istio> => istio(kind, 'guard', labels === undefined ? {} : { selector: { matchLabels: labels } }, { namespace });
const web = deployment('web');
const outside = manifest('v1', 'Namespace', 'shop');

test('labels that no pod has', () => {
  expect(ruled(selectsNothing, [shop, web, policy({ app: 'wbe' })]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'selector', 'matchLabels'], message: 'AuthorizationPolicy shop/guard selects no pod: none of namespace shop has app=wbe' }]);
  expect(said(selectsNothing, [shop, web, policy({ app: 'wbe' }, 'shop', 'PeerAuthentication')], { complete: true })).toEqual(['error: PeerAuthentication shop/guard selects no pod: none of namespace shop has app=wbe']);
});

test('pods that are outside of the mesh', () => {
  expect(said(selectsNothing, [outside, web, policy({ app: 'web' })])).toEqual(['warning: no proxy keeps AuthorizationPolicy shop/guard: Deployment shop/web is outside of the mesh, because neither its pods nor namespace shop ask for a sidecar']);
  expect(said(selectsNothing, [outside, web, policy(undefined)])).toHaveLength(1);
});

test('the root namespace selects pods of the whole mesh', () => {
  expect(said(selectsNothing, [shop, web, policy({ app: 'web' }, 'istio-system')], { complete: true })).toEqual([]);
  expect(said(selectsNothing, [shop, web, policy({ app: 'wbe' }, 'istio-system')], { complete: true })).toEqual(['error: AuthorizationPolicy istio-system/guard selects no pod: none of the mesh has app=wbe']);
  expect(said(selectsNothing, [shop, web, policy({ app: 'wbe' }, 'istio-system')])).toEqual(['unknown: the pods that a selector of the mesh means are not in the input']);
});

test.each<[string, Parameters<typeof said>[1]]>([
  ['labels of pods', [shop, web, policy({ app: 'web' })]],
  ['a whole namespace', [shop, web, policy(undefined)]],
  ['a namespace in ambient', [manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } }), web, policy({ app: 'web' })]],
  ['the whole mesh', [policy(undefined, 'istio-system')]],
  ['targets', [shop, istio('AuthorizationPolicy', 'guard', { targetRefs: [{ kind: 'Service', name: 'web' }] })]],
])('%s is well', (_title, objects) => {
  expect(said(selectsNothing, objects, { complete: true })).toEqual([]);
});
