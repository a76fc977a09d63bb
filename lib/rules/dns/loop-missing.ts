import { withPlugin } from '../../corefile/edits';
import { usesIn } from '../../corefile/reading';
import { forwardsOf } from '../../dns/upstreams';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Upstreams that somebody else lists, or that are names, and nothing that finds out when the server asks itself. */
export const loopMissing = serverRule('dns/loop-missing', 'warning', ['DNS-02'], (server, { image, reading }) => {
  if (usesIn(server, 'loop').length > 0 || server.block.incomplete.has('*')) return [];
  const [first] = forwardsOf(server).flatMap(({ to }) => to).filter(({ kind }) => kind !== 'address');
  if (first === undefined) return [];
  return [{
    at: first.word,
    message: `what ${first.host} stands for may be the server itself, and without loop questions then go round until memory ends`,
    help: 'add loop to the block',
    edits: withPlugin(reading.text, server, 'loop'),
    ...(image === 'node-cache' ? { severity: 'info' as const } : {}),
  } satisfies CorefileRemark];
});
