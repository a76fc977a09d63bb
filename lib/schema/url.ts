import { parseAddress } from './addresses';

/** A parsed URL, as Go's `url.ParseRequestURI` reads it. */
export interface RequestUri {
  readonly scheme: string;
  /** With the port. */
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly query: Readonly<Record<string, readonly string[]>>;
}

/** `undefined` where Go refuses the text: it must be absolute, or a path that begins with a slash. A fragment is part of the path. */
export function parseRequestUri(text: string): RequestUri | undefined {
  return text === '' ? undefined : parse(text, true);
}

/** A URL, or a relative one, as Go's `url.Parse` reads it. A fragment is none of its parts. */
export function parseUrl(text: string): RequestUri | undefined {
  const [before = '', ...fragment] = text.split('#');
  return isEscaped(fragment.join('#')) ? parse(before, false) : undefined;
}

function parse(text: string, isRequest: boolean): RequestUri | undefined {
  // eslint-disable-next-line no-control-regex -- Go refuses exactly these.
  if (/[\x00-\x1f\x7f]/.test(text)) return undefined;
  if (text === '*') return { scheme: '', host: '', hostname: '', port: '', path: '*', query: {} };
  const named = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
  if (named === null && text.startsWith(':')) return undefined;
  const scheme = (named?.[1] ?? '').toLowerCase();
  const [whole = '', ...queries] = text.slice(named?.[0].length ?? 0).split('?');
  const query = queries.join('?');
  let rest = whole;
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { scheme, host: '', hostname: '', port: '', path: '', query: queryOf(query) };
    if (isRequest || (rest.split('/')[0] ?? '').includes(':')) return undefined;
  }
  let host = '';
  if ((scheme !== '' || (!isRequest && !rest.startsWith('///'))) && rest.startsWith('//')) {
    const end = rest.indexOf('/', 2);
    const authority = end < 0 ? rest.slice(2) : rest.slice(2, end);
    rest = end < 0 ? '' : rest.slice(end);
    const at = authority.lastIndexOf('@');
    if (at >= 0 && !(/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at)) && isEscaped(authority.slice(0, at)))) return undefined;
    host = authority.slice(at + 1);
    if (!isHost(host, scheme === 'http' || scheme === 'https')) return undefined;
  }
  if (!isEscaped(rest)) return undefined;
  const port = /:(\d*)$/.exec(host);
  const hostname = (port === null ? host : host.slice(0, port.index)).replace(/^\[(.*)\]$/, '$1');
  return { scheme, host, hostname, port: port?.[1] ?? '', path: rest, query: queryOf(query) };
}

/** Whether every percent sign begins an escape. */
function isEscaped(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text);
}

/** Since Go 1.26 a host of HTTP with several colons must be in brackets. */
function isHost(host: string, isHttp: boolean): boolean {
  const open = host.lastIndexOf('[');
  if (open > 0) return false;
  if (open === 0) {
    const close = host.lastIndexOf(']');
    const [address = '', ...zone] = host.slice(1, close).split('%25');
    return close > 0 && /^(?::\d*)?$/.test(host.slice(close + 1)) && isIpv6Literal(address) && (zone.length === 0 || isZone(zone.join('%25')));
  }
  const colon = isHttp ? host.indexOf(':') : host.lastIndexOf(':');
  if (colon >= 0 && !/^:\d*$/.test(host.slice(colon))) return false;
  // Escapes in a host stand for bytes beyond ASCII only.
  return !/%(?![89A-Fa-f][0-9A-Fa-f]|25)/.test(host) && !/[ \\^`{|}#/?@]/.test(host);
}

function isIpv6Literal(address: string): boolean {
  return parseAddress(address)?.family === 6;
}

/** Escapes of a zone stand for what could be written as it is. */
function isZone(zone: string): boolean {
  return zone !== '' && isEscaped(zone) && !/[\\^`{|}#/?@]/.test(zone);
}

function queryOf(search: string): Readonly<Record<string, readonly string[]>> {
  const out: Record<string, string[]> = {};
  for (const pair of search === '' ? [] : search.split('&')) {
    const [key = '', value = ''] = pair.split('=');
    (out[key] ??= []).push(value);
  }
  return out;
}
