import type { Workload } from '../../../cluster/workload';
import type { AskedName, Lookup } from '../../../dns/lookup';
import { dnsCapture } from '../../../mesh/dns-capture';
import { objectsAt, textAt, textsAt } from '../../../mesh/fields';
import { hostLookup, type HostLookup } from '../../../mesh/host-lookup';
import { describe } from '../../../model/object';
import { dnsAccessHops } from '../dns-access';
import { evidence, evidences, type Hop, type HopEvidence } from '../hop';
import { meantName, type MeantName } from '../meant-name';
import type { Way } from '../way';
import { openService } from './service';

/** What a name comes to, and whether the client may ask. */
export interface Named {
  readonly hops: readonly Hop[];
  /** Full name without a final dot, or an address; where nobody has the name, what it was most likely meant to be. */
  readonly name: string;
}

/** Which name is asked, who answers it, and whether policies let the client ask. */
export function dnsHops(way: Way, workload: Workload): Named {
  const { world, target } = way;
  const host = bare(target.host);
  if (target.isAddress) return { hops: [{ id: 'dns', status: 'skipped', text: 'an address is dialled: no name is asked', evidence: [] }], name: target.host };
  const listed = hostsFile(workload, host);
  if (listed !== undefined) return listed;
  const found = hostLookup(world, workload, target.host);
  const answered = answer(way, workload, found, host);
  if (found.answered === 'proxy') return answered;
  const access = dnsAccessHops(way, workload);
  const captured = capturedAccess(way, workload, access, answered.name);
  // What cannot be asked comes before what would be answered.
  const first = captured.some(({ status }) => status === 'fail');
  // That there is no Service is said by the next hop alone, unless there would be no word of DNS.
  const own = answered.hops.filter(({ status }) => status !== 'skipped' || captured.length === 0);
  return { ...answered, hops: first ? [...captured, ...own] : [...own, ...captured] };
}

/** `hostAliases` of a pod stand in its `/etc/hosts`, which is read before DNS. */
function hostsFile({ spec, object, templatePath, kind }: Workload, host: string): Named | undefined {
  const aliases = objectsAt(spec, 'hostAliases');
  const i = aliases.findIndex(alias => textsAt(alias, 'hostnames').some(name => name.toLowerCase() === host));
  const address = i < 0 ? undefined : textAt(aliases[i], 'ip');
  if (address === undefined) return undefined;
  return { hops: [{ id: 'dns', status: 'ok', text: `hostAliases of its pods say ${address} for ${host}: no server is asked`, evidence: [evidence(object, 'says', ...(kind === 'Pod' && templatePath.length === 0 ? [] : templatePath), 'spec', 'hostAliases', i)] }], name: address };
}

function answer(way: Way, workload: Workload, found: HostLookup, host: string): Named {
  const { world } = way;
  const lookup = found.lookup;
  const meant = meantName(world, workload, host);
  switch (found.answered) {
    case 'proxy':
      return { hops: [{ id: 'dns', status: 'ok', text: `the client's proxy answers ${host} itself: ${found.reason}`, evidence: [...(found.entry === undefined ? [] : [evidence(found.entry, 'says', 'spec', 'hosts')]), ...evidences(found.capture.evidence, 'says')] }], name: host };
    case 'dns':
      return inDns(way, workload, lookup, meant, host);
    case 'nobody':
      return nobody(way, workload, found, meant, host);
    case 'outside':
      // Servers outside know no Service: a name of the cluster that nobody has goes there last.
      return meant !== undefined ? nobody(way, workload, found, meant, host) : outside(way, found, host);
    case 'unknown':
      return unsettled(way, workload, found, meant, host);
  }
}

function inDns(way: Way, workload: Workload, lookup: Lookup | undefined, meant: MeantName | undefined, host: string): Named {
  const last = lookup?.last;
  const name = bare(last?.name ?? host);
  // A namespace, or the domain itself, has no address.
  if (last?.object === undefined && (last?.plugin === undefined || last.plugin === 'kubernetes') && name.endsWith(`.svc.${way.world.facts.platform.clusterDomain}`)) return nobody(way, workload, undefined, meant, host);
  return { hops: [{ id: 'dns', status: 'ok', text: `${name}${placeOf(lookup, host)}${last === undefined || last.object !== undefined ? '' : `: ${last.reason}`}${blockText(last)}`, evidence: zoneOf(last), ...asked(lookup) }], name };
}

/** `, 1st of 3 search suffixes`: by which of its names a host was found. */
function placeOf(lookup: Lookup | undefined, host: string): string {
  if (lookup?.last === undefined) return '';
  const name = bare(lookup.last.name);
  const at = lookup.resolver.search.findIndex(domain => name === `${host}.${domain}`);
  if (at >= 0) return `, ${ordinal(at + 1)} of ${lookup.resolver.search.length} search suffixes`;
  const before = lookup.asked.length - 1;
  return before > 0 ? `, as it is, after ${before} ${before === 1 ? 'other' : 'others'}` : ', as it is';
}

function ordinal(number: number): string {
  const ends: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };
  return `${number}${ends[number % 100 > 10 && number % 100 < 14 ? 0 : number % 10] ?? 'th'}`;
}

/** The block of the Corefile that answers, or hands on. */
function blockText(last: AskedName | undefined): string {
  return last?.server === undefined || last.corefile === undefined ? '' : `, block ${last.server.at.text} (line ${last.server.at.line - last.corefile.linesBefore} of the Corefile)`;
}

function zoneOf(last: AskedName | undefined): readonly HopEvidence[] {
  const { corefile, object } = last ?? {};
  return [...(object === undefined ? [] : [evidence(object, 'is')]), ...(corefile === undefined ? [] : [evidence(corefile.object, 'says', 'data', corefile.key)])];
}

const outcomes: Readonly<Record<AskedName['outcome'], string>> = { exists: 'is there', none: 'is not there', upstream: 'is asked outside', refused: 'is refused', unknown: 'is not settled' };

/** Every name that is asked on the way, where there is more than one. */
function asked(lookup: Lookup | undefined): Pick<Hop, 'details'> {
  return lookup === undefined || lookup.asked.length < 2 ? {} : { details: lookup.asked.map(({ name, outcome, reason }) => ({ text: `${bare(name)} ${outcomes[outcome]}: ${reason}` })) };
}

/** Domains that public DNS never has (RFC 2606, RFC 6762, ICANN's reservation of `internal`), and `mesh`, which guides use. */
const madeUp = /\.(?:internal|local|mesh|test|invalid|localhost)$/;

function outside({ world }: Way, { reason, entry, lookup, capture }: HostLookup, host: string): Named {
  const last = lookup?.last;
  // What a private domain holds is known to servers of one's own alone, and these may be behind any forward.
  if (!madeUp.test(host)) return { hops: [{ id: 'dns', status: 'ok', text: `${host} is no name of the cluster: ${world.facts.known.has('dns') || last?.corefile !== undefined ? reason : 'it is asked outside'}, and public DNS has the last word${blockText(last)}`, evidence: zoneOf(last), ...asked(lookup) }], name: host };
  if (entry === undefined) return { hops: [{ id: 'dns', status: 'unknown', text: `${host} is no name of the cluster, and none that public DNS has: ${reason}`, evidence: zoneOf(last), missing: ['a DNS server that has the name'], ...asked(lookup) }], name: host };
  return { hops: [{ id: 'dns', status: 'fail', code: 'DNS-NO-ZONE', text: `${host} is in ${describe(entry.reference)} alone: no public DNS has it, ${capture.captured === 'no' ? `the client's proxy does not answer names (${capture.reason})` : 'and the client has no proxy that answers it'}, and no zone of the cluster's DNS does`, evidence: [evidence(entry, 'says', 'spec', 'hosts'), ...zoneOf(last)], ...asked(lookup) }], name: host };
}

function nobody(way: Way, workload: Workload, found: HostLookup | undefined, meant: MeantName | undefined, host: string): Named {
  const last = found?.lookup?.last;
  if (meant?.elsewhere === true && meant.service !== undefined) {
    const { service, others } = meant;
    const more = others.map(object => ({ text: `${describe(object.reference)} has the name, too`, evidence: evidence(object, 'is') }));
    const first = `${host}.${workload.namespace}.svc.${way.world.facts.platform.clusterDomain}`;
    return { name: meant.name, hops: [{ id: 'dns', status: 'fail', code: 'DNS-WRONG-NS', text: `${host} is asked as ${first}, and ${describe(service.reference)} is in another namespace: ask for ${service.reference.name}.${service.reference.namespace ?? 'default'}`, evidence: [evidence(service, 'is')], ...(more.length === 0 ? {} : { details: more }) }] };
  }
  // That there is no Service is the matter of the next hop.
  if (meant !== undefined && meant.service === undefined) return { name: meant.name, hops: [{ id: 'dns', status: 'skipped', text: `nobody has ${meant.name}`, evidence: zoneOf(last), ...asked(found?.lookup) }] };
  return { name: meant?.name ?? host, hops: [{ id: 'dns', status: 'fail', code: 'DNS-NO-ZONE', text: `nobody answers ${host}: ${found?.reason ?? 'it is no name of a Service'}${blockText(last)}`, evidence: zoneOf(last), ...asked(found?.lookup) }] };
}

function unsettled(way: Way, workload: Workload, found: HostLookup, meant: MeantName | undefined, host: string): Named {
  const { lookup, reason, capture, entry } = found;
  const name = meant?.name ?? host;
  const resolver = lookup?.resolver;
  const hostNetwork = workload.hostNetwork && (workload.spec['dnsPolicy'] ?? 'ClusterFirst') === 'ClusterFirst';
  const policy = evidence(workload.object, 'says', ...workload.templatePath, 'spec', hostNetwork ? 'hostNetwork' : 'dnsPolicy');
  if (resolver?.kind === 'node') {
    if (meant === undefined) return { name, hops: [{ id: 'dns', status: 'ok', text: `${host} is asked of the servers of the node: ${resolver.reason}; public DNS has the last word`, evidence: [policy] }] };
    return { name, hops: [{ id: 'dns', status: 'fail', code: hostNetwork ? 'DNS-POLICY-HOSTNET' : 'DNS-NO-ZONE', text: `${host} is a name of the cluster, which the servers of the node do not know: ${resolver.reason}`, evidence: [policy] }] };
  }
  if (resolver?.kind === 'own') return { name, hops: [{ id: 'dns', status: 'unknown', text: `who answers ${host} is not settled: ${resolver.reason}`, evidence: [evidence(workload.object, 'says', ...workload.templatePath, 'spec', 'dnsConfig')], missing: ['what the servers of dnsConfig know'] }] };
  // Where only the input is short, the next hop says what is missing of the Service.
  const absent = lookup?.asked.every(({ outcome, reason: why }) => outcome !== 'unknown' || why.endsWith('in the input')) === true && entry === undefined;
  const end = lookup?.asked.at(-1);
  if (absent && meant === undefined && mayBeService(way, host)) return { name, hops: [{ id: 'dns', status: 'unknown', text: `whether ${host} is a Service of a namespace that is not in the input, or a name outside, is not settled`, evidence: zoneOf(lookup?.last), missing: [`Services of namespace ${host.slice(host.indexOf('.') + 1)}`], ...asked(lookup) }] };
  if (absent && meant === undefined && lookup !== undefined && end?.outcome === 'upstream') return outside(way, { ...found, reason: end.reason, lookup: { ...lookup, last: end } }, host);
  if (absent && meant !== undefined && meant.service === undefined) return { name, hops: [{ id: 'dns', status: 'skipped', text: `whether anybody has ${name} is not in the input`, evidence: zoneOf(lookup?.last), ...asked(lookup) }] };
  if (absent && meant?.elsewhere === false && meant.service !== undefined) return { name, hops: [{ id: 'dns', status: 'ok', text: `${name}${blockText(lookup?.last)}`, evidence: [evidence(meant.service, 'is')], ...asked(lookup) }] };
  // A namespace that shows Services, and not this one, has none of the name as far as anybody knows.
  if (absent && meant?.elsewhere === true && openService(way.world, { namespace: workload.namespace, name: host }) === undefined) return nobody(way, workload, found, meant, host);
  const service = meant?.service;
  return { name, hops: [{ id: 'dns', status: 'unknown', text: `who answers ${host} is not settled: ${reason}${blockText(lookup?.last)}`, evidence: [...zoneOf(lookup?.last), ...(service === undefined || !absent ? [] : [evidence(service, 'is')]), ...(entry === undefined ? [] : evidences(capture.evidence, 'says'))], missing: ['what answers the name'], ...asked(lookup) }] };
}

/** Top-level domains that names outside mostly end in: two letters of a country, or one of the widely used. Few namespaces are called so. */
const topLevel = /^(?:[a-z]{2}|com|org|net|edu|gov|mil|int|info|biz|name|app|dev|cloud|tech|online|site|xyz|example)$/;

/** Whether a name of two parts may be `service.namespace` of a namespace that the input does not show. */
function mayBeService({ world }: Way, host: string): boolean {
  const [, last, ...more] = host.split('.');
  return last !== undefined && more.length === 0 && world.facts.complete !== true && !topLevel.test(last);
}

/** A proxy that captures DNS answers names of the mesh by itself, so that policies for DNS have no say in those. */
function capturedAccess({ world }: Way, workload: Workload, access: readonly Hop[], name: string): readonly Hop[] {
  if (!access.some(({ status }) => status === 'fail') || dnsCapture(world, workload).captured !== 'yes' || !name.endsWith(`.svc.${world.facts.platform.clusterDomain}`)) return access;
  const { reason, evidence: found } = dnsCapture(world, workload);
  return [{ id: 'dns', status: 'ok', text: `the client's proxy answers names of the mesh itself: ${reason}; other names it may not ask`, evidence: evidences(found, 'says'), details: access.map(({ text }) => ({ text })) }];
}

function bare(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}
