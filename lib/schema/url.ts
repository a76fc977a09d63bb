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
  // eslint-disable-next-line no-control-regex -- Go refuses exactly these.
  if (text === '' || /[\x00-\x1f\x7f]/.test(text)) return undefined;
  if (text === '*') return { scheme: '', host: '', hostname: '', port: '', path: '*', query: {} };
  const colon = text.indexOf(':');
  let scheme = '';
  let rest = text;
  const named = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
  if (named !== null) {
    scheme = (named[1] ?? '').toLowerCase();
    rest = text.slice(named[0].length);
  } else if (colon === 0) return undefined;
  const mark = rest.indexOf('?');
  const search = mark < 0 ? '' : rest.slice(mark + 1);
  if (mark >= 0) rest = rest.slice(0, mark);
  if (!rest.startsWith('/')) return scheme === '' ? undefined : { scheme, host: '', hostname: '', port: '', path: '', query: queryOf(search) };
  let host = '';
  if ((scheme !== '' || !rest.startsWith('///')) && rest.startsWith('//')) {
    const end = rest.indexOf('/', 2);
    const authority = end < 0 ? rest.slice(2) : rest.slice(2, end);
    rest = end < 0 ? '' : rest.slice(end);
    const at = authority.lastIndexOf('@');
    if (at >= 0 && !/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at))) return undefined;
    host = authority.slice(at + 1);
    if (!isHost(host)) return undefined;
  }
  if (/%(?![0-9A-Fa-f]{2})/.test(rest)) return undefined;
  const port = /:(\d*)$/.exec(host);
  const hostname = (port === null ? host : host.slice(0, port.index)).replace(/^\[(.*)\]$/, '$1');
  return { scheme, host, hostname, port: port?.[1] ?? '', path: rest, query: queryOf(search) };
}

/** Since Go 1.26 a host with several colons must be in brackets. */
function isHost(host: string): boolean {
  const bracketed = /^\[([^\]]*)\](?::\d*)?$/.exec(host);
  if (bracketed !== null) return /^[0-9A-Fa-f:.]+(?:%25[A-Za-z0-9._~%-]+)?$/.test(bracketed[1] ?? '') && (bracketed[1] ?? '').includes(':');
  if (host.includes('[') || host.includes(']')) return false;
  const [name = '', port, ...more] = host.split(':');
  if (more.length > 0 || (port !== undefined && !/^\d*$/.test(port))) return false;
  // Escapes in a host stand for bytes beyond ASCII only.
  return !/%(?![89A-Fa-f][0-9A-Fa-f])/.test(name) && !/[ "<>\\^`{|}#/?@]/.test(name.replaceAll(/[<>"]/g, ''));
}

function queryOf(search: string): Readonly<Record<string, readonly string[]>> {
  const out: Record<string, string[]> = {};
  for (const pair of search === '' ? [] : search.split('&')) {
    const [key = '', value = ''] = pair.split('=');
    (out[key] ??= []).push(value);
  }
  return out;
}
