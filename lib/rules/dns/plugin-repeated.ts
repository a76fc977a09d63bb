import { removed } from '../../corefile/edits';
import { pluginOf } from '../../corefile/table';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Plugins that are used twice in one server block where CoreDNS heeds one. Those that it refuses twice are errors of the Corefile. */
export const pluginRepeated = serverRule('dns/plugin-repeated', 'warning', ['DNS-01'], ({ uses }, { reading }) => {
  const seen = new Map<string, (typeof uses)[number]>();
  return uses.flatMap((use): readonly CorefileRemark[] => {
    const { name } = use;
    const first = seen.get(name.text);
    const repeats = pluginOf(name.text)?.repeats;
    if (first === undefined) seen.set(name.text, use);
    if (first === undefined || (repeats !== 'ignored' && repeats !== 'last')) return [];
    return repeats === 'ignored'
      ? [{ at: name, message: `${name.text} stands twice in a server block, and CoreDNS reads the first alone`, help: `remove one; the first is in line ${first.name.line}`, edits: removed(reading.text, use) }]
      : [{ at: name, message: `${name.text} stands twice in a server block, and the last replaces the first`, help: `merge the two; the first is in line ${first.name.line}` }];
  });
});
