/** A place in the text of a Corefile, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** The imported file; absent: the Corefile itself. */
  readonly file?: string;
}

/** One word, as CoreDNS takes it: without quotes and escapes. */
export interface Token extends Place {
  readonly text: string;
  /** Where it begins in its text, with its quote, and where it ends. */
  readonly offset: number;
  readonly end: number;
  readonly quoted: boolean;
  /** The text is not what CoreDNS will read: a variable or a placeholder stands in it, and nobody said for what. */
  readonly open?: boolean;
}

/** `#` and what follows it, which CoreDNS leaves out. */
export interface Comment extends Place {
  readonly text: string;
  readonly offset: number;
}

/** The line on which a token ends: quoted ones may go over several. */
export function lastLine({ line, text }: Token): number {
  let breaks = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks++;
  return line + breaks;
}
