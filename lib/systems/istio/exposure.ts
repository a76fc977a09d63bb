import { ofKind, type Recorded } from '../../intents/intents';
import type { ExposeIntent, RoutePath } from '../../intents/exposure';
import { serviceHost, type IstioSidecar } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { entranceKey } from '../entrance';
import { narrowing, routeHome, splitOf, textOf } from '../exposed';
import type { HttpMatch, HttpRoute } from './kinds';
import { rules, type Ranked } from './split';

/** Exposed hosts as rules of one VirtualService per gateway and host; a Service that is split is split for outsiders as well. */
export function emitExposures(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  return ofKind(recorded, 'expose').flatMap(({ intent, origin }) => {
    const { gateway, host, path, service } = intent;
    const key = entranceKey(gateway, host, { namespace: routeHome(recorded, gateway, host) ?? service.namespace });
    const bound = { ...key, hosts: [host], gateway: `${gateway.namespace.name}/${gateway.name}`, ...narrowing(path) };
    return ranked(recorded, intent, platform).map(({ rank, rule }): Contribution => ({ share: { owner: 'virtual-service', ...bound, rank, rule: atPath(rule, path) }, origin }));
  });
}

function ranked(recorded: readonly Recorded[], intent: ExposeIntent, platform: IstioSidecar): readonly Ranked[] {
  const { service, port, timeout, override } = intent;
  const split = splitOf(recorded, intent);
  const host = serviceHost(platform, service);
  const limit = timeout === undefined ? {} : { timeout };
  if (split !== undefined) return rules(split, host, false, override).map(({ rank, rule }) => ({ rank, rule: { ...rule, ...limit } }));
  return [{ rank: 'weights', rule: { name: service.name, ...limit, route: [{ destination: { host, port: { number: port.port } } }] } }];
}

/** A prefix is compared by letters here and by parts in the Gateway API: `/cart` and all below it, without `/cartoons`, takes two matches. */
function atPath(rule: HttpRoute, path: RoutePath): HttpRoute {
  if (narrowing(path).path === undefined) return rule;
  const uris: readonly HttpMatch[] = 'exact' in path ? [{ uri: { exact: path.exact } }] : [{ uri: { exact: path.prefix } }, { uri: { prefix: `${path.prefix}/` } }];
  const match = uris.flatMap(uri => (rule.match ?? [{}]).map(other => ({ ...uri, ...other })));
  return { ...rule, name: `${rule.name} ${textOf(path)}`, match };
}
