import type { Workload } from '../../../cluster/workload';
import { dnsAccess, type AskingOver } from '../../../dns/access';
import type { AskedName } from '../../../dns/lookup';
import { hostLookup } from '../../../mesh/host-lookup';
import { evidence, type Hop, type HopEvidence } from '../hop';
import type { Way } from '../way';

/** What a name comes to, and whether the client may ask. */
export interface Named {
  readonly hops: readonly Hop[];
  /** Full name without a final dot; where nobody has the name, what it was most likely meant to be. */
  readonly name: string;
}

/** Which name is asked, who answers it, and whether policies let the client ask. */
export function dnsHops(way: Way, workload: Workload): Named {
  const { world, target } = way;
  if (target.isAddress) return { hops: [{ id: 'dns', status: 'skipped', text: 'an address is dialled: no name is asked', evidence: [] }], name: target.host };
  const found = hostLookup(world, workload, target.host);
  if (found.answered === 'proxy') return { hops: [{ id: 'dns', status: 'ok', text: `the client's proxy answers ${target.host} itself: ${found.reason}`, evidence: found.entry === undefined ? [] : [evidence(found.entry, 'says', 'spec', 'hosts')] }], name: bare(target.host) };
  const meant = intended(way, workload);
  const access = accessHops(way, workload);
  const last = found.lookup?.last;
  switch (found.answered) {
    case 'dns':
      return { hops: [{ id: 'dns', status: 'ok', text: answeredText(last, found.lookup?.asked.length ?? 1), evidence: zoneOf(last) }, ...access], name: bare(last?.name ?? target.host) };
    case 'outside':
      if (meant !== undefined) return { hops: [wrongNamespace(way, workload, meant), ...access], name: meant };
      return { hops: [{ id: 'dns', status: 'ok', text: `${bare(target.host)} is not of the cluster: ${found.reason}, and public DNS has the last word`, evidence: zoneOf(last) }, ...access], name: bare(target.host) };
    case 'nobody':
      if (meant !== undefined) return { hops: [wrongNamespace(way, workload, meant), ...access], name: meant };
      if (isOfCluster(way, target.host)) return { hops: access, name: inCluster(way, workload, target.host) };
      return { hops: [{ id: 'dns', status: 'fail', code: 'DNS-NO-ZONE', text: `nobody answers ${target.host}: ${found.reason}`, evidence: zoneOf(last) }, ...access], name: bare(target.host) };
    case 'unknown':
      if (found.lookup?.resolver.kind === 'node' && workload.hostNetwork && (meant !== undefined || serviceNamed(way, workload.namespace, target.host) !== undefined || isOfCluster(way, target.host))) {
        return { hops: [{ id: 'dns', status: 'fail', code: 'DNS-POLICY-HOSTNET', text: `${target.host} is a name of the cluster, and the client asks what the node asks: ${found.lookup.resolver.reason}`, evidence: [evidence(workload.object, 'says', ...workload.templatePath, 'spec', 'dnsPolicy')] }], name: meant ?? inCluster(way, workload, target.host) };
      }
      // A namespace whose Services are shown is taken to be shown whole: one that is missing there is missing.
      if (meant !== undefined && workload.hostNetwork !== true && world.cluster.of('', 'Service').some(({ reference }) => reference.namespace === workload.namespace)) return { hops: [wrongNamespace(way, workload, meant), ...access], name: meant };
      if (meant === undefined && isOfCluster(way, target.host) && workload.hostNetwork !== true) return { hops: access, name: inCluster(way, workload, target.host) };
      // The search path asks for Services that nobody would name so; what is not in the input may be there all the same.
      if (found.lookup?.asked.at(-1)?.outcome === 'upstream') return { hops: [{ id: 'dns', status: 'ok', text: `${bare(target.host)} is not of the cluster: public DNS has the last word`, evidence: [] }, ...access], name: bare(target.host) };
      return { hops: [{ id: 'dns', status: 'unknown', text: `who answers ${target.host} is not settled: ${found.reason}`, evidence: zoneOf(last), missing: ['the Corefile, or what it reads'] }, ...access], name: bare(last?.name ?? target.host) };
  }
}

function answeredText(last: AskedName | undefined, asked: number): string {
  return `${bare(last?.name ?? 'the name')}${asked > 1 ? `, the ${asked}. name that is asked` : ''}${last?.reason === undefined ? '' : `: ${last.reason}`}`;
}

function zoneOf(last: AskedName | undefined): readonly HopEvidence[] {
  return last?.corefile === undefined ? [] : [evidence(last.corefile.object, 'says', 'data')];
}

function wrongNamespace(way: Way, workload: Workload, meant: string): Hop {
  const [name = '', namespace = ''] = meant.split('.');
  const service = serviceNamed(way, namespace, name);
  return { id: 'dns', status: 'fail', code: 'DNS-WRONG-NS', text: `${way.target.host} is asked as ${bare(way.target.host)}.${workload.namespace}.svc.${way.world.facts.platform.clusterDomain}, and the Service ${name} is in namespace ${namespace}`, evidence: service === undefined ? [] : [evidence(service, 'is')] };
}

/** A Service of that very name in another namespace, where there is one alone and none here. */
function intended({ world, target }: Way, workload: Workload): string | undefined {
  const name = bare(target.host);
  if (name.includes('.') || world.cluster.find('', 'Service', workload.namespace, name) !== undefined) return undefined;
  const [only, ...more] = world.cluster.of('', 'Service').filter(({ reference }) => reference.name === name);
  return only === undefined || more.length > 0 ? undefined : `${name}.${only.reference.namespace ?? 'default'}.svc.${world.facts.platform.clusterDomain}`;
}

function serviceNamed({ world }: Way, namespace: string, name: string): ReturnType<Way['world']['cluster']['find']> {
  return world.cluster.find('', 'Service', namespace, name.split('.')[0] ?? name);
}

/** Whether a name means a Service: none of its parts, or those of a Service's name. */
function isOfCluster({ world }: Way, host: string): boolean {
  const name = bare(host);
  const { clusterDomain } = world.facts.platform;
  return !name.includes('.') || name.endsWith(`.svc.${clusterDomain}`) || name.endsWith('.svc') || (name.split('.').length === 2 && world.cluster.namespaces.has(name.split('.')[1] ?? ''));
}

function inCluster({ world }: Way, workload: Workload, host: string): string {
  const [name = '', namespace = workload.namespace] = bare(host).split('.');
  return `${name}.${namespace}.svc.${world.facts.platform.clusterDomain}`;
}

function bare(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}

function accessHops(way: Way, workload: Workload): readonly Hop[] {
  const { udp, tcp, resolver } = dnsAccess(way.world, workload);
  if (resolver.kind === 'node') return [];
  if (udp.admitted === 'no') return [refused(udp, workload)];
  if (udp.admitted === 'unknown') return [{ id: 'dns', status: 'unknown', text: `whether ${workload.name} may ask is not settled: ${udp.egress.reason}`, evidence: [], missing: ['where the DNS is, or what a policy means'] }];
  if (tcp.admitted === 'no') return [{ ...refused(tcp, workload), status: 'warn', code: 'DNS-UDP-ONLY', text: `UDP 53 is admitted and TCP 53 is not: answers that do not fit a packet are lost` }];
  return [{ id: 'dns', status: 'ok', text: `UDP and TCP 53 admitted: ${udp.egress.reason}`, evidence: udp.egress.by === undefined ? [] : [evidence(udp.egress.by.object, 'admits', ...udp.egress.by.path)] }];
}

function refused({ egress, ingress }: AskingOver, workload: Workload): Hop {
  const client = egress.admitted === 'no';
  const said = client ? egress : (ingress ?? egress);
  return {
    id: 'dns',
    status: 'fail',
    code: client ? 'DNS-EGRESS' : 'DNS-INGRESS',
    text: client ? `no egress rule admits ${workload.name} to the cluster's DNS on UDP 53` : `the pods of the cluster's DNS do not admit ${workload.name}: ${said.reason}`,
    evidence: said.selecting.map(({ object }) => evidence(object, 'isolates', 'spec')),
    details: said.selecting.map(policy => ({ text: `${policy.object.reference.name} selects its pods, ${policy[client ? 'egress' : 'ingress'].length === 0 ? 'and admits nothing' : 'and admits others only'}`, evidence: evidence(policy.object, 'doesNotAdmit', 'spec') })),
  };
}
