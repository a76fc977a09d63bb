import { UsageError } from '../model/usage-error';
import { checkCorefile, type CorefileTarget } from './check';
import type { PluginName } from './plugin-name';

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
  if (text === '{' || text === '}') throw new Error(`"${text}" cannot be an argument: it opens or closes a block, quoted or not`);
  if (/\{[$%]/.test(text)) throw new Error(`"${text}" would be replaced by a variable of the environment`);
  return text === '' || /[\s#]/.test(text) || text.startsWith('"') ? `"${text.replaceAll('"', '\\"')}"` : text;
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
 * @throws Error for words that no quoting makes arguments
 */
export function printCorefile(blocks: readonly ServerBlock[]): string {
  return blocks.map(({ keys, plugins }) => `${keys.map(word).join(' ')} {\n${lines(plugins, '    ').join('\n')}\n}\n`).join('');
}

/**
 * Server blocks as text that CoreDNS of a release takes.
 *
 * @throws UsageError for options that do not exist or are newer than the release, values that their plugin refuses, plugins used twice that can be used once, and
 * zones served twice
 * @example buildCorefile([{ keys: ['.:53'], plugins: [{ name: 'errors' }, { name: 'cache', arguments: ['30'] }] }], { version: '1.14.2' })
 */
export function buildCorefile(blocks: readonly ServerBlock[], target: CorefileTarget): string {
  const text = printCorefile(blocks);
  requireValid(text, target);
  return text;
}

/**
 * Directives as text that can be imported into a server block of a release.
 *
 * @throws UsageError as `buildCorefile` does
 */
export function buildDirectives(directives: readonly Directive<PluginName>[], target: CorefileTarget): string {
  const text = printDirectives(directives);
  requireValid(`. {\n${text}}\n`, target);
  return text;
}

function requireValid(text: string, target: CorefileTarget): void {
  const problem = checkCorefile(text, target).find(({ severity }) => severity === 'error');
  if (problem !== undefined) throw new UsageError({ what: `Corefile: ${problem.message}`, fix: problem.help ?? 'correct it, or leave it out' });
}
