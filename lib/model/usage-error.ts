/** What went wrong when sealane was called, in parts that messages are made of. */
export interface Misuse {
  /** Lower case, no final period, with the value seen: `weights name version "v3", service reviews has v1 and v2`. */
  readonly what: string;
  /** An imperative: `use v1 or v2`. */
  readonly fix: string;
  /** Construct path or component name, when the call has one. */
  readonly at?: string | undefined;
}

/**
 * Thrown at the call that misuses sealane. Everything about resources is a finding instead.
 *
 * @example
 * try { new Canary(…) } catch (e) { if (e instanceof UsageError) console.error(e.fix); }
 */
export class UsageError extends Error {
  readonly what: string;
  readonly fix: string;
  readonly at: string | undefined;

  constructor({ what, fix, at }: Misuse) {
    super(`${at === undefined || at === '' ? '' : `[${at}] `}${what}; ${fix}`);
    this.name = 'UsageError';
    this.what = what;
    this.fix = fix;
    this.at = at;
  }

  /** The same error with the place filled in, when it was thrown by a function that did not know it. */
  within(at: string): UsageError {
    return this.at === undefined ? new UsageError({ what: this.what, fix: this.fix, at }) : this;
  }
}

/** `a, b and c`, for messages. */
export function list(items: readonly string[], none: string = 'none'): string {
  const last = items.at(-1);
  if (last === undefined) return none;
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
