import type { SplitIntent } from '../intents/split';

/**
 * What both routing APIs need to know about a split: which versions take part, and the cookies of sticky ones.
 */

/** Versions that receive traffic, with their parts of 100. A version at 0 is left out: every proxy drops it anyway. */
export function serving(split: SplitIntent): readonly (readonly [version: string, weight: number])[] {
  return [...split.weights].filter(([, weight]) => weight > 0);
}

/** Name of the Service of one version, where versions are told apart by Services. */
export function versionHost(service: { readonly name: string }, version: string): string {
  return `${service.name}-${version}`;
}

/** Value of the `set-cookie` header that keeps a client on a version. */
export function versionCookie(sticky: NonNullable<SplitIntent['versionSticky']>, version: string): string {
  return `${sticky.cookie}=${version}; Path=/; Max-Age=${sticky.maxAgeSeconds}; HttpOnly; SameSite=Lax`;
}

/** Full-match pattern (RE2) of a `cookie` header that carries the version's cookie among others. */
export function cookiePattern(sticky: NonNullable<SplitIntent['versionSticky']>, version: string): string {
  const literal = `${sticky.cookie}=${version}`.replace(/[.+*?^$()[\]{}|\\]/g, '\\$&');
  return `(.*;\\s*)?${literal}(\\s*;.*)?`;
}
