import { writeCorefile, writeDirectives, type Directive, type ServerBlock } from '../../corefile/corefile';
import type { PluginName } from '../../corefile/plugin-name';
import type { ClusterDnsIntent, ForwardedZone } from '../../intents/cluster-dns';
import { releasedSince } from '../../model/version';
import type { Platform } from '../../platform/platform';
import { staleWords, valuesOf, type LevelValues } from './levels';

const reverse = ['in-addr.arpa', 'ip6.arpa'];

/** The whole Corefile of a cluster. */
export function corefile(intent: ClusterDnsIntent, platform: Platform): string {
  return writeCorefile([rootBlock(intent, platform), ...zoneBlocks(intent, platform)], platform.dns);
}

/** Server blocks for the zones that somebody else answers for, each with a cache of its own; empty text for none. */
export function zonesFile(intent: ClusterDnsIntent, platform: Platform): string {
  return writeCorefile(zoneBlocks(intent, platform), platform.dns);
}

/** What can be added to a root block that somebody else writes: its cache, its errors and its upstreams cannot be said a second time. */
export function additionsFile(intent: ClusterDnsIntent, { dns }: Platform): string {
  return writeDirectives(additions(intent.sockets), dns);
}

/** Larger answers than this are cut into fragments, which get lost; beyond one socket a server uses more than one core for UDP. */
function additions(count: number | undefined): readonly Directive<PluginName>[] {
  return [directive('bufsize', '1232'), ...sockets(count)];
}

function sockets(count: number | undefined): readonly Directive<PluginName>[] {
  return count === undefined ? [] : [directive('multisocket', String(count))];
}

const clusterSet = 'clusterset.local';

function rootBlock(intent: ClusterDnsIntent, platform: Platform): ServerBlock {
  const { clusterDomain, dns } = platform;
  const values = valuesOf(intent.level, dns.version);
  // An upstream that is gone would fill the log with one line per question.
  const consolidate = directive('consolidate', '30s', '.* i/o timeout$', 'warning', ...(intent.level === 'highThroughput' && releasedSince(dns.version, '1.14.0') ? ['show_first'] : []));
  const domains = [clusterDomain, ...(intent.clusterSet ? [clusterSet] : [])];
  return {
    keys: [`.:${dns.port}`],
    plugins: [
      values.consolidate ? directive('errors').with(consolidate) : directive('errors'),
      directive('health').with(directive('lameduck', intent.lameduck)),
      directive('ready'),
      directive('kubernetes', ...domains, ...reverse).with(directive('pods', intent.podRecords), directive('ttl', String(intent.ttl)), directive('fallthrough', ...reverse), ...(intent.clusterSet ? [directive('multicluster', clusterSet)] : [])),
      ...(intent.autopath ? [directive('autopath', '@kubernetes')] : []),
      ...(intent.dns64 === undefined ? [] : [directive('dns64').with(directive('prefix', intent.dns64))]),
      directive('prometheus', ':9153'),
      forward(intent, dns.nodeLocalIP !== undefined || intent.nodeLocal !== undefined, values),
      cache(intent, domains, platform, values),
      directive('loop'),
      directive('reload'),
      directive('loadbalance'),
      ...(values.bufsize === undefined ? sockets(intent.sockets) : additions(intent.sockets)),
    ],
  };
}

/** Questions come from NodeLocal DNSCache over TCP, and would go on over TCP. */
function forward({ upstreams, upstreamName, maxConcurrent }: ClusterDnsIntent, nodeLocal: boolean, { expire }: LevelValues): Directive<'forward'> {
  const [to, options] =
    upstreamName === undefined
      ? [upstreams, nodeLocal ? [directive('prefer_udp')] : []]
      : [upstreams.map(upstream => `tls://${upstream}`), [directive('tls_servername', upstreamName)]];
  return directive('forward', '.', ...to).with(directive('max_concurrent', String(maxConcurrent)), ...(expire === undefined ? [] : [directive('expire', expire)]), ...options);
}

/** Answers about the cluster come from memory already: a cache would only make them old. A time only caps, so 300 outlives no record. */
function cache({ serveStale, level }: ClusterDnsIntent, domains: readonly string[], { dns }: Platform, { cache: values }: LevelValues): Directive<'cache'> {
  const words = (name: string, given: string | undefined): readonly Directive[] => (given === undefined ? [] : [directive(name, ...given.split(' '))]);
  const options = [
    ...words('success', values.success),
    ...words('denial', values.denial),
    ...words('prefetch', values.prefetch),
    ...(serveStale === undefined ? [] : [directive('serve_stale', ...staleWords(serveStale, level, dns.version))]),
    ...words('servfail', values.servfail),
    ...(values.ofCluster ? [] : ['success', 'denial'].map(kind => directive('disable', kind, ...domains))),
  ];
  return options.length === 0 ? directive('cache', values.time) : directive('cache', values.time).with(...options);
}

function zoneBlocks({ forwardedZones }: ClusterDnsIntent, { dns }: Platform): readonly ServerBlock[] {
  return forwardedZones.map(({ zone, upstreams, forceTcp }: ForwardedZone) => ({
    keys: [`${zone}:${dns.port}`],
    plugins: [directive('errors'), directive('cache', '30'), forceTcp ? directive('forward', '.', ...upstreams).with(directive('force_tcp')) : directive('forward', '.', ...upstreams)],
  }));
}

/** A directive that may still get a block. */
export interface Bare<N extends string> extends Directive<N> {
  with(...options: readonly Directive[]): Directive<N>;
}

/** A directive with its words. */
export function directive<N extends string>(name: N, ...given: readonly string[]): Bare<N> {
  return { name, arguments: given, with: (...options) => ({ name, arguments: given, options }) };
}
