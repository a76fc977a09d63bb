import type { ClusterDnsIntent, DnsLevel } from '../../intents/cluster-dns';
import type { Duration } from '../../model/duration';
import { releasedSince, type Version } from '../../model/version';

/** What a Corefile of a level says, where nobody says otherwise. */
export interface LevelValues {
  readonly podRecords: ClusterDnsIntent['podRecords'];
  readonly lameduck: Duration;
  readonly serveStale?: Duration;
  /** Seconds, and what follows `success` and `denial`; absent: names of the cluster are cached like others. */
  readonly cache: { readonly time: string; readonly success?: string; readonly denial?: string; readonly prefetch?: string; readonly servfail?: string; readonly ofCluster: boolean };
  /** How long a connection to an upstream is kept. */
  readonly expire?: string;
  readonly consolidate: boolean;
  readonly bufsize?: string;
  readonly sockets?: number;
}

const levels: Readonly<Record<DnsLevel, LevelValues>> = {
  stock: { podRecords: 'insecure', lameduck: '5s', cache: { time: '30', ofCluster: true }, consolidate: false },
  balanced: { podRecords: 'disabled', lameduck: '10s', serveStale: '1h', cache: { time: '300', success: '9984 300', denial: '4096 30', ofCluster: false }, consolidate: true, bufsize: '1232' },
  highThroughput: {
    podRecords: 'disabled',
    lameduck: '15s',
    serveStale: '1h',
    cache: { time: '300', success: '19968 300 5', denial: '9984 30', prefetch: '10 1m 20%', servfail: '5s', ofCluster: false },
    expire: '30s',
    consolidate: true,
    bufsize: '1232',
    sockets: 2,
  },
};

/** The values of a level on a release: sockets are one where it has no more. */
export function valuesOf(level: DnsLevel, version: Version): LevelValues {
  const { sockets, ...values } = levels[level];
  return sockets !== undefined && releasedSince(version, '1.12.0') ? { ...values, sockets } : values;
}

/** One setting of the Corefile, and why it is what it is. */
export interface DnsSetting {
  readonly setting: string;
  readonly value: string;
  /** A half sentence. */
  readonly why: string;
}

/** Words of `serve_stale` on a release: how long a fresh answer is waited for, and how soon clients ask again. */
export function staleWords(age: Duration, level: DnsLevel, version: Version): readonly string[] {
  if (level !== 'highThroughput' || !releasedSince(version, '1.14.4')) return [age, 'verify'];
  return releasedSince(version, '1.14.7') ? [age, 'verify', '500ms', '30s'] : [age, 'verify', '500ms'];
}

/** The settings of a Corefile with their reasons, in the order of its lines. Source of the numbers: scaling notes of coredns/deployment, README of the plugins. */
export function settingsOf({ level, podRecords, ttl, maxConcurrent, serveStale, lameduck, sockets, autopath }: ClusterDnsIntent, version: Version): readonly DnsSetting[] {
  const { cache, consolidate, bufsize, expire } = valuesOf(level, version);
  const setting = (name: string, value: string, why: string): DnsSetting => ({ setting: name, value, why });
  return [
    ...(consolidate ? [setting('errors consolidate', '30s for timeouts', 'an outage of upstreams does not fill the log')] : []),
    setting('health lameduck', lameduck, level === 'stock' ? 'what installers write' : 'endpoints take 1 to 10 s to go, and answers from a frozen copy should not last longer than that'),
    setting('kubernetes pods', podRecords, podRecords === 'disabled' ? 'insecure answers for pods that do not exist, verified watches all of them' : podRecords === 'verified' ? 'names of pods are answered for pods that there are, for a watch on all' : 'names of pods are answered for any address, as kube-dns did'),
    setting('kubernetes ttl', String(ttl), ttl <= 5 ? 'pods behind headless Services come and go' : 'caches of clients keep to it'),
    ...(autopath ? [setting('autopath', '@kubernetes', 'the server walks the search path, for four times the memory')] : []),
    setting('forward max_concurrent', String(maxConcurrent), 'while upstreams are slow, questions that wait take 2 kB each, and no more than these'),
    ...(expire === undefined ? [] : [setting('forward expire', expire, 'connections to upstreams are kept between bursts')]),
    setting('cache', cache.time, cache.time === '30' ? 'what installers write' : 'a time only caps, so no answer outlives its own'),
    ...(cache.success === undefined ? [] : [setting('cache success', cache.success, `places come in multiples of 256${level === 'highThroughput' ? ', at about 30 MB for 10,000' : ''}`)]),
    ...(cache.denial === undefined ? [] : [setting('cache denial', cache.denial, 'a name that was just made is not denied for long')]),
    ...(cache.prefetch === undefined ? [] : [setting('cache prefetch', cache.prefetch, 'names that are asked often are asked again before they run out, so nobody waits')]),
    ...(serveStale === undefined ? [] : [setting('cache serve_stale', staleWords(serveStale, level, version).join(' '), 'an old answer stands in while upstreams fail; a fresh one is always tried first')]),
    ...(cache.servfail === undefined ? [] : [setting('cache servfail', cache.servfail, 'longer would turn a moment into an outage')]),
    ...(cache.ofCluster ? [] : [setting('cache disable', 'success and denial for the cluster', 'its names come from memory, and only get old in a cache')]),
    ...(bufsize === undefined ? [] : [setting('bufsize', bufsize, 'larger answers are cut into fragments, which get lost')]),
    ...(sockets === undefined ? [] : [setting('multisocket', String(sockets), 'one socket is read by one core; measure before more, and never more than cores')]),
  ];
}
