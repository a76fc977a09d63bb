/** One thing that changed, or that somebody has to decide. */
export interface CorefileChange {
  /** `removed`, `renamed`, `added`: done. `notice`: nothing was done. */
  readonly kind: 'removed' | 'renamed' | 'added' | 'notice';
  /** Line of the Corefile as it was. */
  readonly line: number;
  readonly message: string;
}
