/** Matchers for tests of manifests. For the `expect` of `@jest/globals` import `sealane/testing/jest-globals` instead. */
import type { SealaneMatchers } from './matchers';

export { matchers, type SealaneMatchers } from './matchers';
export type { WorldOptions } from './checked';
export type { Connection, ExactlyOptions } from './to-allow';
export type { FindingOptions } from './to-have-finding';
export type { Outcome } from './outcome';
export type { PassOptions } from './to-pass-checks';
export type { Subject } from './subject';
export type { TracedConnection } from './to-trace';

declare global {
  // Both Jest's global `expect` and Vitest's take their matchers from here.
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the types of Jest are one
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- declarations that merge must have the same parameters
    interface Matchers<R, T = {}> extends SealaneMatchers<R> {}
  }
}
