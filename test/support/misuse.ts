import { UsageError } from '../../lib/model/usage-error';

/** What a call says when it is refused: the value seen, and what to do. Fails when it is not refused, or by anything else. */
export function refusal(call: () => unknown): { readonly what: string; readonly fix: string } {
  try {
    call();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { what, fix } = error;
    return { what, fix };
  }
  throw new Error('the call was not refused');
}
