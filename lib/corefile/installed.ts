import { withEdits } from '../model/text-edit';
import type { Version } from '../model/version';
import type { CorefileChange } from './change';
import { removed, withOption } from './edits';
import { lex } from './lexer';
import { optionsOf, readCorefile, usesIn, type PluginUse, type ReadServer } from './reading';

/** What installers write into the block of the cluster from a release on, within a plugin that is there. */
const defaults = [
  { at: '1.6.5', plugin: 'health', option: 'lameduck', line: 'lameduck 5s', message: 'health has "lameduck 5s" by default of installers from then on' },
  { at: '1.7.0', plugin: 'forward', option: 'max_concurrent', line: 'max_concurrent 1000', message: 'forward has "max_concurrent 1000" by default of installers from then on' },
] as const;

interface Changed {
  readonly corefile: string;
  readonly changes: readonly CorefileChange[];
}

/** Options that installers add by default, in the block of the cluster. */
export function withDefaults({ corefile, changes }: Changed, { version, original, due }: { readonly version: Version; readonly original: string; readonly due: (since: Version) => boolean }): Changed {
  let text = corefile;
  const words = lex(original).tokens;
  const more: CorefileChange[] = [...changes];
  for (const { at, plugin, option, line, message } of defaults) {
    if (!due(at)) continue;
    for (const server of clusterBlocks(text, version)) {
      const use = usesIn(server, plugin).find(each => optionsOf(each, option).length === 0 && (plugin !== 'forward' || each.words[0]?.text === '.'));
      if (use === undefined) continue;
      more.push({ kind: 'added', line: words.find(({ text: word }) => word === plugin || (plugin === 'forward' && word === 'proxy'))?.line ?? use.name.line, message });
      text = withEdits(text, withOption(text, use, line));
    }
  }
  return { corefile: text, changes: more };
}

/** Zones that the block of the cluster forwarded elsewhere, in blocks of their own: each has its own cache, and none hides another. */
export function apart(corefile: string, due: boolean): Changed {
  if (!due) return { corefile, changes: [] };
  const changes: CorefileChange[] = [];
  const blocks: string[] = [];
  const edits = clusterBlocks(corefile, '1.5.0').flatMap(server => usesIn(server, 'forward').filter(({ words, name }) => name.file === undefined && words[0] !== undefined && words[0].text !== '.' && words.length > 1).flatMap(use => {
    const zone = use.words[0]?.text ?? '';
    changes.push({ kind: 'renamed', line: use.name.line, message: `forward ${zone} is a server block of its own, so that its names have a cache of their own` });
    blocks.push(`${zone}:${server.zones[0]?.port ?? '53'} {\n    errors\n    cache 30\n    forward . ${rest(corefile, use)}\n}\n`);
    return removed(corefile, use);
  }));
  return { corefile: `${withEdits(corefile, edits)}${blocks.length > 0 && !corefile.endsWith('\n') ? '\n' : ''}${blocks.join('')}`, changes };
}

/** What follows the zone of a `forward`: upstreams, and its block. */
function rest(text: string, { words, block }: PluginUse): string {
  return text.slice(words[1]?.offset ?? 0, block?.close.end ?? words.at(-1)?.end ?? 0);
}

function clusterBlocks(text: string, version: Version): readonly ReadServer[] {
  return readCorefile(text, { version }).servers.filter(server => usesIn(server, 'kubernetes').length > 0);
}
