import { listenersOf } from '../../dns/listeners';
import type { CorefileRemark } from '../corefile';
import { corefileRule } from '../corefile';

/** The health of a process is one: several blocks that serve it need ports of their own. */
export const healthTwice = corefileRule('dns/health-twice', 'info', [], ({ reading: { servers } }) => {
  const seen = new Map<string, number>();
  return servers.flatMap(server => listenersOf([server]).filter(({ plugin }) => plugin === 'health').flatMap(({ host, port, at }): readonly CorefileRemark[] => {
    const address = `${host}:${port}`;
    const line = seen.get(address);
    seen.set(address, line ?? at.line);
    return line === undefined || servers.length < 2 || line === at.line ? [] : [{ at, message: `health on ${address} stands in two server blocks, also in line ${line}, and tells of the whole process in either`, help: 'keep it in one block' }];
  }));
});
