import type { RemoteCaller } from '../../intents/multi-cluster-service';
import { dnsLabelProblem, subdomainProblem } from '../../model/names';
import { list, UsageError } from '../../model/usage-error';
import type { Peer } from '../../platform/peer';
import type { Platform } from '../../platform/platform';
import type { CallerElsewhere } from './props';

/** The peers that take part: the named ones, else all of the platform. */
export function peersOf(where: string, names: readonly string[] | undefined, platform: Platform): readonly Peer[] {
  const { peers, cluster } = platform;
  if (peers.length === 0) throw new UsageError({ what: `${where}: the platform of cluster ${cluster} has no peers`, fix: "set peers: [{ cluster: '…', network: '…' }] on the platform" });
  if (names === undefined) return peers;
  const given: unknown = names;
  if (!Array.isArray(given) || given.length === 0) throw new UsageError({ what: `${where}: peers is ${JSON.stringify(names)}`, fix: 'name at least one, or leave it out for all' });
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError({ what: `${where}: peer "${twice}" is named twice`, fix: 'name it once' });
  return names.map(name => peerOf(where, name, platform));
}

function peerOf(where: string, name: string, { peers, cluster }: Platform): Peer {
  const peer = peers.find(candidate => candidate.cluster === name);
  if (name === cluster) throw new UsageError({ what: `${where}: "${name}" is this cluster, and no peer of itself`, fix: `use ${list(peers.map(candidate => candidate.cluster))}` });
  if (peer === undefined) throw new UsageError({ what: `${where}: the platform has no peer "${name}"`, fix: `use ${list(peers.map(candidate => candidate.cluster))}` });
  return peer;
}

/** Whoever meets another network has to be on one with a name. */
export function networkKnown(where: string, peers: readonly Peer[], { network, cluster }: Platform): void {
  const [other] = peers;
  if (network === undefined && other !== undefined) {
    throw new UsageError({ what: `${where}: peer ${other.cluster} is on network "${other.network}", and nobody says on which cluster ${cluster} is`, fix: `set network: '${cluster}' on the platform, or '${other.network}' when pods of both reach each other` });
  }
}

/** Callers of other clusters, each once. */
export function callersOf(where: string, callers: readonly CallerElsewhere[], peers: readonly Peer[]): readonly RemoteCaller[] {
  const seen = new Set<string>();
  return callers.map(({ cluster, namespace, serviceAccount }) => {
    const what = `${where}: remote caller ${cluster}/${namespace}/${serviceAccount}`;
    const peer = peers.find(candidate => candidate.cluster === cluster);
    if (peer === undefined) throw new UsageError({ what: `${what}: no peer "${cluster}" takes part`, fix: `use ${list(peers.map(candidate => candidate.cluster))}` });
    const problem = dnsLabelProblem(namespace) ?? subdomainProblem(serviceAccount);
    if (problem !== undefined) throw new UsageError({ what: `${what}: the name ${problem}`, fix: 'give the namespace and the service account of its pods' });
    if (serviceAccount === 'default') throw new UsageError({ what: `${what}: pods that share "default" cannot be told apart`, fix: 'give the caller a service account of its own' });
    if (seen.has(what)) throw new UsageError({ what: `${what} is listed twice`, fix: 'list it once' });
    seen.add(what);
    return { peer, namespace, serviceAccount };
  });
}
