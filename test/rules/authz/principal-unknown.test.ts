import { principalUnknown } from '../../../lib/rules/authz/principal-unknown';
import { deployment, istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const policy = (source: object, when?: object): ReturnType<typeof istio> => istio('AuthorizationPolicy', 'guard', { rules: [{ from: [{ source }], ...(when === undefined ? {} : { when: [when] }) }] });
const web = deployment('web', { spec: { serviceAccountName: 'web' } });

test('an account that no pod uses', () => {
  expect(ruled(principalUnknown, [web, policy({ principals: ['cluster.local/ns/shop/sa/wbe'] })]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'rules', 0, 'from', 0, 'source', 'principals', 0], message: '"cluster.local/ns/shop/sa/wbe" is nobody: no pod of namespace shop has service account wbe', help: 'pods there have web', assumption: 'the input has all pods of namespace shop',
  }]);
  expect(said(principalUnknown, [web, policy({ serviceAccounts: ['api'] })], { complete: new Set(['shop']) })).toEqual(['error: "api" is nobody: no pod of namespace shop has service account api']);
  expect(said(principalUnknown, [web, policy({}, { key: 'source.principal', values: ['cluster.local/ns/shop/sa/api'] })])).toHaveLength(1);
});

test('where pods may come from elsewhere it is unknown', () => {
  const unknown = ['unknown: the pods of a principal are not in the input'];
  expect(said(principalUnknown, [web, policy({ principals: ['cluster.local/ns/istio-system/sa/ingress'] })])).toEqual(unknown);
  expect(said(principalUnknown, [web, policy({ principals: ['other.example/ns/shop/sa/api'] })], { complete: true })).toEqual(unknown);
});

test.each<[string, object]>([
  ['the account of a pod', { principals: ['cluster.local/ns/shop/sa/web'] }],
  ['by name alone', { serviceAccounts: ['web', 'shop/web'] }],
  ['a pattern', { principals: ['*/ns/shop/*', '*'] }],
])('%s is well', (_title, source) => {
  expect(said(principalUnknown, [web, policy(source)], { complete: true })).toEqual([]);
});

test('the account of a machine is well', () => {
  expect(said(principalUnknown, [web, istio('WorkloadGroup', 'vm', { template: { serviceAccount: 'vm' } }), policy({ serviceAccounts: ['vm'] })], { complete: true })).toEqual([]);
});
