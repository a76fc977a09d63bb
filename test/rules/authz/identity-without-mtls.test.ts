import { identityWithoutMtls } from '../../../lib/rules/authz/identity-without-mtls';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const mode = (value: string, rest: object = {}): JsonObject => istio('PeerAuthentication', 'mode', { mtls: { mode: value }, ...rest });
const policy = (source: object, rest: object = {}): JsonObject => istio('AuthorizationPolicy', 'guard', { selector: { matchLabels: { app: 'reviews' } }, rules: [{ from: [{ source }] }], ...rest });
const set = [shop, deployment('reviews'), service('reviews')];

test('a port that takes plaintext only', () => {
  expect(ruled(identityWithoutMtls, [...set, mode('DISABLE'), policy({ namespaces: ['shop'] })]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'rules', 0], message: 'callers are told by identity, and port 8080 of Deployment shop/reviews takes plaintext only, where nobody shows one: the rule admits nobody', near: [{ object: { name: 'mode' } }],
  }]);
  expect(said(identityWithoutMtls, [...set, mode('STRICT', { selector: { matchLabels: { app: 'reviews' } }, portLevelMtls: { 8080: { mode: 'DISABLE' } } }), policy({ principals: ['*'] })])).toHaveLength(1);
});

test('refusing by identity where plaintext comes in', () => {
  expect(said(identityWithoutMtls, [...set, policy({ namespaces: ['dev'] }, { action: 'DENY' })])).toEqual(['warning: callers that send plaintext show no identity, port 8080 of Deployment shop/reviews takes plaintext, and the rule refuses none of them']);
});

test.each<[string, readonly JsonObject[]]>([
  ['STRICT', [mode('STRICT'), policy({ namespaces: ['dev'] }, { action: 'DENY' })]],
  ['allowing where both come in', [policy({ namespaces: ['shop'] })]],
  ['refusing all but some', [policy({ notNamespaces: ['shop'] }, { action: 'DENY' })]],
  ['addresses', [mode('DISABLE'), policy({ ipBlocks: ['10.0.0.0/8'] })]],
  ['another port of the rule', [mode('STRICT', { selector: { matchLabels: { app: 'reviews' } }, portLevelMtls: { 8080: { mode: 'DISABLE' } } }), istio('AuthorizationPolicy', 'guard', { rules: [{ from: [{ source: { namespaces: ['shop'] } }], to: [{ operation: { ports: ['9090'] } }] }] })]],
  ['a policy that is only tried', [mode('DISABLE'), istio('AuthorizationPolicy', 'guard', { rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] }, { annotations: { 'istio.io/dry-run': 'true' } })]],
])('%s is well', (_title, objects) => {
  expect(said(identityWithoutMtls, [...set, ...objects])).toEqual([]);
});
