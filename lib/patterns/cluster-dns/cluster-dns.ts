import { knows, sinceOf } from '../../corefile/features';
import type { ClusterDnsIntent } from '../../intents/cluster-dns';
import { parseDuration, type Duration } from '../../model/duration';
import { releasedSince } from '../../model/version';
import { subdomainProblem } from '../../model/names';
import { list, UsageError } from '../../model/usage-error';
import type { DnsCarrier } from '../../platform/dns';
import type { Platform } from '../../platform/platform';
import { demand } from '../../platform/supported';
import { addOnValues } from '../../systems/coredns/add-on';
import { corefile } from '../../systems/coredns/corefile';
import { settingsOf, valuesOf } from '../../systems/coredns/levels';
import { checkAccepts, requireAccept, type PatternProps } from '../props';
import type { ClusterDnsPattern, ClusterDnsProps } from './props';
import { nodeLocalOf, serversOf } from './servers';
import { checkUpstreams, forwardedZones } from './upstreams';

const where = 'cluster-dns';

/**
 * The cluster's DNS: a Corefile that caches what is worth it, bounds what it asks, and survives upstreams that fail; in whatever carries it on this cluster.
 *
 * @throws UsageError for values that CoreDNS refuses or that break it, options newer than the release, and carriers that take no Corefile, or not all of one
 * @example clusterDns({ network: net, stubDomains: [{ zone: 'corp.example', upstreams: ['192.0.2.53'] }] })
 */
export function clusterDns<P extends Platform>(props: ClusterDnsProps<P>): ClusterDnsPattern {
  const { accept = [] } = props;
  const { network } = props as PatternProps<P>;
  const { platform } = network;
  checkAccepts(accept);
  demand(platform, 'cluster-dns', accept);
  if (props.servers !== undefined) demand(platform, 'cluster-dns.servers', accept);
  if (props.nodeLocal !== undefined) demand(platform, 'cluster-dns.nodeLocal', accept);
  if (props.clusterSet === true) demand(platform, 'cluster-dns.clusterSet', accept);
  checkCarrier(platform.dns.carrier, props);
  const intent = intentOf(props, platform);
  const whole = platform.dns.carrier === 'kubeadm' || platform.dns.carrier === 'eks' ? corefile(intent, platform) : undefined;
  return {
    pattern: 'cluster-dns',
    network,
    intents: [intent],
    accepts: accept,
    corefile: whole,
    settings: whole === undefined ? [] : settingsOf(intent, platform.dns.version),
    configurationValues: platform.dns.carrier === 'eks' ? JSON.stringify({ corefile: whole, ...addOnValues(intent, platform) }) : undefined,
  };
}

/** Options that speak of the root block, which on some carriers is somebody else's. */
const ofRootBlock = ['podRecords', 'ttl', 'upstreams', 'upstreamTls', 'maxConcurrent', 'serveStale', 'lameduck', 'terminationGracePeriodSeconds', 'autopath', 'level', 'clusterSet', 'dns64', 'servers'] as const;

function checkCarrier(carrier: DnsCarrier, props: ClusterDnsProps<Platform>): void {
  const { accept = [] } = props;
  switch (carrier) {
    case 'gke':
      throw new UsageError({ what: `${where}: GKE answers with kube-dns or Cloud DNS, which read no Corefile`, fix: 'set stubDomains and upstreamNameservers in ConfigMap kube-system/kube-dns, or choose Cloud DNS for the cluster' });
    case 'openshift':
      throw new UsageError({ what: `${where}: the DNS operator of OpenShift writes the Corefile, and writes over every other`, fix: 'set servers and upstreamResolvers in DNS.operator.openshift.io default' });
    case 'aks':
    case 'k3s': {
      if (carrier === 'aks' && props.nodeLocal !== undefined) throw new UsageError({ what: `${where}: AKS has a cache on nodes of its own, LocalDNS, and two would take each other's questions`, fix: 'leave nodeLocal out, and switch LocalDNS on for the node pools' });
      const asked = ofRootBlock.filter(option => props[option] !== undefined);
      if (asked.length > 0) throw new UsageError({ what: `${where}: on ${carrier} the root block is not ours, and cannot say ${list(asked)} a second time`, fix: 'leave these out; stubDomains and multisocket can be added' });
      requireAccept(accept, 'platform/cluster-dns-additions-only', `${where}: on ${carrier} cache, errors, upstreams, records and lame duck stay as the platform has them`);
      return;
    }
    case 'kubeadm':
    case 'eks':
  }
}

function intentOf(props: ClusterDnsProps<Platform>, platform: Platform): ClusterDnsIntent {
  const { level = 'balanced', clusterSet = false, dns64, upstreams = ['/etc/resolv.conf'], upstreamTls, maxConcurrent = 1000, ttl = 30, autopath = false, stubDomains = [], accept = [] } = props;
  if (!['stock', 'balanced', 'highThroughput'].includes(level)) throw new UsageError({ what: `${where}: level "${String(level)}" does not exist`, fix: 'use stock, balanced or highThroughput' });
  const usual = valuesOf(level, platform.dns.version);
  const { podRecords = usual.podRecords, serveStale = usual.serveStale ?? false, lameduck = usual.lameduck, multisocket = usual.sockets } = props;
  if (!['disabled', 'verified', 'insecure'].includes(podRecords)) throw new UsageError({ what: `${where}: podRecords "${String(podRecords)}" does not exist`, fix: 'use disabled or verified' });
  if (podRecords === 'insecure') requireAccept(accept, 'platform/cluster-dns-pods-insecure', `${where}: podRecords insecure answers for any address, also of no pod, under a name that wildcard certificates cover`);
  if (!Number.isInteger(ttl) || ttl < 0 || ttl > 3600) throw new UsageError({ what: `${where}: ttl is ${String(ttl)}`, fix: 'use whole seconds from 0 to 3600' });
  if (!Number.isInteger(maxConcurrent) || maxConcurrent < 1000) throw new UsageError({ what: `${where}: maxConcurrent is ${String(maxConcurrent)}: at about 2 kB each fewer than 1000 save nothing, and clients would be refused`, fix: 'use a whole number from 1000' });
  checkUpstreams(where, upstreams, platform, upstreamTls === undefined);
  const unnamed = upstreamTls === undefined ? undefined : subdomainProblem(upstreamTls.serverName);
  if (unnamed !== undefined) throw new UsageError({ what: `${where}: upstreamTls.serverName "${upstreamTls?.serverName ?? ''}" ${unnamed}`, fix: 'give the name in the certificate of the upstreams' });
  if (serveStale !== false) milliseconds('serveStale', serveStale);
  checkLameduck(lameduck, props.terminationGracePeriodSeconds ?? 30);
  if (autopath) checkAutopath(podRecords, platform);
  checkSockets(multisocket, platform);
  if (clusterSet && !releasedSince(platform.dns.version, '1.12.2')) throw new UsageError({ what: `${where}: clusterSet came with CoreDNS 1.12.2, and the platform has ${platform.dns.version}`, fix: 'leave it out, or correct dns.version on the platform' });
  const { servers, nodeLocal } = props;
  return {
    kind: 'cluster-dns',
    level,
    clusterSet,
    ...(dns64 === undefined ? {} : { dns64 }),
    ...(servers === undefined ? {} : { servers: serversOf(servers, { level, podRecords, lameduck }, platform, props.terminationGracePeriodSeconds) }),
    ...(nodeLocal === undefined ? {} : { nodeLocal: nodeLocalOf(nodeLocal, platform) }),
    podRecords,
    ttl,
    upstreams,
    ...(upstreamTls === undefined ? {} : { upstreamName: upstreamTls.serverName }),
    maxConcurrent,
    ...(serveStale === false ? {} : { serveStale }),
    lameduck,
    autopath,
    ...(multisocket === undefined ? {} : { sockets: multisocket }),
    forwardedZones: forwardedZones(where, stubDomains, platform),
  };
}

/** A server that is killed before its lame duck ends drops what it was asked. */
function checkLameduck(lameduck: Duration, grace: number): void {
  if (milliseconds('lameduck', lameduck) + 5000 > grace * 1000) {
    throw new UsageError({ what: `${where}: lameduck ${lameduck} leaves less than 5 seconds of the ${grace} that pods have to stop in`, fix: 'shorten it, or give the pods more and say so: terminationGracePeriodSeconds' });
  }
}

function checkAutopath(podRecords: string, { dns }: Platform): void {
  if (podRecords !== 'verified') throw new UsageError({ what: `${where}: autopath finds the search path by the pod that asks, and podRecords is ${podRecords}`, fix: "set podRecords: 'verified'" });
  if (dns.nodeLocalIP !== undefined) throw new UsageError({ what: `${where}: behind NodeLocal DNSCache every question comes from the node, so autopath would take the search path of nobody`, fix: 'leave autopath out, and give pods dnsConfig: clientNdots()' });
}

function checkSockets(sockets: number | undefined, { dns: { version } }: Platform): void {
  if (sockets === undefined) return;
  if (!knows(version, 'multisocket')) throw new UsageError({ what: `${where}: multisocket came with CoreDNS ${sinceOf('multisocket') ?? ''}, and the platform has ${version}`, fix: 'leave it out, or correct dns.version on the platform' });
  if (!Number.isInteger(sockets) || sockets < 1 || sockets > 1024) throw new UsageError({ what: `${where}: multisocket is ${String(sockets)}`, fix: 'use a whole number from 1 to 1024, at most the cores of a pod' });
}

function milliseconds(option: string, text: string): number {
  const length = typeof text === 'string' ? parseDuration(text) : undefined;
  if (length === undefined || length === 0) throw new UsageError({ what: `${where}: ${option} ${JSON.stringify(text)} is no span of time`, fix: 'write it as "10s"' });
  return length;
}
