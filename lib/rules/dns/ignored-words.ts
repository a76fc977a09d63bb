import { removed } from '../../corefile/edits';
import type { PluginUse } from '../../corefile/reading';
import { pluginOf } from '../../corefile/table';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Options that read one word of their line, and leave the rest. */
const oneWord: Readonly<Record<string, readonly string[]>> = { kubernetes: ['ttl', 'startup_timeout', 'ignore'], hosts: ['ttl'], file: ['reload'], auto: ['reload'], k8s_external: ['ttl', 'apex'] };

/** Words and blocks that CoreDNS reads past without looking at them. */
export const ignoredWords = serverRule('dns/ignored-words', 'warning', [], ({ uses }, { reading }) => uses.flatMap((use): readonly CorefileRemark[] => {
  const plugin = pluginOf(use.name.text);
  if (plugin === undefined) return [];
  const [word] = use.words;
  return [
    ...(use.block !== undefined && ignoresBlock(use) ? [{ at: use.block.open, message: `${plugin.name}${plugin.name === 'dns64' ? ' with a prefix behind it' : ''} reads no block, so what is in it does nothing`, help: plugin.name === 'dns64' ? 'write "prefix" into the block' : 'remove the block' }] : []),
    ...(word !== undefined && plugin.takes.taken === 'ignored' ? [{ at: word, message: `${plugin.name} reads no words, so "${word.text}" does nothing`, help: 'remove it' }] : []),
    ...dnstapWords(use),
    ...use.options.flatMap((option): readonly CorefileRemark[] => {
      const reads = plugin.options?.[option.name.text]?.takes.taken === 'ignored' ? 0 : oneWord[plugin.name]?.includes(option.name.text) === true ? 1 : undefined;
      const extra = reads === undefined ? undefined : option.words[reads];
      return extra === undefined ? [] : [{ at: extra, message: `${plugin.name} ${option.name.text} reads ${reads === 0 ? 'no words' : 'one word'}, so "${extra.text}" does nothing`, help: 'remove it', edits: removed(reading.text, { name: extra, words: [] }) }];
    }),
  ];
}));

function ignoresBlock(use: PluginUse): boolean {
  const plugin = pluginOf(use.name.text);
  return use.name.text === 'dns64' ? use.words.length > 0 : plugin?.read === undefined && plugin?.options === undefined;
}

/** The word after the socket is `full`, or something that CoreDNS takes for nothing. */
function dnstapWords({ name, words }: PluginUse): readonly CorefileRemark[] {
  const second = words[words[0]?.text === 'listen' ? 2 : 1];
  return name.text !== 'dnstap' || second === undefined || second.open === true || second.text === 'full' ? [] : [{ at: second, message: `dnstap tells whole messages after "full" alone, and "${second.text}" is taken for nothing`, help: 'write full, or remove it' }];
}
