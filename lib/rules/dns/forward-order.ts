import { forwardsOf, holds } from '../../dns/upstreams';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** A `forward` for a zone below one for its parent: the first takes all names. */
export const forwardOrder = serverRule('dns/forward-order', 'warning', [], server => {
  const forwards = forwardsOf(server);
  return forwards.flatMap((forward, i): readonly CorefileRemark[] => forward.from.slice(0, 1).flatMap(zone => {
    const before = forwards.slice(0, i).find(({ from, except }) => from.some(parent => holds(parent, zone)) && !except.some(left => holds(left, zone)));
    if (before === undefined) return [];
    return [{ at: forward.use.name, message: `forward ${forward.use.words[0]?.text ?? ''} is never asked: forward ${before.use.words[0]?.text ?? ''} in line ${before.use.name.line} takes its names first`, help: 'give the zone a server block of its own' }];
  }));
});
