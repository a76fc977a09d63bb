import ipaddr from 'ipaddr.js';
import type { World } from '../cluster/cluster';

/**
 * The host that a name in an Istio object means: a name without a dot is completed with the namespace of the object that says it, never
 * with that of the Service. Source: `ResolveShortnameToFQDN` of Istio 1.31, `pilot/pkg/model/config.go`.
 *
 * @param namespace namespace of the object that names the host
 * @example fullHost(world, 'reviews', 'shop') // 'reviews.shop.svc.cluster.local'
 */
export function fullHost({ facts }: World, host: string, namespace: string): string {
  if (host === '' || host === '*' || host.includes('.') || (host.includes(':') && ipaddr.isValid(host))) return host;
  return `${host}.${namespace}.svc.${facts.platform.clusterDomain}`;
}

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether two hosts have a name in common, either of which may be a wildcard. Source: `Name.Matches` of Istio 1.31, `pkg/config/host/name.go`. */
export function hostsMeet(a: string, b: string): boolean {
  if (!isWildcard(a)) return isWildcard(b) ? a.endsWith(b.slice(1)) : a === b;
  if (!isWildcard(b)) return b.endsWith(a.slice(1));
  return a.length < b.length ? b.slice(1).endsWith(a.slice(1)) : a.slice(1).endsWith(b.slice(1));
}

/** Whether every name of `inner` is a name of `outer`. Source: `Name.SubsetOf`, same file. */
export function hostWithin(inner: string, outer: string): boolean {
  if (!isWildcard(inner)) return isWildcard(outer) ? inner.endsWith(outer.slice(1)) : inner === outer;
  return isWildcard(outer) && inner.length >= outer.length && inner.slice(1).endsWith(outer.slice(1));
}

/** Order of hosts by which the more specific comes first: names before wildcards, longer before shorter. */
export function bySpecificity(a: string, b: string): number {
  if (isWildcard(a) !== isWildcard(b)) return isWildcard(a) ? 1 : -1;
  return b.length - a.length || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * What a map of hosts holds for one name: the entry of that very name, else that of the longest wildcard over it.
 *
 * Source: `MostSpecificHostMatch` of Istio 1.31, `pilot/pkg/model/config.go`. A wildcard may end inside a label: `*views.shop.svc.cluster.local`
 * covers `reviews.shop.svc.cluster.local`.
 */
export function mostSpecific<T>(entries: ReadonlyMap<string, T>, host: string): T | undefined {
  const own = entries.get(host);
  if (own !== undefined || entries.size === 0) return own;
  for (const wildcard of wildcardsOver(entries, host)) return entries.get(wildcard);
  return undefined;
}

/**
 * The wildcards among the hosts of a map that cover a host, the most specific first, the host itself left out.
 *
 * They are found by the name's suffixes of those lengths that wildcards of the map have, which are few: the cost grows neither with the map nor with
 * the name. The lengths are remembered, so a map is finished before it is asked.
 */
export function* wildcardsOver(entries: ReadonlyMap<string, unknown>, host: string): Generator<string> {
  const name = isWildcard(host) ? host.slice(1) : host;
  for (const length of lengthsOf(entries)) {
    if (length > name.length) continue;
    const wildcard = `*${name.slice(name.length - length)}`;
    if (wildcard !== host && entries.has(wildcard)) yield wildcard;
  }
}

const lengths = new WeakMap<ReadonlyMap<string, unknown>, readonly number[]>();

/** Lengths of what follows the star, in the wildcards of a map, the longest first. */
function lengthsOf(entries: ReadonlyMap<string, unknown>): readonly number[] {
  const known = lengths.get(entries);
  if (known !== undefined) return known;
  const found = new Set<number>();
  for (const host of entries.keys()) if (isWildcard(host)) found.add(host.length - 1);
  const made = [...found].sort((a, b) => b - a);
  lengths.set(entries, made);
  return made;
}
