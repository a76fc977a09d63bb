import { forwardsOf } from '../../dns/upstreams';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Upstreams of which there is one, or as many as a file has room for. */
export const forwardUpstreams = serverRule('dns/forward-upstreams', 'info', [], server => forwardsOf(server).flatMap(({ use, to }): readonly CorefileRemark[] => {
  const [only, second] = to;
  if (only === undefined || second !== undefined || to.length !== use.words.length - 1) return [];
  return only.kind === 'file'
    ? [{ at: only.word, message: `${only.host} lists three servers at most, and perhaps one`, help: 'list addresses, so that the Corefile says how many there are' }]
    : [{ at: only.word, message: `${only.word.text} is the only upstream of ${use.words[0]?.text ?? ''}: while it fails, so do its names`, help: 'add another' }];
}));
