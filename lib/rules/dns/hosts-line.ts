import { isAddress } from '../../corefile/addresses';
import { replaced } from '../../corefile/edits';
import { usesIn } from '../../corefile/reading';
import { pluginOf } from '../../corefile/table';
import { nearest } from '../../model/spelling';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Lines in the block of `hosts` that are neither options nor an address with names: CoreDNS reads past them. */
export const hostsLine = serverRule('dns/hosts-line', 'warning', [], server => {
  const options = Object.keys(pluginOf('hosts')?.options ?? {});
  return usesIn(server, 'hosts').flatMap(use => use.options.filter(({ name }) => name.open !== true && !options.includes(name.text)).flatMap(({ name, words }): readonly CorefileRemark[] => {
    const near = nearest(name.text, options);
    if (!isAddress(name.text)) return [{ at: name, message: `"${name.text}" is no option of hosts and no address, so the line is left out`, help: near === undefined ? 'begin the line with an address, or remove it' : `did you mean ${near}?`, edits: near === undefined ? [] : replaced(name, near) }];
    return words.length > 0 ? [] : [{ at: name, message: `${name.text} has no names, so the line is left out`, help: 'add the names of the address' }];
  }));
});
