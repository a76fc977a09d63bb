import { parseInteger } from '../../corefile/numbers';
import type { PluginUse } from '../../corefile/reading';
import type { Token } from '../../corefile/token';
import { zonesOfArgument } from '../../corefile/zones';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** How many words of a plugin stand before its zones. */
const before: Readonly<Record<string, number>> = { kubernetes: 0, auto: 0, secondary: 0, dnssec: 0, k8s_external: 0, transfer: 0, tsig: 0, acl: 0, metadata: 0, hosts: 1, file: 1, sign: 1, template: 2 };

/** Options whose words are zones, and how many stand before them. */
const options: Readonly<Record<string, number>> = { fallthrough: 0, except: 0, disable: 1 };

/** Zones that are none: CoreDNS leaves them out without a word. */
export const zoneIgnored = serverRule('dns/zone-ignored', 'warning', [], ({ uses }) => uses.flatMap((use): readonly CorefileRemark[] => zoneWords(use).filter(({ open, text }) => open !== true && zonesOfArgument(text).length === 0).map(word => ({
  at: word,
  message: `"${word.text}" is no zone, and ${use.name.text} goes on without it`,
  help: 'write a name such as example.org, or a block such as 10.0.0.0/8',
}))));

function zoneWords(use: PluginUse): readonly Token[] {
  const { name: { text: name }, words } = use;
  const skipped = name === 'cache' ? Number(parseInteger(words[0]?.text ?? '') !== undefined) : before[name];
  return [...(skipped === undefined ? [] : words.slice(skipped)), ...use.options.flatMap(({ name: option, words: given }) => {
    const zones = options[option.text];
    return zones === undefined ? [] : given.slice(zones);
  })];
}
