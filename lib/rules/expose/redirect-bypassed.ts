import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { attachedRoutes } from '../../mesh/gateway-route';
import { bySpecificity, hostsMeet } from '../../mesh/host-name';
import { hostnamesOf, rulesOf, type Parent } from '../../mesh/http-routes';
import { listenersOf, type Listener } from '../../mesh/listeners';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/**
 * A route that attaches to every listener of a Gateway, the plaintext one with the redirect to HTTPS among them: where it is the more specific one, requests
 * are served in plaintext instead of being redirected.
 */
export const redirectBypassed: Rule = {
  id: 'expose/redirect-bypassed',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: view => view.cluster.of('gateway.networking.k8s.io', 'Gateway').flatMap(gateway => ofGateway(view, gateway)),
};

interface Attached {
  readonly route: ClusterObject;
  readonly parent: Parent;
}

function ofGateway(world: World, gateway: ClusterObject): readonly Reported[] {
  const listeners = listenersOf(world, gateway);
  const plain = listeners.filter(({ protocol }) => protocol === 'HTTP');
  if (plain.length === 0 || plain.length === listeners.length) return [];
  const attached = attachedRoutes(world, gateway);
  return plain.flatMap(listener => {
    const here = attached.filter(({ parent }) => (parent.sectionName ?? listener.name) === listener.name && (parent.port ?? listener.port) === listener.port);
    const redirect = here.find(({ route }) => redirectsAll(world, route));
    if (redirect === undefined) return [];
    return here.filter(other => other.parent.sectionName === undefined && other.parent.port === undefined && forwards(world, other.route) && wins(world, other, redirect, listener)).map(({ route, parent }): Reported => ({
      object: route,
      path: parent.path,
      message: `${describe(route.reference)} also attaches to listener "${listener.name ?? ''}" of ${describe(gateway.reference)}, where ${describe(redirect.route.reference)} redirects to HTTPS: it is more specific, so its requests are served in plaintext`,
      help: `set sectionName to the HTTPS listener, such as "${listeners.find(({ protocol }) => protocol === 'HTTPS')?.name ?? 'https'}"`,
      near: [{ object: redirect.route }, { object: listener.object, path: listener.path }],
    }));
  });
}

/** One rule for every request that sends it to HTTPS. */
function redirectsAll(world: World, route: ClusterObject): boolean {
  return rulesOf(world, route).some(({ action, matches }) => action.kind === 'redirect' && action.setting.value['scheme'] === 'https' && matches.every(catchesAll));
}

function forwards(world: World, route: ClusterObject): boolean {
  return rulesOf(world, route).some(({ action }) => action.kind === 'forward');
}

function catchesAll({ uri, method, headers, queryParams }: { readonly uri?: { readonly kind: string; readonly value: string }; readonly method?: unknown; readonly headers: object; readonly queryParams: object }): boolean {
  return (uri === undefined || (uri.kind === 'prefix' && uri.value === '/')) && method === undefined && Object.keys(headers).length === 0 && Object.keys(queryParams).length === 0;
}

/** A more specific host wins; with equal hosts a more specific match; between equals age decides, and is not known. */
function wins(world: World, app: Attached, redirect: Attached, listener: Listener): boolean {
  const hostsOf = (route: ClusterObject): readonly string[] => {
    const named = hostnamesOf(route);
    return named.length === 0 ? listener.hosts.map(({ host }) => host) : named.filter(name => listener.hosts.some(({ host }) => hostsMeet(host, name)));
  };
  return hostsOf(app.route).some(host => {
    const rival = [...hostsOf(redirect.route)].filter(other => hostsMeet(host, other)).sort(bySpecificity)[0];
    if (rival === undefined) return false;
    const order = bySpecificity(host, rival);
    return order < 0 || (host === rival && rulesOf(world, app.route).some(({ matches }) => !matches.every(catchesAll)));
  });
}
