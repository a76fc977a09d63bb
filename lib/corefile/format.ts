import { lex } from './lexer';
import { lastLine, type Comment, type Token } from './token';
import { writeWord } from './word';

interface Line {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  readonly from: number;
  readonly to: number;
}

/**
 * A Corefile in one shape: four spaces for each block, one between words, at most one blank line between lines, quotes only where they are needed. Every word and
 * every comment stays, each on its line, so CoreDNS reads the same; formatting twice changes nothing.
 *
 * @example formatCorefile('.:53 {\nerrors   # all\n}') // '.:53 {\n    errors # all\n}\n'
 */
export function formatCorefile(text: string): string {
  const { tokens, comments, unterminated } = lex(text);
  // The rest of the file is in that quote: nobody can say what was meant.
  if (unterminated !== undefined) return text;
  let out = '';
  let depth = 0;
  let before: Line | undefined;
  for (const line of linesOf(tokens, comments)) {
    const words = line.tokens.map(token => writeWord(token.text) ?? text.slice(token.offset, token.end));
    // At the beginning of a file one byte order mark is left out.
    if (out === '' && words[0]?.startsWith('\uFEFF') === true) out = '\uFEFF';
    const closing = line.tokens[0]?.text === '}';
    if (closing) depth = Math.max(0, depth - 1);
    const opened = before?.tokens.at(-1)?.text === '{';
    if (before !== undefined && line.from > before.to + 1 && !closing && !opened) out += '\n';
    out += `${'    '.repeat(depth)}${[...words, ...line.comments.map(comment => comment.text)].join(' ')}\n`;
    for (const token of line.tokens.slice(closing ? 1 : 0)) depth = Math.max(0, depth + (token.text === '{' ? 1 : token.text === '}' ? -1 : 0));
    before = line;
  }
  return out;
}

/** Words and comments of each line, in order; a quoted word with breaks makes several lines one. */
function linesOf(tokens: readonly Token[], comments: readonly Comment[]): readonly Line[] {
  const lines: Line[] = [];
  const marks = [...tokens.map(token => ({ token })), ...comments.map(comment => ({ comment }))].sort((a, b) => offsetOf(a) - offsetOf(b));
  for (const mark of marks) {
    const [from, to] = 'token' in mark ? [mark.token.line, lastLine(mark.token)] : [mark.comment.line, mark.comment.line];
    const last = lines.at(-1);
    const same = last !== undefined && from <= last.to;
    const line: Line = same ? last : { tokens: [], comments: [], from, to };
    const grown: Line = { from: line.from, to: Math.max(line.to, to), tokens: 'token' in mark ? [...line.tokens, mark.token] : line.tokens, comments: 'comment' in mark ? [...line.comments, mark.comment] : line.comments };
    lines.splice(same ? -1 : lines.length, same ? 1 : 0, grown);
  }
  return lines;
}

function offsetOf(mark: { readonly token: Token } | { readonly comment: Comment }): number {
  return 'token' in mark ? mark.token.offset : mark.comment.offset;
}
