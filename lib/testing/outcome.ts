/** What a matcher comes to, as Jest and Vitest take it. */
export interface Outcome {
  readonly pass: boolean;
  /** Said when the expectation fails: of `pass: true` under `.not`, else without. */
  readonly message: () => string;
}
