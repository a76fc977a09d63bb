import { claimWithoutAuthentication } from '../../../lib/rules/route/claim-without-authentication';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, istio } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const route = (match: object, gateways: readonly string[] = ['public']): JsonObject => istio('VirtualService', 'web', { hosts: ['shop.example.com'], gateways, http: [{ match: [match], route: [{ destination: { host: 'web' } }] }] });
const claims = { headers: { '@request.auth.claims.group': { exact: 'beta' } } };
const gateway = istio('Gateway', 'public', { selector: { istio: 'public' }, servers: [] });
const pods = deployment('public', { namespace: 'edge', labels: { istio: 'public' }, spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } });
const authentication = (namespace: string, labels?: object): JsonObject => manifest('security.istio.io/v1', 'RequestAuthentication', 'tokens', { namespace, spec: { ...(labels === undefined ? {} : { selector: { matchLabels: labels } }), jwtRules: [{ issuer: 'https://issuer.example.com' }] } });

test('a claim at a gateway that reads no token', () => {
  expect(ruled(claimWithoutAuthentication, [pods, gateway, route(claims)]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'http', 0, 'match', 0, 'headers', '@request.auth.claims.group'], message: '@request.auth.claims.group is a claim of a token, and no RequestAuthentication has Deployment edge/public read one: the match never fits',
  }]);
  expect(said(claimWithoutAuthentication, [pods, gateway, route({ withoutHeaders: { '@request.auth.claims[group]': {} } })])).toHaveLength(1);
});

test('one for other pods, or of another namespace, is none', () => {
  expect(said(claimWithoutAuthentication, [pods, gateway, route(claims), authentication('edge', { app: 'other' }), authentication('shop')])).toHaveLength(1);
});

test('one beside the gateway, and one of the root namespace, are well', () => {
  expect(said(claimWithoutAuthentication, [pods, gateway, route(claims), authentication('edge', { istio: 'public' })])).toEqual([]);
  expect(said(claimWithoutAuthentication, [pods, gateway, route(claims), authentication('istio-system')])).toEqual([]);
  expect(said(claimWithoutAuthentication, [pods, gateway, route({ headers: { 'x-group': { exact: 'beta' } } })])).toEqual([]);
});

test('where the pods of the gateway are not shown it is unknown', () => {
  expect(said(claimWithoutAuthentication, [gateway, route(claims)])).toEqual(['unknown: the pods of a gateway are not in the input']);
});
