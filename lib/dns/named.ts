import { oncePerWorld, type World } from '../cluster/cluster';
import { isObject } from '../model/json';
import { fieldAt } from '../model/object';
import { corefiles } from './corefiles';
import { holds } from './upstreams';

/** Plugins whose words are the names that they answer. */
const naming: ReadonlySet<string> = new Set(['hosts', 'template', 'rewrite', 'file', 'auto', 'secondary', 'etcd', 'route53', 'clouddns', 'azure', 'forward', 'grpc', 'kubernetes', 'k8s_external', 'nomad']);

/** Zones that Corefiles of the input serve, other than the root, and every word by which a plugin names one. */
const named = oncePerWorld((world: World): { readonly zones: ReadonlySet<string>; readonly words: readonly string[] } => {
  const servers = corefiles(world).flatMap(({ reading }) => reading.servers);
  const words = servers.flatMap(({ uses }) => uses.filter(({ name }) => naming.has(name.text)).flatMap(use => [use, ...use.options].flatMap(line => line.words.map(({ text }) => text.toLowerCase()))));
  return { zones: new Set([...servers.flatMap(({ zones }) => zones.map(({ zone }) => zone)), ...stubDomains(world)].filter(zone => zone !== '.')), words: [...new Set(words)] };
});

/** Stub domains of kube-dns, as GKE has it. */
function stubDomains({ cluster }: World): readonly string[] {
  return cluster.of('', 'ConfigMap').filter(({ reference }) => reference.name === 'kube-dns').flatMap(({ effective }) => {
    const text: unknown = fieldAt(effective, 'data', 'stubDomains');
    try {
      const parsed: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
      return isObject(parsed) ? Object.keys(parsed).map(zone => `${zone.replace(/\.$/, '').toLowerCase()}.`) : [];
    } catch {
      return [];
    }
  });
}

/**
 * Whether a Corefile of the input has a zone for a host, or names it or a domain that it is in; the root, which sends everything upstream, does not count.
 *
 * @param host `billing.global`, or `*.global`
 */
export function hasZoneFor(world: World, host: string): boolean {
  const name = `${host.replace(/^\*\./, '').replace(/\.$/, '').toLowerCase()}.`;
  const { zones, words } = named(world);
  if ([...zones].some(zone => holds(zone, name))) return true;
  const domains = name.slice(0, -1).split('.').map((_, i, labels) => labels.slice(i).join('.'));
  // Patterns of template and rewrite escape the dots of the names that they are for.
  return words.some(word => domains.some(domain => word === domain || word === `${domain}.` || word.replaceAll('\\', '').match(new RegExp(`(?:^|[.*)])${domain.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\.?\\$?$`)) !== null));
}
