import type { RequestMatch, TextMatch } from '../../mesh/request-match';

/** A match as a person says it: `header canary exactly "true"`, `path begins with "/api"`. */
export function matchText({ uri, method, authority, scheme, headers, withoutHeaders, queryParams, port, sourceLabels, sourceNamespace }: RequestMatch): string {
  const parts = [
    ...(uri === undefined || (uri.value === '/' && (uri.kind === 'prefix' || uri.kind === 'segments')) ? [] : [`path ${said(uri)}`]),
    ...(method === undefined ? [] : [`method ${said(method)}`]),
    ...(authority === undefined ? [] : [`host ${said(authority)}`]),
    ...(scheme === undefined ? [] : [`scheme ${said(scheme)}`]),
    ...Object.entries(headers).map(([name, text]) => `header ${name} ${said(text)}`),
    ...Object.entries(withoutHeaders).map(([name, text]) => `no header ${name} ${said(text)}`),
    ...Object.entries(queryParams).map(([name, text]) => `query ${name} ${said(text)}`),
    ...(port === undefined ? [] : [`port ${port}`]),
    ...Object.entries(sourceLabels).map(([key, value]) => `from pods with ${key}=${value}`),
    ...(sourceNamespace === undefined ? [] : [`from namespace ${sourceNamespace}`]),
  ];
  return parts.length === 0 ? 'every request' : parts.join(', ');
}

function said({ kind, value }: TextMatch): string {
  switch (kind) {
    case 'present':
      return 'present';
    case 'exact':
      return `exactly "${value}"`;
    case 'prefix':
      return `begins with "${value}"`;
    case 'segments':
      return `under "${value}"`;
    case 'regex':
      return `matches "${value}"`;
  }
}
