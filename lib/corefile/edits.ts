import type { TextEdit } from '../model/text-edit';
import type { OptionUse, PluginUse, ReadServer } from './reading';
import { writeWord } from './word';
import type { Token } from './token';

/** Edits are made in the Corefile itself; what an import put there is changed where it stands, by hand. */
function isOwn(...tokens: readonly (Token | undefined)[]): boolean {
  return tokens.every(token => token === undefined || token.file === undefined);
}

const last = ({ name, words }: OptionUse): Token => words.at(-1) ?? name;
const endOf = (use: PluginUse | OptionUse): Token => ('block' in use ? use.block?.close : undefined) ?? last(use);

/** Another word in the place of one. */
export function replaced(token: Token, word: string): readonly TextEdit[] {
  const written = writeWord(word);
  return written === undefined || !isOwn(token) ? [] : [{ from: token.offset, to: token.end, text: written }];
}

/** A plugin or an option taken out; its line goes with it unless something else stands there, such as a comment. */
export function removed(text: string, use: PluginUse | OptionUse): readonly TextEdit[] {
  const [start, end] = [use.name, endOf(use)];
  if (!isOwn(start, end)) return [];
  const lineStart = text.lastIndexOf('\n', start.offset - 1) + 1;
  const newline = text.indexOf('\n', end.end);
  const lineEnd = newline < 0 ? text.length : newline;
  const alone = text.slice(lineStart, start.offset).trim() === '' && text.slice(end.end, lineEnd).trim() === '';
  return [{ from: alone ? lineStart : start.offset, to: alone ? Math.min(text.length, lineEnd + 1) : end.end, text: '' }];
}

/** A line added to the block of a plugin, which gets one if it has none. */
export function withOption(text: string, use: PluginUse, line: string): readonly TextEdit[] {
  if (!isOwn(use.name, use.block?.close)) return [];
  const indent = ' '.repeat(Math.max(0, use.name.column - 1));
  if (use.block === undefined) {
    const at = last(use).end;
    return [{ from: at, to: at, text: ` {\n${indent}    ${line}\n${indent}}` }];
  }
  const from = text.lastIndexOf('\n', use.block.close.offset - 1) + 1;
  const inner = use.options[0] === undefined ? `${indent}    ` : ' '.repeat(Math.max(0, use.options[0].name.column - 1));
  return [{ from, to: from, text: `${inner}${line}\n` }];
}

/** A plugin added to a server block, as its last line. */
export function withPlugin(text: string, { uses, at }: ReadServer, line: string): readonly TextEdit[] {
  const own = uses.filter(use => isOwn(use.name, endOf(use)) && use.name.offset > at.offset);
  const final = own.reduce<PluginUse | undefined>((found, use) => (found === undefined || endOf(use).end > endOf(found).end ? use : found), undefined);
  if (final === undefined || own.length !== uses.length) return [];
  const newline = text.indexOf('\n', endOf(final).end);
  const from = newline < 0 ? text.length : newline + 1;
  return [{ from, to: from, text: `${newline < 0 ? '\n' : ''}${' '.repeat(Math.max(0, final.name.column - 1))}${line}\n` }];
}
