import type { JsonObject } from '../../../lib/model/json';
import { object, refused, warned } from './rows';

const token = (rule: JsonObject): JsonObject => object('security.istio.io/v1', 'RequestAuthentication', { jwtRules: [{ issuer: 'https://example.com', ...rule }] });
const rule = 'spec.jwtRules[0]';
const keys = (...all: readonly JsonObject[]): JsonObject => ({ jwks: JSON.stringify({ keys: all }) });
const rsa = { kty: 'RSA', n: 'AQAB', e: 'AQAB' };

describe('RequestAuthentication', () => {
  refused([
    ['a token comes from somewhere', { issuer: '', jwksUri: 'https://example.com' }, { issuer: '' }, rule],
    ['an audience is not empty', { audiences: ['a'] }, { audiences: [''] }, `${rule}.audiences[0]`],
    ['keys are fetched by HTTP', { jwksUri: 'http://example.com/keys' }, { jwksUri: 'ftp://example.com' }, `${rule}.jwksUri`],
    ['the address of keys has a scheme', { jwksUri: 'https://example.com' }, { jwksUri: 'example.com/keys' }, `${rule}.jwksUri`],
    ['keys are JSON', keys(rsa), { jwks: '{' }, `${rule}.jwks`],
    ['keys have a type', keys(rsa), keys({ kty: 'DSA' }), `${rule}.jwks`],
    ['keys are whole', keys(rsa), keys({ kty: 'RSA', e: 'AQAB' }), `${rule}.jwks`],
    ['a header has a name', { fromHeaders: [{ name: 'a' }] }, { fromHeaders: [{ prefix: 'a' }] }, `${rule}.fromHeaders[0].name`],
    ['a parameter has a name', { fromParams: ['a'] }, { fromParams: [''] }, `${rule}.fromParams[0]`],
    ['a cookie has a name', { fromCookies: ['a'] }, { fromCookies: [''] }, `${rule}.fromCookies[0]`],
    ['a claim goes to a header', { outputClaimToHeaders: [{ claim: 'a', header: 'x_a' }] }, { outputClaimToHeaders: [{ claim: 'a' }] }, `${rule}.outputClaimToHeaders[0].header`],
    ['a header of a claim is plain', { outputClaimToHeaders: [{ claim: 'a', header: 'a' }] }, { outputClaimToHeaders: [{ claim: 'a', header: 'a.b' }] }, `${rule}.outputClaimToHeaders[0].header`],
    ['a timeout is a duration', { timeout: '1s' }, { timeout: '0s' }, `${rule}.timeout`],
  ], token);
  warned([
    ['a key is public', keys(rsa), keys({ ...rsa, d: 'AQAB', p: 'AQAB', q: 'AQAB' }), `${rule}.jwks`],
    ['a shared secret is private', keys(rsa), keys({ kty: 'oct', k: 'AQAB' }), `${rule}.jwks`],
  ], token);
  refused([['it is attached once', { targetRef: { kind: 'Service', name: 'a' } }, { selector: { matchLabels: { a: 'b' } }, targetRef: { kind: 'Service', name: 'a' } }, 'spec.targetRef']], spec => object('security.istio.io/v1', 'RequestAuthentication', spec));
});
