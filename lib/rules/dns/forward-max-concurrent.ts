import { withOption } from '../../corefile/edits';
import { optionsOf } from '../../corefile/reading';
import { bytesPerQuestion, memoryLimit } from '../../dns/memory';
import { forwardsOf } from '../../dns/upstreams';
import { numberOf } from '../../dns/words';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** A bound on questions to upstreams: none, one that saves nothing, or one that memory does not last for. */
export const forwardMaxConcurrent = serverRule('dns/forward-max-concurrent', 'warning', ['DNS-09'], (server, { image, reading, workloads }) => forwardsOf(server).flatMap(({ use }): readonly CorefileRemark[] => {
  const option = optionsOf(use, 'max_concurrent').at(-1);
  if (option === undefined) {
    if (image === 'node-cache') return [];
    return [{ at: use.name, severity: 'info', message: 'forward has no max_concurrent: while upstreams are slow, questions that wait take memory without end', help: 'add "max_concurrent 1000"', edits: withOption(reading.text, use, 'max_concurrent 1000') }];
  }
  const most = numberOf(option.words[0]);
  if (most === undefined) return [];
  if (most > 0 && most < 1000) return [{ at: option.name, message: `max_concurrent is ${most}: beyond it clients get REFUSED, and at 2 kB each fewer than 1000 save next to nothing`, help: 'use at least questions per second to upstreams times their latency, and 1000 or more' }];
  const limit = memoryLimit(workloads);
  if (limit === undefined || most * bytesPerQuestion <= limit / 4) return [];
  return [{ at: option.name, message: `max_concurrent is ${most}, about ${Math.round(most * bytesPerQuestion / 1e6)} MB of the ${Math.round(limit / 1e6)} MB that the container may have`, help: 'raise the memory limit, or lower it' }];
}));
