import { usesIn } from '../../corefile/reading';
import type { CorefileRemark } from '../corefile';
import { corefileRule } from '../corefile';

/** A block with a `view` below one of the same zone that takes every question. */
export const viewOrder = corefileRule('dns/view-order', 'warning', [], ({ reading: { servers } }) => {
  const taken = new Map<string, number>();
  return servers.flatMap((server): readonly CorefileRemark[] => {
    const filtered = usesIn(server, 'view').length > 0;
    const bound = usesIn(server, 'bind').flatMap(({ words }) => words.map(({ text }) => text)).sort().join(' ');
    return server.zones.flatMap(({ zone, port, transport, key }): readonly CorefileRemark[] => {
      const name = `${transport}://${zone}:${port} ${bound}`;
      const line = taken.get(name);
      if (!filtered) taken.set(name, line ?? key.line);
      return filtered && line !== undefined ? [{ at: key, message: `"${key.text}" has a view, and the block in line ${line} serves the same zone without one: it takes every question first`, help: `put the block above line ${line}` }] : [];
    });
  });
});
