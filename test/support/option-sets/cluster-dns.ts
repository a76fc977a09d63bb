import * as fc from 'fast-check';
import type { Duration } from '../../../lib/model/duration';
import type { ClusterDnsProps, DnsScale, DnsServers, NodeLocalCache } from '../../../lib/patterns/cluster-dns/props';
import { clusterDns } from '../../../lib/patterns/cluster-dns/cluster-dns';
import type { Platform } from '../../../lib/platform/platform';
import { given, maybe, optionSet, type OptionSet } from './option-set';

type Options = Partial<ClusterDnsProps<Platform>>;
const accept = ['platform/cluster-dns-additions-only', 'platform/cluster-dns-pods-insecure', 'dns/configmap-owned'].map(rule => ({ rule, reason: 'judged' }));
const addresses = fc.uniqueArray(fc.constantFrom('192.0.2.53', '192.0.2.54:5353', '2001:db8::53', '[2001:db8::54]:5353'), { minLength: 1, maxLength: 4 }) as unknown as fc.Arbitrary<readonly [string, ...string[]]>;

const stubDomains = fc.uniqueArray(fc.record({ zone: fc.constantFrom('corp.example', 'lab.corp.example', 'clusterset.local', '168.192.in-addr.arpa'), upstreams: addresses, forceTcp: fc.boolean() }), { maxLength: 3, selector: ({ zone }) => zone });
const additions = fc.record({ stubDomains: maybe(stubDomains), multisocket: maybe(fc.constantFrom(1, 2, 1024)) }).map(given) as fc.Arbitrary<Options>;

/** Options for a carrier that takes a whole Corefile. */
export const wholeDns: fc.Arbitrary<Options> = fc
  .record({
    rest: additions,
    podRecords: maybe(fc.constantFrom('disabled', 'verified', 'insecure')),
    ttl: maybe(fc.constantFrom(0, 5, 3600)),
    to: maybe(fc.oneof(fc.record({ upstreams: fc.constantFrom<readonly [string, ...string[]]>(['/etc/resolv.conf'], ['/etc/resolv.conf', '192.0.2.1']) }), fc.record({ upstreams: addresses }), fc.record({ upstreams: addresses, upstreamTls: fc.constant({ serverName: 'dns.example' }) }))),
    level: maybe(fc.constantFrom('stock', 'balanced', 'highThroughput')),
    clusterSet: maybe(fc.boolean()),
    dns64: maybe(fc.constant('64:ff9b::/96')),
    maxConcurrent: maybe(fc.constantFrom(1000, 20000)),
    serveStale: maybe(fc.constantFrom<Duration | false>(false, '30m', '1h30m', '500ms')),
    lameduck: maybe(fc.constantFrom<Duration>('1s', '25s', '1s500ms')),
    autopath: maybe(fc.boolean()),
  })
  .map(({ rest, to, podRecords, autopath, ...options }) => ({ ...rest, ...to, ...given({ podRecords: autopath === true ? 'verified' : podRecords, autopath }), ...given(options), accept }) as Options);

/** Options for a carrier that takes additions. */
export const addedDns: fc.Arbitrary<Options> = additions.map(options => ({ ...options, accept }));

const servers: fc.Arbitrary<DnsServers> = fc.record({
  size: fc.record({ nodes: fc.constantFrom(1, 3, 400), cores: fc.constantFrom(4, 6400), pods: fc.constantFrom(50, 40_000), services: fc.constant(100), zones: fc.constantFrom(1, 3), lookupsPerSecond: fc.constantFrom(0, 20_000) }),
  scale: fc.constantFrom<DnsScale>({ kind: 'proportional' }, { kind: 'proportional', most: 40 }, { kind: 'fixed' }, { kind: 'fixed', replicas: 1 }, { kind: 'cpu', most: 60, utilization: 50 }),
});
const nodeLocal: fc.Arbitrary<NodeLocalCache> = fc.record({ kubeProxy: fc.constantFrom('iptables', 'nftables', 'ipvs', 'cilium') });

/** Option sets of the cluster's DNS, for whoever judges objects. What needs addresses is written where the platform has them, of one family. */
export const clusterDnses: fc.Arbitrary<OptionSet> = fc.tuple(wholeDns, maybe(servers), maybe(nodeLocal)).map(([{ autopath, ...options }, own, cache]) => optionSet({ ...options, servers: own, nodeLocal: cache }, ({ net }) => {
  const { clusterIP, nodeLocalIP } = net.platform.dns;
  const oneFamily = clusterIP !== undefined && nodeLocalIP === '169.254.20.10';
  return [clusterDns<Platform>({ network: net, ...options, ...(own === undefined || clusterIP === undefined ? {} : { servers: own }), ...(cache === undefined || !oneFamily ? {} : { nodeLocal: cache }) })];
}));
