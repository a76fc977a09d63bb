import type { CheckCorefileOptions } from './check';
import { parseCorefile } from './parser';
import { serverOf, type Server } from './servers';
import { executionOrder, newestCoreDns } from './table';
import { lastLine, type Token } from './token';

/** A line of a block: its first word, and the others. */
export interface OptionUse {
  readonly name: Token;
  readonly words: readonly Token[];
}

/** One use of a plugin as it stands in the text. */
export interface PluginUse extends OptionUse {
  /** Lines of its block. */
  readonly options: readonly OptionUse[];
  /** The braces of its block; absent: it has none. */
  readonly block?: { readonly open: Token; readonly close: Token };
}

/** A server block and the uses of plugins in it, in the order in which CoreDNS asks them. */
export interface ReadServer extends Server {
  /** Its first key. */
  readonly at: Token;
  readonly uses: readonly PluginUse[];
}

/** A Corefile as its readers see it, once it is known to be valid: blocks, plugins, options. */
export interface CorefileReading {
  readonly text: string;
  readonly servers: readonly ReadServer[];
}

/**
 * Reads what a valid Corefile says. Of one that CoreDNS refuses it gives what can be made of it.
 *
 * @example readCorefile('.:53 {\n  cache 30\n}\n').servers[0]?.uses[0]?.words[0]?.text // '30'
 */
export function readCorefile(text: string, options: CheckCorefileOptions = {}): CorefileReading {
  const { version = newestCoreDns } = options;
  const order = new Map(executionOrder(version).map((name, i) => [name, i]));
  const { blocks } = parseCorefile(text, options);
  const servers = blocks.flatMap((block): readonly ReadServer[] => {
    const server = serverOf(block, version);
    const [at] = block.keys;
    if (!('block' in server) || at === undefined) return [];
    const names = [...block.plugins].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    return [{ ...server, at, uses: names.flatMap(([, tokens]) => usesOf(tokens)) }];
  });
  return { text, servers };
}

/** Uses of one plugin, of which the tokens stand one after the other. */
function usesOf(tokens: readonly Token[]): readonly PluginUse[] {
  const uses: PluginUse[] = [];
  let at = 0;
  const line = (): OptionUse | undefined => {
    const name = tokens[at];
    if (name === undefined) return undefined;
    const words: Token[] = [];
    for (at++; at < tokens.length; at++) {
      const [before, token] = [tokens[at - 1], tokens[at]];
      if (before === undefined || token === undefined || token.file !== before.file || token.line !== lastLine(before) || token.text === '{') break;
      words.push(token);
    }
    return { name, words };
  };
  for (let head = line(); head !== undefined; head = line()) {
    const open = tokens[at];
    if (open?.text !== '{') {
      uses.push({ ...head, options: [] });
      continue;
    }
    const options: OptionUse[] = [];
    at++;
    while (at < tokens.length && tokens[at]?.text !== '}') {
      const option = line();
      if (option === undefined) break;
      options.push(option);
    }
    const close = tokens[at] ?? open;
    at++;
    uses.push({ ...head, options, block: { open, close } });
  }
  return uses;
}

/** Uses of a plugin in a server block. */
export function usesIn({ uses }: Pick<ReadServer, 'uses'>, plugin: string): readonly PluginUse[] {
  return uses.filter(({ name }) => name.text === plugin);
}

/** Lines of an option in the block of a plugin. */
export function optionsOf({ options }: Pick<PluginUse, 'options'>, name: string): readonly OptionUse[] {
  return options.filter(option => option.name.text === name);
}
