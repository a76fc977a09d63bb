import type { World } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import { isObject } from '../model/json';
import { plain } from '../model/leaf';
import { fieldAt } from '../model/object';

/** How the resolver of a pod asks: what its `/etc/resolv.conf` holds. */
export type Resolver = ClusterResolver | { readonly kind: 'own' | 'node'; readonly servers: readonly string[]; readonly search: readonly string[]; readonly ndots: number; readonly options: readonly string[]; readonly reason: string };

/** One that asks the cluster's DNS. */
export interface ClusterResolver {
  readonly kind: 'cluster';
  /** Servers beside the cluster's, from `dnsConfig`. */
  readonly servers: readonly string[];
  /** Domains that are tried behind a name, in order; those of the node come last and are not known. */
  readonly search: readonly string[];
  /** Names with fewer dots are tried with the search path first. */
  readonly ndots: number;
  readonly options: readonly string[];
  /** A half sentence: why. */
  readonly reason: string;
}

/**
 * What the kubelet writes into the pods of a workload. `cluster`: they ask the cluster's DNS. `node`: what the node asks. `own`: servers of their own.
 *
 * Source: `dns.go` of the kubelet, Kubernetes 1.36: `ClusterFirst` of pods on the host network is `Default`; `dnsConfig` adds to what the policy gives, and
 * options of the same name replace.
 *
 * @example resolverOf(world, workload) // { kind: 'cluster', search: ['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local'], ndots: 5, … }
 */
export function resolverOf({ facts: { platform } }: World, { spec, namespace, hostNetwork }: Pick<Workload, 'spec' | 'namespace' | 'hostNetwork'>): Resolver {
  const written = spec['dnsPolicy'];
  const policy = typeof written === 'string' ? written : 'ClusterFirst';
  const config = isObject(spec['dnsConfig']) ? spec['dnsConfig'] : {};
  const texts = (field: string): readonly string[] => {
    const list = config[field];
    return Array.isArray(list) ? list.filter(item => typeof item === 'string') : [];
  };
  const list: readonly unknown[] = Array.isArray(config['options']) ? config['options'] : [];
  const given = new Map(list.flatMap(option => (typeof fieldAt(option, 'name') === 'string' ? [[String(fieldAt(option, 'name')), fieldAt(option, 'value')] as const] : [])));
  const ndots = Number(given.get('ndots') ?? Number.NaN);
  const options = [...given].filter(([name]) => name !== 'ndots').map(([name, value]) => (typeof value === 'string' ? `${name}:${value}` : name));
  const [servers, search] = [texts('nameservers'), texts('searches')];
  if (policy === 'None') return { kind: 'own', servers, search, ndots: Number.isNaN(ndots) ? 1 : ndots, options, reason: 'dnsPolicy None takes nothing but dnsConfig' };
  if (policy === 'Default' || (policy === 'ClusterFirst' && hostNetwork)) {
    return { kind: 'node', servers, search, ndots: Number.isNaN(ndots) ? 1 : ndots, options, reason: policy === 'Default' ? 'dnsPolicy Default asks what the node asks' : 'pods on the host network with dnsPolicy ClusterFirst ask what the node asks' };
  }
  const domain = platform.clusterDomain;
  return { kind: 'cluster', servers, search: [...new Set([`${namespace}.svc.${domain}`, `svc.${domain}`, domain, ...search])], ndots: Number.isNaN(ndots) ? 5 : ndots, options, reason: `dnsPolicy ${policy} asks the cluster's DNS` };
}

/** The address that pods ask, where somebody said it: that of NodeLocal DNSCache before that of the Service. */
export function serverAddress({ facts: { platform: { dns } } }: World): string | undefined {
  const local = dns.nodeLocalIP === undefined ? undefined : plain(dns.nodeLocalIP);
  return local ?? (dns.clusterIP === undefined ? undefined : plain(dns.clusterIP));
}
