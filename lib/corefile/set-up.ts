import { releasedSince } from '../model/version';
import { nearest } from '../model/spelling';
import { Cursor } from './cursor';
import type { Around, Complain, Complaint, Found, Option, Options, Plugin, Use, Words } from './grammar';
import type { Token } from './token';

/**
 * What CoreDNS says when it sets a plugin up: `tokens` of all its uses in one server block, read as its set-up reads them, up to the first thing that it refuses.
 *
 * @param complete whether all lines are there: an import that nobody read may hold what is missing
 */
export function setUp(plugin: Plugin, tokens: readonly Token[], around: Around, complete: boolean): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const complain: Complain = complaint => void complaints.push(complaint);
  const cursor = new Cursor(tokens);
  for (let uses = 0; cursor.next(); uses++) {
    const name = cursor.token;
    if (uses > 0 && plugin.repeats === 'ignored') break;
    if (uses > 0 && plugin.repeats === 'error') {
      complain({ ...(name === undefined ? {} : { at: name }), message: `${plugin.name} can be used once in a server block`, help: 'merge the two, or remove one' });
      break;
    }
    if (plugin.read !== undefined) {
      if (!plugin.read(cursor, around, complain)) break;
      continue;
    }
    const use = readUse(plugin, cursor, around, complain);
    if (use === undefined) break;
    const complaint = complete && ![...use.words, ...use.options.flatMap(({ words }) => words)].some(({ open }) => open === true) ? plugin.use?.(use, around) : undefined;
    if (complaint !== undefined) {
      complain({ ...(name === undefined ? {} : { at: name }), ...complaint });
      if (complaint.unknown !== true) break;
    }
  }
  return complaints;
}

function readUse(plugin: Plugin, cursor: Cursor, around: Around, complain: Complain): Use | undefined {
  const words = readWords(plugin.name, plugin.takes, cursor, around, complain);
  if (words === undefined) return undefined;
  const open = words.some(word => word.open === true);
  const complaint = open ? undefined : plugin.together?.(words, around);
  if (complaint !== undefined) {
    complain({ ...(words[0] === undefined ? {} : { at: words[0] }), ...complaint });
    if (complaint.unknown !== true) return undefined;
  }
  const options = plugin.options === undefined ? [] : readBlock(plugin, plugin.options, cursor, around, complain);
  return options === undefined ? undefined : { words, options };
}

/** The options of a block; `undefined` after a refusal, or where nobody knows how it goes on. */
export function readBlock(plugin: Pick<Plugin, 'name' | 'anyCase' | 'otherLines'>, options: Options, cursor: Cursor, around: Around, complain: Complain): readonly Found[] | undefined {
  const found: Found[] = [];
  while (cursor.nextInBlock()) {
    const at = cursor.token;
    if (at === undefined || at.open === true) return undefined;
    const name = plugin.anyCase === true ? at.text.toLowerCase() : at.text;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) {
      const words = plugin.otherLines === undefined ? [] : cursor.words();
      const problem = plugin.otherLines === undefined ? `${plugin.name} has no option "${at.text}"` : plugin.otherLines({ name, words }, found);
      if (problem === undefined) continue;
      const near = nearest(name, Object.keys(options));
      complain({ at, message: problem, help: near === undefined ? `use ${Object.keys(options).join(', ') || 'no block'}` : `did you mean ${near}?` });
      return undefined;
    }
    const complaint = outdated(`${plugin.name} ${name}`, option, around) ?? (option.once === true && found.some(other => other.name === name) ? { message: `${plugin.name} ${name} can be given once`, help: 'remove one' } : undefined);
    if (complaint !== undefined) {
      complain({ at, ...complaint });
      return undefined;
    }
    const words = readWords(`${plugin.name} ${name}`, option.takes, cursor, around, complain);
    if (words === undefined) return undefined;
    const problem = words.some(word => word.open === true) ? undefined : option.together?.(words.map(({ text }) => text), around);
    if (problem !== undefined) {
      complain({ at: words[0] ?? at, message: problem });
      return undefined;
    }
    found.push({ name, words });
  }
  return found;
}

/** Why a release does not have something, if it does not. */
export function outdated(what: string, { since, until }: Pick<Option, 'since' | 'until'>, { version }: Pick<Around, 'version'>): Complaint | undefined {
  if (since !== undefined && !releasedSince(version, since)) return { message: `${what} came with CoreDNS ${since}, and this is ${version}`, help: 'leave it out, or use a later release' };
  if (until !== undefined && releasedSince(version, until)) return { message: `${what} was removed in CoreDNS ${until}, and this is ${version}`, help: 'remove it; sealane corefile migrate does' };
  return undefined;
}

/** The words after a name; `undefined` after a refusal. */
export function readWords(what: string, words: Words, cursor: Cursor, around: Around, complain: Complain): readonly Token[] | undefined {
  const at = cursor.token;
  const refuse = (complaint: Complaint): undefined => {
    complain({ ...(at === undefined ? {} : { at }), ...complaint });
    return undefined;
  };
  if (words.taken === 'ignored') return [];
  const found = words.taken === 'line' ? cursor.words() : nextWords(cursor, words.taken === 'bare' ? 1 : words.most);
  if (found.length < words.least) return refuse({ message: `${what} takes ${count(words)}, and has ${found.length === 0 ? 'none' : found.length}`, help: `add ${words.values[found.length]?.what ?? words.values.at(-1)?.what ?? 'one'}` });
  const extra = found[words.most];
  if (extra !== undefined) return refuse({ at: extra, message: `${what} takes ${count(words)}, and "${extra.text}" is one more`, help: 'remove it' });
  for (const [i, token] of found.entries()) {
    const value = words.values[i] ?? words.values.at(-1);
    const complaint = words.since?.[i] === undefined ? undefined : outdated(`word ${i + 1} of ${what}`, { since: words.since[i] }, around);
    if (complaint !== undefined) return refuse({ at: token, ...complaint });
    if (token.open === true || value === undefined) continue;
    const taken = value.takes(token.text);
    if (taken === false) return refuse({ at: token, message: `${what} takes ${value.what}, and "${token.text}" is none` });
    if (typeof taken === 'string') complain({ at: token, message: `${what}: ${taken}`, unknown: true });
  }
  return found;
}

function nextWords(cursor: Cursor, most: number): readonly Token[] {
  const words: Token[] = [];
  while (words.length < most && cursor.nextWord()) if (cursor.token !== undefined) words.push(cursor.token);
  return words;
}

function count({ least, most, taken }: Words): string {
  if (taken === 'bare' || most === 0) return 'no words';
  if (least === most) return least === 1 ? 'one word' : `${least} words`;
  if (!Number.isFinite(most)) return least === 1 ? 'a word or more' : `at least ${least} words`;
  return least === 0 ? `at most ${most === 1 ? 'one word' : `${most} words`}` : `${least} to ${most} words`;
}
