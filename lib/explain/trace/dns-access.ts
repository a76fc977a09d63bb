import type { Workload } from '../../cluster/workload';
import { dnsAccess, dnsPlaces, type AskingOver, type DnsAccess } from '../../dns/access';
import { podsOf } from '../../reach/pods';
import { formatLabels } from '../../model/labels';
import { admissionHop } from './admission-hop';
import type { Hop } from './hop';
import type { Way } from './way';

/** Whether policies let pods ask for names, over UDP and over TCP. Nothing where the node is asked: policies do not govern that, or nobody knows whom it asks. */
export function dnsAccessHops({ world }: Way, workload: Workload): readonly Hop[] {
  const access = dnsAccess(world, workload);
  const { resolver, udp, tcp } = access;
  if (resolver.kind === 'node') return [];
  const whom = resolver.kind === 'own' ? `the servers of its dnsConfig (${resolver.servers.join(', ') || 'none'})` : placeText(access, world);
  if (udp.admitted === 'no') return [refused(udp, 'UDP', workload, tcp.admitted === 'no' ? 'UDP 53 or TCP 53' : 'UDP 53', whom)];
  if (udp.admitted === 'unknown') return [unsettled(udp, workload, whom)];
  if (tcp.admitted === 'no') return [{ ...refused(tcp, 'TCP', workload, 'TCP 53', whom), status: 'warn', code: 'DNS-UDP-ONLY', text: `UDP 53 to ${whom} is admitted, and TCP 53 is not: answers that do not fit a packet are lost` }];
  const hop = said(udp, 'UDP', workload);
  return [{ ...hop, status: 'ok', text: `${tcp.admitted === 'yes' ? 'UDP and TCP' : 'UDP'} 53 to ${whom}: ${hop.text}` }];
}

function placeText({ udp }: DnsAccess, world: Way['world']): string {
  const { platform: { dns } } = world.facts;
  const [pods] = dnsPlaces(world).parties;
  const labels = pods !== undefined && 'namespace' in pods && pods.workload !== undefined ? pods.workload.name : formatLabels(dns.labels);
  return `${dns.namespace}/${udp.ingress === undefined ? formatLabels(dns.labels) : labels}`;
}

/** The end that decides, in the words of any policy. */
function said(over: AskingOver, protocol: 'UDP' | 'TCP', workload: Workload): Hop {
  const own = over.egress.admitted !== 'yes' || over.ingress?.admitted === undefined || over.ingress.admitted === 'yes';
  const other = { outside: true } as const;
  const port = { number: 53, protocol };
  const { id: _, code: __, fixes: ___, ...hop } = own
    ? admissionHop(over.egress, { direction: 'egress', name: `${workload.namespace}/${workload.name}`, other, port })
    : admissionHop(over.ingress ?? over.egress, { direction: 'ingress', name: 'the DNS of the cluster', other: podsOf(workload), port });
  return { id: 'dns', ...hop };
}

function refused(over: AskingOver, protocol: 'UDP' | 'TCP', workload: Workload, ports: string, whom: string): Hop {
  const client = over.egress.admitted === 'no';
  const isolated = (client ? over.egress : (over.ingress ?? over.egress)).selecting.map(({ object }) => object.reference.name);
  const by = isolated.length === 0 ? '' : ` (isolated by ${isolated.join(', ')})`;
  return { ...said(over, protocol, workload), status: 'fail', code: client ? 'DNS-EGRESS' : 'DNS-INGRESS', text: client ? `no egress rule admits ${ports} to ${whom}${by}` : `no ingress rule of ${whom} admits ${workload.namespace}/${workload.name} on ${ports}${by}` };
}

function unsettled(over: AskingOver, workload: Workload, whom: string): Hop {
  const hop = said(over, 'UDP', workload);
  return { ...hop, status: 'unknown', text: `whether UDP 53 to ${whom} is admitted is not settled: ${hop.text}`, missing: hop.missing ?? ['where the DNS is'] };
}
