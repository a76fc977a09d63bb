import { UsageError } from '../model/usage-error';
import type { Version } from '../model/version';
import { checkCorefile, type CorefileTarget } from './check';
import type { EachOnce, PluginUseIn, ServerBlockIn } from './corefile-types';
import type { PluginName } from './plugin-name';
import { pluginOf } from './table';
import { writeWord } from './word';

/** What a Corefile is built for. */
export interface BuildTarget<V extends Version> extends CorefileTarget {
  /** Release of CoreDNS. @default - the newest that is known */
  readonly version?: V;
}

/** One use of a plugin, or of an option inside a plugin: a name and its arguments. */
export interface Directive<N extends string = string> {
  readonly name: N;
  readonly arguments?: readonly string[];
  /** Lines of its block; absent: it has none. */
  readonly options?: readonly Directive[];
}

/** Plugins that answer for some zones on a port. The order of plugins means nothing to CoreDNS. */
export interface ServerBlock {
  /** Zones with their port, such as `.:53`. */
  readonly keys: readonly string[];
  readonly plugins: readonly Directive<PluginName>[];
}

/** A word as an argument that was meant: nothing in it begins a comment, a block or another word. */
function word(text: string): string {
  const written = writeWord(text);
  if (text === '{' || text === '}') throw new UsageError({ what: `Corefile: "${text}" cannot be an argument: it opens or closes a block, quoted or not`, fix: 'use another word' });
  if (/\{[$%]/.test(text)) throw new UsageError({ what: `Corefile: "${text}" would be replaced by a variable of the environment`, fix: 'write what it stands for' });
  if (written === undefined || text.includes('\r')) throw new UsageError({ what: `Corefile: ${JSON.stringify(text)} cannot be written: within quotes a backslash before a quote, or at the end, is an escape, and carriage returns are left out`, fix: 'use another word' });
  return written;
}

function lines(directives: readonly Directive[], indent: string): readonly string[] {
  return directives.flatMap(({ name, arguments: given = [], options }) => {
    const head = `${indent}${[name, ...given].map(word).join(' ')}`;
    return options === undefined ? [head] : [`${head} {`, ...lines(options, `${indent}    `), `${indent}}`];
  });
}

/** Directives as text that is imported into a server block. */
export function printDirectives(directives: readonly Directive[]): string {
  return `${lines(directives, '').join('\n')}\n`;
}

/**
 * Server blocks as text, one after the other.
 *
 * @throws UsageError for words that no quoting makes arguments
 */
export function printCorefile(blocks: readonly ServerBlock[]): string {
  return blocks.map(({ keys, plugins }) => `${keys.map(word).join(' ')} {\n${lines(plugins, '    ').join('\n')}\n}\n`).join('');
}

/**
 * Server blocks as text that CoreDNS of a release takes. Plugins and options that the release does not have, and plugins used twice that can be used once, do not
 * compile where the release is a literal.
 *
 * @throws UsageError for options that do not exist or are newer than the release, values that their plugin refuses, plugins used twice that can be used once, and
 * zones served twice; each names the rule that says so of a Corefile of the cluster
 * @example buildCorefile([{ keys: ['.:53'], plugins: [{ name: 'errors' }, { name: 'cache', arguments: ['30'] }] }], { version: '1.14.2' })
 */
export function buildCorefile<const B extends readonly ServerBlockIn<V>[], const V extends Version = '1.15.0'>(blocks: B & EachOnce<B[number]['plugins']>, target: BuildTarget<V> = {}): string {
  return writeCorefile(blocks, target);
}

/**
 * Directives as text that can be imported into a server block of a release.
 *
 * @throws UsageError as `buildCorefile` does
 * @example buildDirectives([{ name: 'bufsize', arguments: ['1232'] }], { version: '1.14.2' })
 */
export function buildDirectives<const D extends readonly PluginUseIn<V>[], const V extends Version = '1.15.0'>(directives: D & EachOnce<D>, target: BuildTarget<V> = {}): string {
  return writeDirectives(directives, target);
}

/** `buildCorefile` for blocks that are put together when the program runs. */
export function writeCorefile(blocks: readonly ServerBlock[], target: CorefileTarget): string {
  const text = printCorefile(blocks);
  for (const { plugins } of blocks) requireOnce(plugins);
  requireValid(text, target);
  return text;
}

/** `buildDirectives` for directives that are put together when the program runs. */
export function writeDirectives(directives: readonly Directive<PluginName>[], target: CorefileTarget): string {
  const text = printDirectives(directives);
  requireOnce(directives);
  requireValid(`. {\n${text}}\n`, target);
  return text;
}

function requireValid(text: string, target: CorefileTarget): void {
  const problem = checkCorefile(text, target).find(({ severity }) => severity === 'error');
  if (problem !== undefined) throw new UsageError({ what: `Corefile: ${problem.message} (dns/corefile-refused)`, fix: problem.help ?? 'correct it, or leave it out' });
}

/** CoreDNS takes these twice, and heeds one. */
function requireOnce(plugins: readonly Directive<PluginName>[]): void {
  const names = plugins.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i && ['ignored', 'last'].includes(pluginOf(name)?.repeats ?? ''));
  if (twice !== undefined) throw new UsageError({ what: `Corefile: ${twice} can be used once in a server block, and CoreDNS heeds ${pluginOf(twice)?.repeats === 'last' ? 'the last' : 'the first'} alone (dns/plugin-repeated)`, fix: 'merge the two, or remove one' });
}
