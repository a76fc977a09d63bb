import { isSpace } from './lexer';

/** A word as text that is read as this word; `undefined` when no text is. */
export function writeWord(word: string): string | undefined {
  const bare = word !== '' && !word.startsWith('"') && !word.startsWith('\uFEFF') && ![...word].some(char => char === '#' || isSpace(char));
  if (bare) return word;
  // Within quotes a backslash is an escape of what follows: one before a quote, or before the end, cannot be written.
  if (/(?<!\\)(?:\\\\)*\\(?:"|$)/.test(word)) return undefined;
  return `"${word.replaceAll('"', '\\"')}"`;
}
