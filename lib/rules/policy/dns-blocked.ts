import type { Workload } from '../../cluster/workload';
import { parseCidr } from '../../model/cidr';
import { describe } from '../../model/object';
import type { Party } from '../../reach/peer';
import { blockedFrom, byPolicy, describePods, podsAt, type Blocked } from '../blocked';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** Pods whose egress is closed and that may not ask cluster DNS: everything they call fails at the name. */
export const dnsBlocked: Rule = {
  id: 'policy/dns-blocked',
  codes: ['NET-04'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    const dns = dnsOf(view);
    const judged = view.cluster.workloads.map(workload => ({ workload, blocked: blockedFrom(view, workload, dns) }));
    const calling = new Set(judged.filter(({ blocked }) => blocked.selecting.some(({ egress }) => egress.length > 0)).map(({ workload }) => workload.namespace));
    const closed = judged.filter(({ blocked }) => blocked.blocked === 'yes').filter(({ workload, blocked }) => !sealed(workload, blocked, calling));
    return [...closedFindings(view, closed), ...judged.filter(({ blocked }) => blocked.blocked === 'unknown').map(({ workload }): Unsettled => ({ unknown: 'whether policies let pods ask cluster DNS', object: workload.object }))];
  },
};

/** Pods that may call nobody, where others may call somebody, or that somebody closed by their labels: they are meant to be shut, and need no names. */
function sealed({ namespace }: Workload, { selecting }: Blocked, calling: ReadonlySet<string>): boolean {
  return selecting.every(({ egress }) => egress.length === 0) && (calling.has(namespace) || selecting.every(({ selector }) => Object.keys(selector).length > 0));
}

function dnsOf(view: View): Parameters<typeof blockedFrom>[2] {
  const { platform: { dns }, known } = view.facts;
  const { party, inInput } = podsAt(view, dns);
  // The usual address of NodeLocal DNSCache, whose pods are on the host network.
  const local = parseCidr(typeof dns.nodeLocalIP === 'string' ? dns.nodeLocalIP : '169.254.20.10');
  const parties: readonly Party[] = 'problem' in local ? [party] : [party, { block: local }];
  return { parties, ports: [...new Set([dns.port, 53])].flatMap(number => [{ number, protocol: 'UDP' as const }, { number, protocol: 'TCP' as const }]), placeKnown: inInput || known.has('dns') };
}

function closedFindings({ facts: { platform: { dns } } }: View, closed: readonly { readonly workload: Workload; readonly blocked: Blocked }[]): readonly Reported[] {
  return byPolicy(closed, (policy, workloads, sure) => ({
    message: `${describe(policy.object.reference)} closes egress of ${workloads}, and nothing lets them ask cluster DNS: every name they call fails`,
    help: `admit egress to ${describePods(dns)} on UDP and TCP ${dns.port}`,
    ...(sure ? {} : { severity: 'warning' as const, assumption: `cluster DNS is ${describePods(dns)}` }),
  }));
}
