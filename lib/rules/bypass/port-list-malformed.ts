import { ports, trafficPrefix } from '../../mesh/capture';
import { atPod } from '../pods';
import type { Rule } from '../rule';

const lists = ['includeInboundPorts', 'excludeInboundPorts', 'includeOutboundPorts', 'excludeOutboundPorts'] as const;

/** A list of ports that the injector refuses: the pod is not created. */
export const portListMalformed: Rule = {
  id: 'bypass/port-list-malformed',
  codes: ['IST0125'],
  severity: 'error',
  reads: 'written',
  check: ({ cluster }) => cluster.workloads.flatMap(workload => lists.flatMap(name => {
    const key = `${trafficPrefix}${name}`;
    const text = workload.annotations[key];
    if (text === undefined || (text === '*' && name.startsWith('include')) || ports(text) !== undefined) return [];
    return [atPod(workload, ['metadata', 'annotations', key], {
      message: `${key} is "${text}", which is no list of port numbers${text.includes('-') ? ' (ranges are not taken)' : ''}: the injector refuses the pod`,
      help: 'write numbers from 0 to 65535 with commas between them, such as "5432,9187"',
    })];
  })),
};
