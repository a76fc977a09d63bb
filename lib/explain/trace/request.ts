import type { RouteRequest } from '../../mesh/request-match';
import type { Target } from './question';

const usual: Readonly<Record<Target['scheme'], number | undefined>> = { http: 80, grpc: 80, https: 443, tcp: undefined };

/** What is known of a request, as routes ask for it. */
export function requestOf({ scheme, host, port, path, method, headers }: Target): RouteRequest {
  if (path === undefined) return {};
  const written = host.includes(':') ? `[${host}]` : host;
  return { path, authority: usual[scheme] === port ? written : `${written}:${port}`, ...(method === undefined ? {} : { method }), ...(headers === undefined ? {} : { headers }) };
}
