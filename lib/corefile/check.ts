import { list } from '../model/usage-error';
import { nearest } from '../model/spelling';
import type { Version } from '../model/version';
import type { Environment } from './environment';
import type { Around } from './grammar';
import type { ImportedFiles } from './imports';
import { parseCorefile, type ParsedBlock } from './parser';
import { errorAt, unknownAt, type CorefileProblem } from './problem';
import { serverOf, serverProblems, type Server } from './servers';
import { outdated, setUp } from './set-up';
import { allPlugins, inImage, newestCoreDns, pluginOf, type CorefileImage } from './table';
import type { Token } from './token';

/** What a Corefile is judged for. */
export interface CorefileTarget {
  /** @default 'coredns' */
  readonly image?: CorefileImage;
  /** Release of CoreDNS. @default - the newest that is known */
  readonly version?: Version;
}

export interface CheckCorefileOptions extends CorefileTarget {
  /** Words, quotes, braces, imports and names of plugins alone: nothing about what plugins take. @default false */
  readonly syntaxOnly?: boolean;
  /** Variables of the environment; those not named are not set. @default - nobody knows them, and what they stand in is not judged */
  readonly environment?: Environment;
  /** What can be imported, by path. @default - nobody knows, and what they add is not judged */
  readonly files?: ImportedFiles;
}

/**
 * What CoreDNS would say of a Corefile. No errors: it would start with it, given what the problems of severity `unknown` name.
 *
 * CoreDNS stops at its first error; here every server block and every plugin is judged by itself, so one problem does not hide the next. Words that installers
 * of NodeLocal DNSCache replace, such as `__PILLAR__DNS__SERVER__`, are taken for what is meant.
 *
 * Source: CoreDNS 1.15.0 and coredns/caddy 1.1.4; options of older releases from the tags.
 *
 * @example checkCorefile('.:53 {\n  cache 30\n  cache 60\n}\n') // [{ severity: 'error', message: 'cache can be used once …', line: 3, column: 3 }]
 */
export function checkCorefile(text: string, options: CheckCorefileOptions = {}): readonly CorefileProblem[] {
  const { image = 'coredns', version = newestCoreDns, syntaxOnly = false } = options;
  const { blocks, problems, lexed } = parseCorefile(text, {
    ...(options.environment === undefined ? {} : { environment: options.environment }),
    ...(options.files === undefined ? {} : { files: options.files }),
    nameProblem: name => nameProblem(name, image, version),
  });
  const refused = problems.some(({ severity }) => severity === 'error');
  const torn = refused && lexed.unterminated !== undefined ? [errorAt(lexed.unterminated, 'a quote is opened and never closed, so the rest of the file is one word', 'close it')] : [];
  const found = [...torn, ...problems, ...(syntaxOnly || refused ? [] : blockProblems(blocks, version))];
  return [...found].sort((a, b) => a.line - b.line || a.column - b.column);
}

function blockProblems(blocks: readonly ParsedBlock[], version: Version): readonly CorefileProblem[] {
  const problems: CorefileProblem[] = [];
  const servers: Server[] = [];
  for (const block of blocks) {
    const server = serverOf(block, version);
    if (!('block' in server)) problems.push(server);
    else {
      servers.push(server);
      problems.push(...pluginProblems(server, version));
    }
  }
  return [...problems, ...serverProblems(servers)];
}

function pluginProblems({ block, zones, open }: Server, version: Version): readonly CorefileProblem[] {
  const around: Around = { version, zones: zones.map(({ zone }) => zone), transports: zones.map(({ transport }) => transport) };
  return [...block.plugins].flatMap(([name, tokens]) => {
    const plugin = pluginOf(name);
    const [first] = tokens;
    if (plugin === undefined || first === undefined) return [];
    return setUp(plugin, tokens, around, !open && block.incomplete.size === 0).map(({ at = first, message, help, unknown }) => (unknown === true ? unknownAt(at, message) : errorAt(at, message, help)));
  });
}

function nameProblem(name: Token, image: CorefileImage, version: Version): CorefileProblem | undefined {
  const plugin = pluginOf(name.text);
  if (plugin !== undefined && inImage(plugin, image, version)) return undefined;
  if (plugin === undefined) {
    const near = nearest(name.text, allPlugins().filter(known => inImage(known, image, version)).map(known => known.name));
    return errorAt(name, `there is no plugin "${name.text}"`, near === undefined ? name.text.endsWith('{') ? 'put a space before "{"' : 'correct its name, or remove it' : `did you mean ${near}?`);
  }
  const old = outdated(plugin.name, plugin, { version });
  if (old !== undefined) return errorAt(name, old.message, plugin.instead === undefined ? old.help : `use ${plugin.instead}`);
  return errorAt(name, `the image of NodeLocal DNSCache has no plugin ${name.text}`, `remove it; it has ${list(allPlugins().filter(known => inImage(known, image, version)).map(known => known.name).sort())}`);
}
