/** Adds the matchers to the `expect` of `@jest/globals`, and their types. */
import { expect } from '@jest/globals';
import { matchers, type SealaneMatchers } from './matchers';

expect.extend(matchers);

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- declarations that merge must have the same parameters
  interface Matchers<R extends void | Promise<void>, T = unknown> extends SealaneMatchers<R> {}
}
