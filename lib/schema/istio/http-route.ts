import { parseGoDuration } from '../duration';
import { child, children, has, texts, type Place } from '../builtin/place';
import { destination, weighted } from './destination';
import { duration, labels, percent, port } from './fields';
import { gatewayNames } from './gateway-names';
import { headerNameProblem, headerOperations, isClaim, matchedHeaderProblem, oneAuthority } from './headers';
import { fault, retries, status } from './http-behaviour';
import { isLabel } from './names';
import { amount, bytesOf, count, filled, refuse, warn, withoutWarnings, written } from './place';
import { matchesIn, regularExpression, stringMatch } from './string-match';

/** Where a route stands: a delegate is named by a root; what the Gateway API became is checked less. */
export interface RouteContext {
  readonly isDelegate: boolean;
  readonly generated: boolean;
  /** Whether gateways alone have it. */
  readonly ofGateways: boolean;
}

/** Source: Istio 1.31, pkg/config/validation/virtualservice.go. */
export function httpRoute(route: Place, { isDelegate, generated, ofGateways }: RouteContext): void {
  exclusions(route, isDelegate);
  for (const match of children(route, 'match')) requestMatch(match, ofGateways);
  headerOperations(child(route, 'headers'));
  crossOrigin(child(route, 'corsPolicy'));
  fault(child(route, 'fault'));
  mirrors(route);
  redirect(route);
  directResponse(child(route, 'directResponse'));
  retries(child(route, 'retries'));
  rewrite(child(route, 'rewrite'));
  oneAuthority(route);
  weighted(route, generated, one => { headerOperations(child(one, 'headers')); });
  duration(route, 'timeout');
}

/** What may not stand together. The action is accused, of what it cannot have beside it. */
function exclusions(route: Place, isDelegate: boolean): void {
  const together = (key: string, other: string): void => { refuse(route, key, `"${key}" and "${other}" must not both be given`); };
  if (!isDelegate && has(route, 'delegate')) {
    if (has(route, 'redirect')) together('redirect', 'delegate');
    if (count(route, 'route') > 0) together('route', 'delegate');
    return;
  }
  if (has(route, 'delegate')) refuse(route, 'delegate', 'a VirtualService without hosts is a delegate, and may not delegate again');
  const action = ['redirect', 'directResponse'].find(key => has(route, key));
  if (action !== undefined) {
    if (count(route, 'route') > 0) together(action, 'route');
    for (const key of ['fault', 'rewrite']) if (has(route, key)) together(action, key);
    if (action === 'redirect' && has(route, 'directResponse')) together(action, 'directResponse');
  } else if (count(route, 'route') === 0) refuse(route, [], 'one of "route", "redirect", "directResponse" must be given');
  if (has(route, 'mirror') && count(route, 'mirrors') > 0) together('mirrors', 'mirror');
}

function requestMatch(match: Place, ofGateways: boolean): void {
  for (const key of ['headers', 'withoutHeaders']) {
    if (!has(match, key)) continue;
    for (const [name, one] of matchesIn(match, key)) {
      const wrong = matchedHeaderProblem(name);
      if (wrong !== undefined) refuse(match, [key, name], wrong);
      // Claims are known where tokens are checked.
      if (!ofGateways && isClaim(name)) refuse(match, [key, name], `"${name}" is a claim of a token, which is matched at gateways only`, 'name the gateways');
      // "*" stands for "is there at all".
      if (key === 'headers' || written(one, 'regex') !== '*') stringMatch(one);
    }
  }
  stringMatch(child(match, 'uri'), 'allowed');
  for (const key of ['scheme', 'method', 'authority']) stringMatch(child(match, key));
  for (const [, one] of matchesIn(match, 'queryParams')) stringMatch(one);
  if (amount(match, 'port') !== 0) port(match, 'port');
  labels(match, 'sourceLabels');
  withoutWarnings(match, () => { gatewayNames(match, false); });
  const namespace = written(match, 'sourceNamespace');
  if (namespace !== undefined && namespace !== '' && !isLabel(namespace)) refuse(match, 'sourceNamespace', `"${namespace}" is no name of a namespace`);
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*']);

function crossOrigin(place: Place | undefined): void {
  if (place === undefined) return;
  for (const origin of children(place, 'allowOrigins')) {
    const kind = ['exact', 'prefix', 'regex'].find(key => has(origin, key));
    if (kind === undefined) refuse(origin, [], 'an origin must be given: one of "exact", "prefix", "regex"');
    else if (!filled(origin, kind)) refuse(origin, kind, 'the origin is empty');
    else if (kind === 'regex') regularExpression(origin, 'regex');
  }
  for (const [method, i] of texts(place, 'allowMethods')) if (!methods.has(method)) refuse(place, ['allowMethods', i], `"${method}" is no method of HTTP: methods are in capitals, and "*" is all`);
  for (const key of ['allowHeaders', 'exposeHeaders']) {
    for (const [name, i] of texts(place, key)) {
      const wrong = name === '*' ? undefined : headerNameProblem(name);
      if (wrong !== undefined) refuse(place, [key, i], wrong);
    }
  }
  wholeSeconds(place, 'maxAge');
}

function wholeSeconds(place: Place, key: string): void {
  const before = place.problems.length;
  duration(place, key);
  const value = written(place, key) ?? '';
  if (place.problems.length === before && value !== '' && secondsOf(value) % 1 !== 0) refuse(place, key, `"${value}" must be whole seconds`);
}

function secondsOf(value: string): number {
  return Math.round((parseGoDuration(value) ?? 0)) / 1e9;
}

function mirrors(route: Place): void {
  // The schema has the field in both spellings; this is the order in which they count.
  const deprecated = ['mirrorPercent', 'mirror_percent'].find(key => has(route, key));
  if (deprecated !== undefined) {
    percent(route, deprecated);
    warn(route, deprecated, `"${deprecated}" is deprecated`, 'write mirrorPercentage: { value: … }');
  }
  fraction(child(route, 'mirrorPercentage'));
  destination(child(route, 'mirror'));
  for (const mirror of children(route, 'mirrors')) {
    if (!has(mirror, 'destination')) {
      refuse(mirror, 'destination', '"destination" must be given');
      continue;
    }
    destination(child(mirror, 'destination'));
    fraction(child(mirror, 'percentage'));
  }
}

function fraction(place: Place | undefined): void {
  if (place !== undefined) percent(place, 'value');
}

function redirect(route: Place): void {
  const place = child(route, 'redirect');
  if (place === undefined) return;
  if (filled(place, 'uri') && filled(place, 'prefixRewrite')) return refuse(place, 'prefixRewrite', '"uri" and "prefixRewrite" must not both be given');
  if (filled(place, 'prefixRewrite')) {
    const other = children(route, 'match').find(match => has(match, 'uri') && !has(child(match, 'uri') ?? match, 'prefix'));
    if (other !== undefined) return refuse(place, 'prefixRewrite', '"prefixRewrite" needs every match of "uri" to be a "prefix"');
  }
  if (!['uri', 'prefixRewrite', 'authority', 'scheme'].some(key => filled(place, key)) && !has(place, 'port') && !has(place, 'derivePort')) {
    return refuse(place, [], 'one of "uri", "prefixRewrite", "authority", "scheme", "port", "derivePort" must be given');
  }
  const code = amount(place, 'redirectCode') ?? 0;
  if (code !== 0 && (code < 300 || code > 399)) refuse(place, 'redirectCode', `${code} must be from 300 to 399`);
  const scheme = written(place, 'scheme') ?? '';
  if (scheme !== '' && scheme !== 'http' && scheme !== 'https') refuse(place, 'scheme', `"${scheme}" must be "http" or "https"`);
  if (amount(place, 'port') !== 0) port(place, 'port');
}

/** Sizes in bytes from which a body is warned of, and is refused. */
const [large, tooLarge] = [100 * 1024, 1024 * 1024];

function directResponse(place: Place | undefined): void {
  if (place === undefined) return;
  const body = child(place, 'body');
  const size = body === undefined ? 0 : has(body, 'bytes') ? decodedLength(written(body, 'bytes') ?? '') : bytesOf(written(body, 'string') ?? '');
  if (size > tooLarge) refuse(place, 'body', `the body has ${size} bytes, at most ${tooLarge} are allowed`);
  else if (size > large) warn(place, 'body', `the body has ${size} bytes, and every proxy is sent it with each change of routes`, 'serve it from a workload');
  status(place, 'status');
}

function decodedLength(base64: string): number {
  return Math.floor(base64.replace(/[=\s]+$/, '').length * 3 / 4);
}

function rewrite(place: Place | undefined): void {
  if (place === undefined) return;
  const expression = child(place, 'uriRegexRewrite');
  if (filled(place, 'uri') && expression !== undefined) return refuse(place, 'uriRegexRewrite', '"uri" and "uriRegexRewrite" must not both be given');
  if (!filled(place, 'uri') && expression === undefined && !filled(place, 'authority')) return refuse(place, [], 'one of "uri", "uriRegexRewrite", "authority" must be given');
  if (expression === undefined) return;
  if (!filled(expression, 'match') || !filled(expression, 'rewrite')) refuse(expression, [], '"match" and "rewrite" must both be given');
  else regularExpression(expression, 'match');
}
