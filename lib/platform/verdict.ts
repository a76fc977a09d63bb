/** The system can say exactly what the pattern asks for. */
export interface Exact {
  readonly verdict: 'exact';
}

/** The system can say it with a loss; the caller has to accept `platform/<pattern>-<code>` with a reason. */
export interface Lossy<Code extends string = string, Reason extends string = string> {
  readonly verdict: 'lossy';
  readonly code: Code;
  readonly reason: Reason;
}

/** The system cannot say it. `reason` ends with the nearest alternative. */
export interface NotPossible<Reason extends string = string> {
  readonly verdict: 'impossible';
  readonly reason: Reason;
}

/** The system could say it; this library does not write it yet. */
export interface Unbuilt {
  readonly verdict: 'unbuilt';
}

/** What a system can do for a feature of a pattern. */
export type Verdict = Exact | Lossy | NotPossible | Unbuilt;

export const exact: Exact = { verdict: 'exact' };
export const unbuilt: Unbuilt = { verdict: 'unbuilt' };

export function impossible<const Reason extends string>(reason: Reason): NotPossible<Reason> {
  return { verdict: 'impossible', reason };
}

export function lossy<const Code extends string, const Reason extends string>(code: Code, reason: Reason): Lossy<Code, Reason> {
  return { verdict: 'lossy', code, reason };
}
