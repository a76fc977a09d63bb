import { describe } from '../../model/object';
import { coversPort, policiesOn } from '../../reach/admission';
import { podsOf } from '../../reach/pods';
import { policies, selectedBy } from '../../reach/policy';
import type { Rule } from '../rule';

const dns = 53;

/** DNS over UDP alone: an answer that does not fit is asked for again over TCP, and that is not admitted. */
export const dnsUdpOnly: Rule = {
  id: 'policy/dns-udp-only',
  codes: ['NET-13'],
  severity: 'warning',
  reads: 'effective',
  check: view =>
    [...policies(view).values()].flat().filter(policy => policy.directions.has('egress')).flatMap(policy => {
      const index = policy.egress.findIndex(({ ports }) => ports.some(({ protocol, from }) => protocol === 'UDP' && from === dns));
      if (index < 0) return [];
      const tcp = { number: dns, protocol: 'TCP' } as const;
      const governing = new Set([policy, ...(selectedBy(view).get(policy) ?? []).slice(0, 1).flatMap(workload => policiesOn(view, podsOf(workload), 'egress'))]);
      if ([...governing].some(({ egress }) => egress.some(rule => coversPort(rule, tcp, undefined) !== 'no'))) return [];
      return [{
        object: policy.object,
        path: ['spec', 'egress', index, 'ports'],
        message: `${describe(policy.object.reference)} admits DNS over UDP and nothing admits it over TCP: long answers, which are asked for again over TCP, never come`,
        help: 'add TCP 53 to the ports of the rule',
      }];
    }),
};
