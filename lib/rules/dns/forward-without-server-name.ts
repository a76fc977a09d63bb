import { optionsOf } from '../../corefile/reading';
import { forwardsOf } from '../../dns/upstreams';
import { serverRule } from '../corefile';

/** DNS over TLS whose certificate is not compared with a name. */
export const forwardWithoutServerName = serverRule('dns/forward-without-server-name', 'warning', [], server => forwardsOf(server).flatMap(({ use, to }) => {
  if (optionsOf(use, 'tls_servername').length > 0) return [];
  return to.filter(({ transport, word }) => transport === 'tls' && !word.text.includes('%')).slice(0, 1).map(({ word }) => ({
    at: word,
    message: `upstream ${word.text} is asked over TLS without a name, so the certificate has to be for its address, which few are`,
    help: 'add "tls_servername NAME" to the block of forward',
  }));
}));
