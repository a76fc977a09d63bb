import type { Resolver } from './resolver';

/** Which C library a program asks with: musl does not try the search path behind a name that has enough dots. */
export type Library = 'glibc' | 'musl';

/**
 * The names that a resolver asks for one that a program was given, in order, until one exists. Each is asked for IPv4 and, where programs want both, for IPv6.
 *
 * A name with a dot at its end is asked as it is. One with fewer dots than `ndots` is tried with the search path first, and as it is last; one with as many as it is first.
 *
 * Source: resolv.conf(5); `__res_search` of glibc 2.41; `name_from_dns_search` of musl 1.2.5.
 *
 * @returns absolute names
 * @example questionsFor({ ndots: 5, search: ['a.svc.cluster.local', 'svc.cluster.local'] }, 'db') // ['db.a.svc.cluster.local.', 'db.svc.cluster.local.', 'db.']
 */
export function questionsFor({ ndots, search }: Pick<Resolver, 'ndots' | 'search'>, name: string, library: Library = 'glibc'): readonly string[] {
  if (name.endsWith('.')) return [name];
  const own = `${name}.`;
  const searched = search.map(domain => (domain === '.' || domain === '' ? own : `${name}.${domain.replace(/\.$/, '')}.`));
  const dots = name.split('.').length - 1;
  if (dots < ndots) return [...new Set([...searched, own])];
  return library === 'musl' ? [own] : [...new Set([own, ...searched])];
}
