import { usesIn } from '../../corefile/reading';
import { forwardsOf } from '../../dns/upstreams';
import { serverRule } from '../corefile';

/** What `loop` cannot see: it asks once, when CoreDNS starts. */
export const loopLimits = serverRule('dns/loop-limits', 'info', [], server => {
  const [loop] = usesIn(server, 'loop');
  const [file] = forwardsOf(server).flatMap(({ to }) => to).filter(({ kind }) => kind === 'file');
  return loop === undefined || file === undefined ? [] : [{ at: loop.name, message: `loop looks for a way back once, when CoreDNS starts: servers that ${file.host} lists later, or that come back another way, are not found`, help: 'keep local resolvers out of the file: set resolvConf of the kubelet' }];
});
