import type { Place } from './token';

/** Something about a Corefile. */
export interface CorefileProblem extends Place {
  /** `error`: CoreDNS of that version would refuse the file. `unknown`: it depends on what is not in the text, such as a file. */
  readonly severity: 'error' | 'unknown';
  /** Lower case, with the value seen. */
  readonly message: string;
  /** What to do, as an imperative. */
  readonly help?: string;
}

/** An error at a place. */
export function errorAt({ line, column, file }: Place, message: string, help?: string): CorefileProblem {
  return { severity: 'error', message, line, column, ...(file === undefined ? {} : { file }), ...(help === undefined ? {} : { help }) };
}

/** What the text does not settle, at a place. */
export function unknownAt({ line, column, file }: Place, message: string): CorefileProblem {
  return { severity: 'unknown', message, line, column, ...(file === undefined ? {} : { file }) };
}
