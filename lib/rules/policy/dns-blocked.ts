import type { Workload } from '../../cluster/workload';
import { dnsPlaces, placesOf, type DnsPlaces } from '../../dns/access';
import { resolverOf } from '../../dns/resolver';
import { describe } from '../../model/object';
import { blockedFrom, byPolicy, describePods, type Blocked } from '../blocked';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** Pods whose egress is closed and that may not ask cluster DNS: everything they call fails at the name. */
export const dnsBlocked: Rule = {
  id: 'policy/dns-blocked',
  codes: ['NET-04'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    const places = dnsPlaces(view);
    const judged = view.cluster.workloads.flatMap(workload => {
      const needed = neededBy(view, workload, places);
      return needed === undefined ? [] : [{ workload, blocked: blockedFrom(view, workload, needed) }];
    });
    const calling = new Set(judged.filter(({ blocked }) => blocked.selecting.some(({ egress }) => egress.length > 0)).map(({ workload }) => workload.namespace));
    const closed = judged.filter(({ blocked }) => blocked.blocked === 'yes').filter(({ workload, blocked }) => !sealed(workload, blocked, calling));
    return [...closedFindings(view, closed), ...judged.filter(({ blocked }) => blocked.blocked === 'unknown').map(({ workload }): Unsettled => ({ unknown: 'whether policies let pods ask cluster DNS', object: workload.object }))];
  },
};

/** Pods that may call nobody, where others may call somebody, or that somebody closed by their labels: they are meant to be shut, and need no names. */
function sealed({ namespace }: Workload, { selecting }: Blocked, calling: ReadonlySet<string>): boolean {
  return selecting.every(({ egress }) => egress.length === 0) && (calling.has(namespace) || selecting.every(({ selector }) => Object.keys(selector).length > 0));
}

/** What the resolver of a workload asks; `undefined` where that is the node's, which no manifest says. */
function neededBy(view: View, workload: Workload, cluster: DnsPlaces): Parameters<typeof blockedFrom>[2] | undefined {
  const resolver = resolverOf(view, workload);
  const { parties, ports } = resolver.kind === 'cluster' ? cluster : placesOf(view, resolver);
  if (parties.length === 0) return undefined;
  return { parties, ports: ports.flatMap(number => [{ number, protocol: 'UDP' as const }, { number, protocol: 'TCP' as const }]), placeKnown: resolver.kind === 'own' || cluster.known };
}

function closedFindings({ facts: { platform: { dns } } }: View, closed: readonly { readonly workload: Workload; readonly blocked: Blocked }[]): readonly Reported[] {
  return byPolicy(closed, (policy, workloads, sure) => ({
    message: `${describe(policy.object.reference)} closes egress of ${workloads}, and nothing lets them ask cluster DNS: every name they call fails`,
    help: `admit egress to ${describePods(dns)} on UDP and TCP ${dns.port}`,
    ...(sure ? {} : { severity: 'warning' as const, assumption: `cluster DNS is ${describePods(dns)}` }),
  }));
}
