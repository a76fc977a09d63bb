import { callerLeftOut } from '../../../lib/rules/authz/caller-left-out';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const caller = (env?: string): JsonObject => deployment('web', { spec: { serviceAccountName: 'web', containers: [{ name: 'main', env: env === undefined ? [] : [{ name: 'REVIEWS', value: env }] }] } });
const allow = (source: object, rest: object = {}): JsonObject => istio('AuthorizationPolicy', 'guard', { selector: { matchLabels: { app: 'reviews' } }, rules: [{ from: [{ source }], ...rest }] });
const servers = [shop, deployment('reviews'), service('reviews')];
const url = 'http://reviews.shop.svc:80';
const others = { principals: ['cluster.local/ns/shop/sa/api'] };

test('a caller that its environment names', () => {
  expect(ruled(callerLeftOut, [...servers, caller(url), allow(others)]).findings).toMatchObject([{
    severity: 'warning', object: { name: 'guard' }, message: 'Deployment shop/web calls port 8080 of Deployment shop/reviews (env REVIEWS names reviews.shop.svc:80) as service account web of namespace shop, and no rule lets it in', help: 'allow principal cluster.local/ns/shop/sa/web, or drop the call',
  }]);
});

test('an edge that is declared', () => {
  expect(said(callerLeftOut, [...servers, caller(), allow(others)], { edges: [{ from: 'shop/web', to: 'shop/reviews', port: 80 }] })).toEqual(['error: Deployment shop/web calls port 8080 of Deployment shop/reviews (sealane.yaml has the edge shop/web to shop/reviews) as service account web of namespace shop, and no rule lets it in']);
});

test.each<[string, readonly JsonObject[]]>([
  ['a rule for the caller', [caller(url), allow({ principals: ['cluster.local/ns/shop/sa/web'] })]],
  ['a rule for some requests', [caller(url), allow({ namespaces: ['shop'] }, { to: [{ operation: { methods: ['GET'] } }] })]],
  ['a policy that nobody is known to run into', [caller(), allow(others)]],
  ['no policy at all', [caller(url)]],
])('%s is well', (_title, objects) => {
  expect(said(callerLeftOut, [...servers, ...objects])).toEqual([]);
});
