import { optionsOf } from '../../corefile/reading';
import { forwardsOf } from '../../dns/upstreams';
import { secondsOf } from '../../dns/words';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Health checks of upstreams that are switched off, or asked very often. */
export const forwardTimeouts = serverRule('dns/forward-timeouts', 'info', [], server => forwardsOf(server).flatMap(({ use, to }): readonly CorefileRemark[] => [
  ...optionsOf(use, 'max_fails').filter(({ words }) => words[0]?.text === '0').map(({ name }) => ({ at: name, message: 'max_fails 0 switches health checks off: questions go on to upstreams that are gone', help: 'leave it out, which is 2' })),
  ...optionsOf(use, 'health_check').filter(({ words }) => (secondsOf(words[0]) ?? 1) < 0.5).map(({ name, words }) => ({ at: name, message: `health_check ${words[0]?.text ?? ''} asks each of ${to.length} upstreams more than twice a second, from every replica, while they fail`, help: 'leave it out, which is 0.5s' })),
]));
