import { parseRequestUri, parseUrl } from '../url';

const schemes = new Set(['', 'file', 'http', 'https', 'oci']);

/** Where a plugin is fetched from: a URL, or what becomes one with `http://` before it. */
export function urlProblem(text: string): string | undefined {
  if (text === '') return 'is empty';
  const url = parseRequestUri(text);
  const wrong = url === undefined ? !isStrict(`http://${text}`) : !isStrict(text);
  if (wrong) return 'is no URL';
  return url === undefined || schemes.has(url.scheme) ? undefined : `has the scheme "${url.scheme}": "oci", "https", "http", "file" are known`;
}

/** Whether both of Go's readers of URLs take it. */
function isStrict(text: string): boolean {
  return parseRequestUri(text) !== undefined && parseUrl(text) !== undefined;
}
