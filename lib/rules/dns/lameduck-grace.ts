import { optionsOf, usesIn } from '../../corefile/reading';
import { graceOf, probesOf } from '../../dns/probes';
import { secondsOf } from '../../dns/words';
import { describe } from '../../model/object';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** A lame duck that pods do not live to see the end of, or that nobody hears of. */
export const lameduckGrace = serverRule('dns/lameduck-grace', 'error', ['DNS-07'], (server, { workloads }) => usesIn(server, 'health').flatMap((use): readonly CorefileRemark[] => {
  const option = optionsOf(use, 'lameduck').at(-1);
  const lameduck = option === undefined ? 0 : secondsOf(option.words[0]);
  if (lameduck === undefined) return [];
  const at = option?.name ?? use.name;
  if (lameduck < 0) return [{ at, message: `lameduck ${option?.words[0]?.text ?? ''} is below zero: servers stop at once, and questions on their way are lost`, help: 'use 5s or more' }];
  const [workload] = workloads;
  const grace = workload === undefined ? 30 : Math.min(...workloads.map(graceOf));
  if (lameduck + 5 > grace) {
    const where = workload === undefined ? 'pods have, unless they say otherwise' : `${describe(workload.object.reference)} gives its pods`;
    const severity = lameduck >= grace && workload !== undefined ? 'error' : 'warning';
    return [{ at, severity, message: `lameduck ${lameduck}s leaves ${lameduck >= grace ? 'nothing' : `${grace - lameduck} s`} of the ${grace} s to stop in that ${where}`, help: `shorten it, or set terminationGracePeriodSeconds to ${Math.ceil(lameduck + 15)}`, ...(workload === undefined ? { assumption: 'the pods of CoreDNS have the usual grace period' } : { near: [{ object: workload.object }] }) }];
  }
  const unready = workloads.find(each => probesOf(each).some(({ kind, path }) => kind === 'readinessProbe' && path === '/health'));
  return lameduck > 0 || unready === undefined ? [] : [{ at, severity: 'warning', message: `health has no lameduck, and the readiness probe of ${describe(unready.object.reference)} asks /health: pods that stop are asked until they are gone`, help: 'add "lameduck 10s", and let readiness ask /ready', near: [{ object: unready.object }] }];
}));
