import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { checkCorefile } from '../../lib/corefile/check';
import { printDirectives, writeCorefile, type Directive, type ServerBlock } from '../../lib/corefile/corefile';
import { lex } from '../../lib/corefile/lexer';
import type { PluginName } from '../../lib/corefile/plugin-name';
import { allPlugins, newestCoreDns } from '../../lib/corefile/table';
import { UsageError } from '../../lib/model/usage-error';
import type { Version } from '../../lib/model/version';
import { pluginOptionsText } from './plugin-options';
import { stanzas } from './stanzas';

type Use = Directive<PluginName>;
const file = readFileSync(join(__dirname, '../../lib/corefile/plugin-options.ts'), 'utf8');
const releases = [...(/type Releases = [^;]*/.exec(file)?.[0] ?? '').matchAll(/'([\d.]+)'/g)].map(([, release = '']) => release as Version);
const runs = Number(process.env['SEALANE_RUNS'] ?? 300);

/** The uses of a stanza as they would be given to the builder. */
function usesOf(text: string): readonly Use[] {
  const lines = new Map<number, string[]>();
  for (const { line, text: word } of lex(text).tokens) lines.set(line, [...(lines.get(line) ?? []), word]);
  const uses: { name: string; arguments: readonly string[]; options?: Directive[] }[] = [];
  let open: Directive[] | undefined;
  for (const words of [...lines.values()].slice(1, -1)) {
    const [name = '', ...rest] = words;
    if (name === '}') open = undefined;
    else if (open !== undefined) open.push({ name, arguments: rest });
    else if (rest.at(-1) === '{') uses.push({ name, arguments: rest.slice(0, -1), options: (open = []) });
    else uses.push({ name, arguments: rest });
  }
  return uses as readonly Use[];
}

const blockOf = (plugins: readonly Use[]): readonly ServerBlock[] => [{ keys: ['example.org'], plugins }];
const wordsOf = (directives: readonly Directive[]): readonly string[] => directives.flatMap(({ name, arguments: given = [], options = [] }) => [name, ...given, ...wordsOf(options)]);

test('what compiles is what the table of plugins has', () => {
  expect(file.slice(file.indexOf('/** When there was each plugin. */'))).toBe(pluginOptionsText());
  const named = new Set([...pluginOptionsText().matchAll(/<'([\d.]+)'>/g)].map(([, release]) => release));
  expect([...named].filter(release => !releases.includes(release as Version))).toEqual([]);
  expect(releases.at(-1)).toBe(newestCoreDns);
});

test('every use that a release takes is built, and every other is refused by the name of a rule', () => {
  const wrong = stanzas.filter(({ text, taken, version = newestCoreDns }) => {
    const build = (): string => writeCorefile(blockOf(usesOf(text)), { version });
    if (taken) return checkCorefile(build(), { version }).some(({ severity }) => severity === 'error');
    try {
      return build() !== '';
    } catch (error) {
      return !(error instanceof UsageError && /\(dns\/[a-z-]+\)$/.test(error.what));
    }
  });
  expect(wrong.map(({ title }) => title)).toEqual([]);
  expect(new Set(stanzas.flatMap(({ text }) => usesOf(text).map(({ name }) => name))).size).toBe(allPlugins().length);
});

test('whatever is built of any uses for any release, the checker takes, with each word that was given', () => {
  const uses = stanzas.filter(({ taken }) => taken).flatMap(({ text }) => usesOf(text));
  let built = 0;
  assert(property(array(constantFrom(...uses), { minLength: 1, maxLength: 4 }), constantFrom(...releases), (plugins, version) => {
    let text: string;
    try {
      text = writeCorefile(blockOf(plugins), { version });
    } catch (error) {
      return error instanceof UsageError && /\(dns\/[a-z-]+\)$/.test(error.what);
    }
    built++;
    expect(checkCorefile(text, { version }).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(lex(text).tokens.map(token => token.text).filter(word => word !== '{' && word !== '}')).toEqual(['example.org', ...wordsOf(plugins)]);
    return true;
  }), { numRuns: runs });
  expect(built).toBeGreaterThan(runs / 10);
});

test('a word is read as it was given, or refused', () => {
  assert(property(string({ unit: constantFrom('a', '"', '\\', ' ', '#', '{', '}', '\n', '\r', '$', '\uFEFF', '\u3000') }), given => {
    try {
      expect(lex(printDirectives([{ name: 'x', arguments: [given] }])).tokens.map(({ text }) => text)).toEqual(given === '' ? ['x', ''] : ['x', given]);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }), { numRuns: runs });
});
