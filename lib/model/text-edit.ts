/** A part of a text and what to write in its place. */
export interface TextEdit {
  /** Offsets in UTF-16 code units: the first that goes, and the first that stays. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * A text after its edits. Of those that overlap the first stands; equal ones are made once.
 *
 * @example withEdits('cache 30', [{ from: 6, to: 8, text: '60' }]) // 'cache 60'
 */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { from, to, text: written } of [...edits].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from < at || (from === at && at > 0 && result.endsWith(written) && from === to && written !== '')) continue;
    result += text.slice(at, from) + written;
    at = to;
  }
  return result + text.slice(at);
}
