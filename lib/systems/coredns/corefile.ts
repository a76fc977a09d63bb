import { buildCorefile, buildDirectives, type Directive, type ServerBlock } from '../../corefile/corefile';
import type { PluginName } from '../../corefile/plugin-name';
import type { ClusterDnsIntent, ForwardedZone } from '../../intents/cluster-dns';
import type { Platform } from '../../platform/platform';

const reverse = ['in-addr.arpa', 'ip6.arpa'];

/** The whole Corefile of a cluster. */
export function corefile(intent: ClusterDnsIntent, platform: Platform): string {
  return buildCorefile([rootBlock(intent, platform), ...zoneBlocks(intent, platform)], platform.dns);
}

/** Server blocks for the zones that somebody else answers for, each with a cache of its own; empty text for none. */
export function zonesFile(intent: ClusterDnsIntent, platform: Platform): string {
  return buildCorefile(zoneBlocks(intent, platform), platform.dns);
}

/** What can be added to a root block that somebody else writes: its cache, its errors and its upstreams cannot be said a second time. */
export function additionsFile({ sockets }: ClusterDnsIntent, { dns }: Platform): string {
  return buildDirectives(additions(sockets), dns);
}

/** Larger answers than this are cut into fragments, which get lost; beyond one socket a server uses more than one core for UDP. */
function additions(sockets: number | undefined): readonly Directive<PluginName>[] {
  return [directive('bufsize', '1232'), ...(sockets === undefined ? [] : [directive('multisocket', String(sockets))])];
}

function rootBlock(intent: ClusterDnsIntent, platform: Platform): ServerBlock {
  const { clusterDomain, dns } = platform;
  return {
    keys: [`.:${dns.port}`],
    plugins: [
      // An upstream that is gone would fill the log with one line per question.
      directive('errors').with(directive('consolidate', '30s', '.* i/o timeout$', 'warning')),
      directive('health').with(directive('lameduck', intent.lameduck)),
      directive('ready'),
      directive('kubernetes', clusterDomain, ...reverse).with(directive('pods', intent.podRecords), directive('ttl', String(intent.ttl)), directive('fallthrough', ...reverse)),
      ...(intent.autopath ? [directive('autopath', '@kubernetes')] : []),
      directive('prometheus', ':9153'),
      forward(intent, dns.nodeLocalIP !== undefined),
      cache(intent, clusterDomain),
      directive('loop'),
      directive('reload'),
      directive('loadbalance'),
      ...additions(intent.sockets),
    ],
  };
}

/** Questions come from NodeLocal DNSCache over TCP, and would go on over TCP. */
function forward({ upstreams, upstreamName, maxConcurrent }: ClusterDnsIntent, nodeLocal: boolean): Directive<'forward'> {
  const [to, options] =
    upstreamName === undefined
      ? [upstreams, nodeLocal ? [directive('prefer_udp')] : []]
      : [upstreams.map(upstream => `tls://${upstream}`), [directive('tls_servername', upstreamName)]];
  return directive('forward', '.', ...to).with(directive('max_concurrent', String(maxConcurrent)), ...options);
}

/** Answers about the cluster come from memory already: a cache would only make them old. A time only caps, so 300 outlives no record. */
function cache({ serveStale }: ClusterDnsIntent, clusterDomain: string): Directive<'cache'> {
  return directive('cache', '300').with(
    directive('success', '9984', '300'),
    directive('denial', '4096', '30'),
    ...(serveStale === undefined ? [] : [directive('serve_stale', serveStale, 'verify')]),
    directive('disable', 'success', clusterDomain),
    directive('disable', 'denial', clusterDomain),
  );
}

function zoneBlocks({ forwardedZones }: ClusterDnsIntent, { dns }: Platform): readonly ServerBlock[] {
  return forwardedZones.map(({ zone, upstreams, forceTcp }: ForwardedZone) => ({
    keys: [`${zone}:${dns.port}`],
    plugins: [directive('errors'), directive('cache', '30'), forceTcp ? directive('forward', '.', ...upstreams).with(directive('force_tcp')) : directive('forward', '.', ...upstreams)],
  }));
}

/** A directive that may still get a block. */
interface Bare<N extends string> extends Directive<N> {
  with(...options: readonly Directive[]): Directive<N>;
}

function directive<N extends string>(name: N, ...given: readonly string[]): Bare<N> {
  return { name, arguments: given, with: (...options) => ({ name, arguments: given, options }) };
}
