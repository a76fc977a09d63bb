import type { World } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import { isObject } from '../model/json';
import { fieldAt } from '../model/object';

/** How the resolver of a pod asks: what its `/etc/resolv.conf` holds, and why. */
export interface Resolver {
  /** `cluster`: the cluster's DNS. `node`: what the node asks, which no manifest says. `own`: the servers of `dnsConfig` alone. */
  readonly kind: 'cluster' | 'node' | 'own';
  /** Servers from `dnsConfig`, beside those of its kind. */
  readonly servers: readonly string[];
  /** Domains that are tried behind a name, in order. Those of the node come last, and are not known. */
  readonly search: readonly string[];
  /** Names with fewer dots are tried with the search path first. */
  readonly ndots: number;
  /** The other options, `single-request-reopen` or `timeout:2`. */
  readonly options: readonly string[];
  /** A half sentence. */
  readonly reason: string;
}

type Asking = Pick<Workload, 'spec' | 'namespace' | 'hostNetwork'>;

/**
 * What the kubelet writes into the pods of a workload.
 *
 * Source: `dns.go` of the kubelet, Kubernetes 1.36: `ClusterFirst` of pods on the host network is `Default`; `dnsConfig` adds servers and domains to what the policy gives, and
 * an option of it replaces one of the same name.
 *
 * @example resolverOf(world, workload).search // ['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local']
 */
export function resolverOf({ facts: { platform } }: Pick<World, 'facts'>, workload: Asking): Resolver {
  const { kind, reason } = kindOf(workload);
  const config = isObject(workload.spec['dnsConfig']) ? workload.spec['dnsConfig'] : {};
  const { ndots, options } = optionsOf(config['options']);
  const [servers, searches] = [textsOf(config['nameservers']), textsOf(config['searches'])];
  const domain = platform.clusterDomain;
  const usual = kind === 'cluster' ? [`${workload.namespace}.svc.${domain}`, `svc.${domain}`, domain] : [];
  return { kind, servers, search: [...new Set([...usual, ...searches])], ndots: ndots ?? (kind === 'cluster' ? 5 : 1), options, reason };
}

function kindOf({ spec, hostNetwork }: Asking): Pick<Resolver, 'kind' | 'reason'> {
  const policy = typeof spec['dnsPolicy'] === 'string' ? spec['dnsPolicy'] : 'ClusterFirst';
  if (policy === 'None') return { kind: 'own', reason: 'dnsPolicy None takes what dnsConfig says, and nothing else' };
  if (policy === 'Default') return { kind: 'node', reason: 'dnsPolicy Default asks what the node asks' };
  if (policy === 'ClusterFirst' && hostNetwork) return { kind: 'node', reason: 'on the host network dnsPolicy ClusterFirst asks what the node asks' };
  return { kind: 'cluster', reason: `dnsPolicy ${policy} asks the cluster's DNS` };
}

function optionsOf(written: unknown): { readonly ndots: number | undefined; readonly options: readonly string[] } {
  const given = new Map((Array.isArray(written) ? written : []).map(option => [String(fieldAt(option, 'name')), fieldAt(option, 'value')]));
  const ndots = Number(given.get('ndots') ?? Number.NaN);
  // Resolvers take no more than 15.
  return { ndots: Number.isInteger(ndots) && ndots >= 0 ? Math.min(15, ndots) : undefined, options: [...given].filter(([name]) => name !== 'ndots').map(([name, value]) => (typeof value === 'string' && value !== '' ? `${name}:${value}` : name)) };
}

function textsOf(written: unknown): readonly string[] {
  return Array.isArray(written) ? written.filter(item => typeof item === 'string') : [];
}
