import { parseDuration, type Duration } from '../../model/duration';
import { UsageError } from '../../model/usage-error';

/** Single values of a canary's options: each function returns the value, or throws with the words that name it. */

export function positive(what: string, duration: Duration): Duration {
  const milliseconds = parseDuration(duration);
  if (milliseconds === undefined) {
    throw new UsageError({ what: `${what} "${duration}" is not a duration`, fix: 'write it as "2s", "500ms" or "1m30s"' });
  }
  if (milliseconds < 1) throw new UsageError({ what: `${what} is ${duration}`, fix: 'leave it out to switch it off: 0 is refused' });
  return duration;
}

/** Proxies count in millionths: a finer part would be none. */
export function percentage(what: string, value: number | undefined): number {
  if (value === undefined) {
    throw new UsageError({ what: `${what} has no percentage, which would mean all of them`, fix: 'write the percentage' });
  }
  if (!(value >= 0.0001 && value <= 100)) throw new UsageError({ what: `${what}: percentage is ${value}`, fix: 'use 0.0001 to 100' });
  return value;
}

/** A whole number of at least 1. */
export function count(what: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) throw new UsageError({ what: `${what} is ${value}`, fix: 'use a whole number from 1' });
  return value;
}

/** Names and cookies are tokens of HTTP. */
const token = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** Keys that a VirtualService takes for parts of the request line, and ignores among headers. */
const notHeaders = ['authority', 'method', 'scheme', 'uri'];

/** The header in lower case, as proxies compare it. */
export function headerName(where: string, header: string): string {
  if (!token.test(header)) throw new UsageError({ what: `${where} header "${header}" is not a header name`, fix: 'use a name such as "x-canary"' });
  const name = header.toLowerCase();
  if (notHeaders.includes(name)) {
    throw new UsageError({ what: `${where} header "${header}" is ignored by the mesh, so every request would match`, fix: 'use a name such as "x-canary"' });
  }
  return name;
}

interface HeaderMatch {
  readonly header: string;
  readonly value: string;
}

export function headerMatch(where: string, { header, value }: HeaderMatch): HeaderMatch {
  const name = headerName(where, header);
  if (value === '') throw new UsageError({ what: `${where} header ${header} has no value`, fix: 'give the exact value that requests carry' });
  return { header: name, value };
}

export function cookieName(where: string, cookie: string): string {
  if (!token.test(cookie)) throw new UsageError({ what: `${where}: cookie name "${cookie}" is not one`, fix: 'use letters, digits and "-"' });
  return cookie;
}
