import { child, children, has, texts, type Place } from '../builtin/place';
import { attachment, duration } from './fields';
import { isPrivate, keysOf } from './key-set';
import { filled, refuse, warn, written } from './place';
import { parseUrl } from '../url';

/** Source: Istio 1.31, pkg/config/validation, ValidateRequestAuthentication. */
export function requestAuthentication(root: Place): void {
  const spec = child(root, 'spec');
  if (spec === undefined) return;
  attachment(spec);
  for (const rule of children(spec, 'jwtRules')) tokenRule(rule);
}

function tokenRule(rule: Place): void {
  // The schema has the field in both spellings; this is the order in which they count.
  const address = has(rule, 'jwksUri') ? 'jwksUri' : 'jwks_uri';
  if (!filled(rule, 'issuer') && !filled(rule, address)) refuse(rule, [], '"issuer" or "jwksUri" must be given');
  for (const key of ['audiences', 'fromParams', 'fromCookies']) for (const [text, i] of texts(rule, key)) if (text === '') refuse(rule, [key, i], 'is empty');
  for (const header of children(rule, 'fromHeaders')) if (!filled(header, 'name')) refuse(header, 'name', '"name" must be given');
  keyAddress(rule, address);
  const jwks = written(rule, 'jwks') ?? '';
  if (jwks !== '') {
    const keys = keysOf(jwks);
    if (typeof keys === 'string') refuse(rule, 'jwks', `it is no set of keys: ${keys}`);
    else keys.forEach((key, i) => { if (isPrivate(key)) warn(rule, 'jwks', `key ${i} is a private one, and public ones are all that is needed`, 'remove what is private, and make new keys'); });
  }
  for (const output of children(rule, 'outputClaimToHeaders')) {
    const missing = ['claim', 'header'].find(key => !filled(output, key));
    const header = written(output, 'header') ?? '';
    if (missing !== undefined) refuse(output, missing, `"${missing}" must be given`);
    else if (header !== '' && !/^[-_A-Za-z0-9]+$/.test(header)) refuse(output, 'header', `"${header}" must be letters, digits, "-" and "_"`);
  }
  duration(rule, 'timeout');
}

function keyAddress(rule: Place, key: string): void {
  const address = written(rule, key) ?? '';
  if (address === '') return;
  const url = parseUrl(address);
  if (url === undefined || (url.scheme !== 'http' && url.scheme !== 'https') || Number(url.port) >= 2 ** 63) refuse(rule, key, `"${address}" must be a URL of http or https`);
}
