import { parseRequestUri } from '../url';

const schemes = new Set(['', 'file', 'http', 'https', 'oci']);

/** Where a plugin is fetched from: a URL, or what becomes one with `http://` before it. */
export function urlProblem(text: string): string | undefined {
  if (text === '') return 'is empty';
  const url = parseRequestUri(text);
  if (url === undefined) return strict(`http://${text}`) ? undefined : 'is no URL';
  if (!strict(text)) return 'is no URL';
  return schemes.has(url.scheme) ? undefined : `has the scheme "${url.scheme}": "oci", "https", "http", "file" are known`;
}

/** With the fragment read as one: its escapes are looked at too. */
function strict(text: string): boolean {
  return parseRequestUri(text) !== undefined && !/%(?![0-9A-Fa-f]{2})/.test(text.split('#').slice(1).join('#'));
}
