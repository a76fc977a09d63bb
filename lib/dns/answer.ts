import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { executionOrder } from '../corefile/table';
import { usesIn, type ReadServer } from '../corefile/reading';
import { clusterZonesOf } from './cluster-zones';
import { corefiles, isRefused, type PlacedCorefile } from './corefiles';
import { existsInCluster } from './names';
import { forwardsOf, holds } from './upstreams';

/** Who answers a question at the cluster's DNS, and what. */
export interface Answer {
  /** `exists`, `none`: there is such a name, or not. `upstream`: somebody outside is asked. `refused`: nobody here answers. `unknown`: the input does not settle it. */
  readonly outcome: 'exists' | 'none' | 'upstream' | 'refused' | 'unknown';
  /** A half sentence. */
  readonly reason: string;
  readonly corefile?: PlacedCorefile;
  /** The block whose zone is the longest that holds the name. */
  readonly server?: ReadServer;
  /** The plugin that answers. */
  readonly plugin?: string;
  /** The object that the name is of. */
  readonly object?: ClusterObject;
  /** Who is asked upstream. */
  readonly upstreams?: readonly string[];
}

/** The Corefile that answers for pods: `coredns` of the namespace of the DNS, or the only whole one that is no node cache. */
export const mainCorefile = oncePerWorld((world: World): PlacedCorefile | undefined => {
  const whole = corefiles(world).filter(({ part, image }) => part === 'whole' && image === 'coredns');
  const { namespace } = world.facts.platform.dns;
  return whole.find(({ object: { reference } }) => reference.name === 'coredns' && reference.namespace === namespace) ?? (whole.length === 1 ? whole[0] : undefined);
});

/** Plugins that may answer a name by what is not in the Corefile. */
const opaque: readonly string[] = ['file', 'auto', 'secondary', 'etcd', 'route53', 'azure', 'clouddns', 'nomad', 'k8s_external', 'template', 'rewrite', 'view', 'dynupdate', 'grpc', 'acl'];

/**
 * Who answers for a name at the cluster's DNS. Without a Corefile in the input, one as installers write it is taken for granted: names of the cluster from it, all others from outside.
 *
 * @param name absolute, `web.shop.svc.cluster.local.`
 * @example answerOf(world, 'api.example.com.').outcome // 'upstream'
 */
export function answerOf(world: World, name: string): Answer {
  const asked = name.toLowerCase();
  const corefile = mainCorefile(world);
  if (corefile === undefined) return withoutCorefile(world, asked);
  if (isRefused(corefile)) return { outcome: 'unknown', reason: 'CoreDNS refuses the Corefile', corefile };
  const server = serverFor(corefile, asked);
  if (server === undefined) return corefile.reading.servers.some(({ open, block }) => open || block.incomplete.has('*')) ? { outcome: 'unknown', reason: 'a server block that is not in the input may answer', corefile } : { outcome: 'refused', reason: 'no server block serves a zone that holds it', corefile };
  const at = { corefile, server };
  // Lines that an import adds may answer before those that are here.
  if (server.block.incomplete.has('*')) return ofCluster(world, server, asked)?.outcome === 'exists' ? { ...at, ...ofCluster(world, server, asked), outcome: 'exists', reason: 'it is a name of the cluster' } : { ...at, outcome: 'unknown', reason: 'the server block imports lines that are not in the input' };
  for (const plugin of executionOrder(corefile.version)) {
    if (usesIn(server, plugin).length === 0) continue;
    if (plugin === 'hosts') {
      const listed = usesIn(server, 'hosts').flatMap(({ options }) => options.flatMap(({ words }) => words.map(({ text }) => `${text.toLowerCase().replace(/\.$/, '')}.`)));
      if (listed.includes(asked)) return { ...at, plugin, outcome: 'exists', reason: 'hosts lists it' };
      if (usesIn(server, 'hosts').some(({ words }) => words.length > 0)) return { ...at, plugin, outcome: 'unknown', reason: 'hosts reads a file that is not in the input' };
      if (usesIn(server, 'hosts').every(({ options }) => options.every(({ name: option }) => option.text !== 'fallthrough'))) return { ...at, plugin, outcome: 'none', reason: 'hosts does not list it, and has no fallthrough' };
    }
    if (plugin === 'kubernetes') {
      const own = ofCluster(world, server, asked);
      if (own !== undefined) return { ...at, ...own, plugin };
    }
    if (plugin === 'forward') {
      const forward = forwardsOf(server).find(({ from, except }) => from.some(zone => holds(zone, asked)) && !except.some(zone => holds(zone, asked)));
      if (forward !== undefined) return { ...at, plugin, outcome: 'upstream', reason: `forward asks ${forward.to.map(({ host }) => host).join(', ')}`, upstreams: forward.to.map(({ host }) => host) };
    }
    if (plugin === 'whoami' || plugin === 'erratic') return { ...at, plugin, outcome: 'exists', reason: `${plugin} answers every name` };
    if (opaque.includes(plugin)) return { ...at, plugin, outcome: 'unknown', reason: `${plugin} is not evaluated` };
  }
  return { ...at, outcome: 'refused', reason: 'no plugin of its server block answers it' };
}

/** The block that a question meets: that of the longest zone, the first where several have it. */
export function serverFor({ reading: { servers } }: Pick<PlacedCorefile, 'reading'>, name: string): ReadServer | undefined {
  let best: { readonly server: ReadServer; readonly length: number } | undefined;
  for (const server of servers) {
    for (const { zone, transport } of server.zones) {
      if (transport === 'dns' && holds(zone, name) && zone.length > (best?.length ?? 0)) best = { server, length: zone.length };
    }
  }
  return best?.server;
}

function ofCluster(world: World, server: ReadServer, name: string): Pick<Answer, 'outcome' | 'reason' | 'object'> | undefined {
  const cluster = clusterZonesOf(server);
  const zone = cluster?.zones.filter(each => holds(each, name)).sort((a, b) => b.length - a.length)[0];
  if (cluster === undefined || zone === undefined) return undefined;
  const existence = existsInCluster(world, name, zone, cluster.pods);
  // What kubernetes does not have goes on to the next plugin, for the zones of fallthrough.
  if (existence.outcome !== 'exists' && cluster.fallthrough?.some(through => holds(through, name)) === true) return undefined;
  return existence;
}

function withoutCorefile(world: World, name: string): Answer {
  const { clusterDomain } = world.facts.platform;
  if (holds(`${clusterDomain}.`, name)) return existsInCluster(world, name, `${clusterDomain}.`, 'insecure');
  return { outcome: 'upstream', reason: 'no Corefile is in the input, and installers forward what is not of the cluster' };
}

