import { excludedInbound, hasProxy, ports, trafficPrefix } from '../../mesh/capture';
import { list } from '../../model/usage-error';
import { excludeInbound } from '../bypassed';
import { atPod } from '../pods';
import type { Reported, Rule } from '../rule';

const include = `${trafficPrefix}includeInboundPorts`;

/** A list of ports to capture beside one of ports to leave out: only the first counts. */
export const includeList: Rule = {
  id: 'bypass/include-list',
  codes: ['BYP-05'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.workloads.flatMap((workload): readonly Reported[] => {
    const included = workload.annotations[include];
    const excluded = excludedInbound(workload);
    if (included === undefined || included === '*' || excluded.length === 0 || hasProxy(world, workload).captured === 'no') return [];
    const captured = ports(included);
    if (captured === undefined) return [];
    const both = excluded.filter(port => captured.has(port));
    const path = ['metadata', 'annotations', excludeInbound];
    if (both.length === 0) {
      return [atPod(workload, path, { severity: 'warning', assumption: 'nobody counts on the list', message: `${excludeInbound} has no effect beside ${include}: only ${included === '' ? 'no port' : included} is captured anyway`, help: `drop ${excludeInbound}` })];
    }
    return [atPod(workload, path, {
      message: `port ${list(both.map(String))} is to be left out, and ${include} lists ${both.length === 1 ? 'it' : 'them'}: the list of ports to capture wins`,
      help: `take ${list(both.map(String))} out of ${include}`,
    })];
  }),
};
