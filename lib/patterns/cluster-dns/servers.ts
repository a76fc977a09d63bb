import type { ClusterDnsIntent, DnsReplicas, DnsServersIntent, NodeLocalIntent } from '../../intents/cluster-dns';
import { parseDuration } from '../../model/duration';
import { plain, type Leaf } from '../../model/leaf';
import { UsageError } from '../../model/usage-error';
import type { Platform } from '../../platform/platform';
import { valuesOf } from '../../systems/coredns/levels';
import type { ClusterSize, DnsScale, DnsServers, NodeLocalCache } from './props';
import { dnsCores, dnsMemory, dnsReplicas } from './sizing';

const where = 'cluster-dns';
const proxies: readonly unknown[] = ['iptables', 'nftables', 'ipvs', 'cilium'];

/**
 * The servers that options and a size ask for.
 *
 * @throws UsageError for sizes that are none, releases without a patch, and addresses that nobody said
 */
export function serversOf({ size, scale = { kind: 'proportional' } }: DnsServers, intent: Pick<ClusterDnsIntent, 'level' | 'podRecords' | 'lameduck'>, platform: Platform, grace: number | undefined): DnsServersIntent {
  const { version } = platform.dns;
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new UsageError({ what: `${where}: dns.version is ${version}, and images have a patch`, fix: 'write it as "1.14.2"' });
  const replicas = replicasOf(size, scale);
  const least = replicas.kind === 'fixed' ? replicas.replicas : replicas.least;
  const { zones = 1 } = size;
  const memory = dnsMemory({ pods: size.pods, services: size.services, podRecords: intent.podRecords, answers: answersOf(intent.level, version) }).value;
  return {
    replicas,
    image: `registry.k8s.io/coredns/coredns:v${version}`,
    cpu: '100m',
    memory: { request: `${memory.request}Mi`, limit: `${memory.limit}Mi` },
    nodeEach: size.nodes >= mostOf(replicas, size),
    zoneEach: zones > 1 && least >= zones * 2,
    graceSeconds: grace ?? Math.max(30, Math.ceil((parseDuration(intent.lameduck) ?? 0) / 1000) + 15),
    clusterIP: said(platform.dns.clusterIP, 'clusterIP', 'the Service keeps the address that kubelets give to pods'),
  };
}

/** Places of the caches of a level. */
function answersOf(level: ClusterDnsIntent['level'], version: Platform['dns']['version']): number {
  const { cache: { success, denial } } = valuesOf(level, version);
  return [success, denial].reduce((sum, words) => sum + Number(words?.split(' ')[0] ?? 9984), 0);
}

function replicasOf(size: ClusterSize, scale: DnsScale): DnsReplicas {
  const questions = size.lookupsPerSecond === undefined ? 0 : dnsCores({ lookupsPerSecond: size.lookupsPerSecond }).value;
  switch (scale.kind) {
    case 'fixed': {
      const { replicas = dnsReplicas({ ...size, dnsCoresNeeded: questions }).value } = scale;
      return { kind: 'fixed', replicas: whole('scale.replicas', replicas, 1) };
    }
    case 'proportional': {
      const { coresPerReplica = 256, nodesPerReplica = 16, most } = scale;
      return { kind: 'proportional', least: Math.max(2, questions), coresPerReplica: whole('scale.coresPerReplica', coresPerReplica, 1), nodesPerReplica: whole('scale.nodesPerReplica', nodesPerReplica, 1), ...(most === undefined ? {} : { most: whole('scale.most', most, Math.max(2, questions)) }) };
    }
    case 'cpu': {
      const least = dnsReplicas({ ...size, dnsCoresNeeded: questions }).value;
      const { utilization = 70 } = scale;
      if (!Number.isInteger(utilization) || utilization < 1 || utilization > 100) throw new UsageError({ what: `${where}: scale.utilization is ${String(utilization)}`, fix: 'use a whole number from 1 to 100, percent of the request' });
      return { kind: 'cpu', least, most: whole('scale.most', scale.most, least), utilization };
    }
    default:
      throw new UsageError({ what: `${where}: scale.kind "${String((scale as { readonly kind: unknown }).kind)}" does not exist`, fix: 'use fixed, proportional or cpu: one of them, because two would undo each other' });
  }
}

function mostOf(replicas: DnsReplicas, { nodes, cores }: ClusterSize): number {
  if (replicas.kind === 'fixed') return replicas.replicas;
  return replicas.most ?? Math.max(replicas.least, ...(replicas.kind === 'proportional' ? [Math.ceil(nodes / replicas.nodesPerReplica), Math.ceil(cores / replicas.coresPerReplica)] : []));
}

/**
 * The cache on every node.
 *
 * @throws UsageError where the platform does not say the two addresses
 */
export function nodeLocalOf({ kubeProxy, version = '1.26.4' }: NodeLocalCache, platform: Platform): NodeLocalIntent {
  if (!proxies.includes(kubeProxy)) throw new UsageError({ what: `${where}: nodeLocal.kubeProxy "${String(kubeProxy)}" does not exist`, fix: 'use iptables, nftables, ipvs or cilium' });
  const [localIP, clusterIP] = [said(platform.dns.nodeLocalIP, 'nodeLocalIP', 'policies have to let pods ask it, usually 169.254.20.10'), said(platform.dns.clusterIP, 'clusterIP', 'the cache answers at it')];
  if (localIP.includes(':') !== clusterIP.includes(':')) throw new UsageError({ what: `${where}: dns.nodeLocalIP ${localIP} and dns.clusterIP ${clusterIP} are of two families, and a cache has one`, fix: 'use addresses of one family' });
  return { kubeProxy, image: `registry.k8s.io/dns/k8s-dns-node-cache:${version}`, localIP, clusterIP };
}

function said(address: Leaf<string> | undefined, field: 'clusterIP' | 'nodeLocalIP', why: string): string {
  const text = address === undefined ? undefined : plain(address);
  if (text === undefined) throw new UsageError({ what: `${where}: the platform has no dns.${field}: ${why}`, fix: `set dns: { ${field}: … } on the platform` });
  return text;
}

function whole(field: string, value: number, least: number): number {
  if (!Number.isInteger(value) || value < least) throw new UsageError({ what: `${where}: ${field} is ${String(value)}`, fix: `use a whole number from ${least}` });
  return value;
}
