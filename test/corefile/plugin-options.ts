import type { Plugin } from '../../lib/corefile/grammar';
import { allPlugins } from '../../lib/corefile/table';

type Dated = Pick<Plugin, 'since' | 'until'>;

function span({ since, until }: Dated): string {
  const bounds = [...(since === undefined ? [] : [`Since<'${since}'>`]), ...(until === undefined ? [] : [`Until<'${until}'>`])];
  return bounds.length === 0 ? 'Always' : bounds.join(' & ');
}

function members(dated: readonly (readonly [name: string, dated: Dated])[]): string {
  return dated.map(([name, each]) => `${/^\w+$/.test(name) ? name : `'${name}'`}: ${span(each)}`).join('; ');
}

function options({ name, options: known, otherLines, read, readable }: Plugin): string {
  if (otherLines !== undefined || (read !== undefined && readable === undefined)) return `  readonly ${name}: AnyLine;\n`;
  const all = Object.entries({ ...known, ...readable });
  return all.length === 0 ? '' : `  readonly ${name}: { ${members(all)} };\n`;
}

/** The tables of `lib/corefile/plugin-options.ts` as the table of plugins has them. */
export function pluginOptionsText(): string {
  const plugins = [...allPlugins()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const repeatable = plugins.filter(({ repeats }) => repeats === 'adds' || repeats === 'none').map(({ name }) => `'${name}'`);
  return [
    '/** When there was each plugin. */\nexport interface PluginSpans {\n', ...plugins.map(plugin => `  readonly ${plugin.name}: ${span(plugin)};\n`), '}\n\n',
    '/** Options of plugins that have any, and when there was each. */\nexport interface PluginOptions {\n', ...plugins.map(options), '}\n\n',
    `/** Plugins whose uses in one server block add up. */\nexport type Repeatable = ${repeatable.join(' | ')};\n`,
  ].join('');
}
