import { oncePerThing, oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import type { JsonObject } from '../model/json';
import { namespaceOf, numberAt, objectAt, objectsAt, specOf, textAt, textsAt } from './fields';
import { grouped } from './grouping';
import { fullHost } from './host-name';
import { hostFor, type Host } from './hosts';
import { defaultExportTo } from './mesh-config';
import { shared } from './routes';
import { delegations, gatewayName, isDelegate } from './virtual-services';

/** A place in a VirtualService that names where requests go, whether or not the rule is ever read. */
export interface NamedDestination {
  readonly object: ClusterObject;
  readonly namespace: string;
  readonly role: 'route' | 'mirror';
  readonly protocol: 'http' | 'tls' | 'tcp';
  /** As the author wrote it. */
  readonly written: string;
  /** Full name, lower case. */
  readonly host: string;
  readonly subset: string | undefined;
  readonly port: number | undefined;
  /** Part of the requests of its rule, from 0 to 1. A mirror is 0. */
  readonly share: number;
  /** The rule it belongs to. */
  readonly rule: FieldPath;
  /** The destination itself. */
  readonly path: FieldPath;
}

/** Every destination and mirror of every VirtualService, delegates among them, in the order of the input. */
export const namedDestinations = oncePerWorld((world): readonly NamedDestination[] =>
  world.cluster.of('networking.istio.io', 'VirtualService').flatMap(object => (['http', 'tls', 'tcp'] as const).flatMap(protocol =>
    objectsAt(specOf(object), protocol).flatMap((rule, i) => ofRule(world, object, protocol, rule, ['spec', protocol, i])))));

/** The same by full host. */
export const destinationsByHost = oncePerWorld(world => grouped(namedDestinations(world), ({ host }) => [host]));

function ofRule(world: World, object: ClusterObject, protocol: NamedDestination['protocol'], rule: JsonObject, path: FieldPath): readonly NamedDestination[] {
  const namespace = namespaceOf(object);
  const named = (given: JsonObject | undefined, role: NamedDestination['role'], share: number, at: FieldPath): readonly NamedDestination[] => {
    const written = textAt(given, 'host');
    if (written === undefined || written === '') return [];
    const subset = textAt(given, 'subset');
    return [{ object, namespace, role, protocol, written, host: fullHost(world, written, namespace).toLowerCase(), subset: subset === '' ? undefined : subset, port: numberAt(given, 'port', 'number'), share, rule: path, path: at }];
  };
  const routes = shared(objectsAt(rule, 'route').map((route, i) => ({ host: undefined, port: undefined, subset: undefined, weight: numberAt(route, 'weight') ?? 0, object, path: [...path, 'route', i, 'destination'], given: objectAt(route, 'destination') })), 'whole');
  return [
    ...routes.flatMap(({ given, share, path: at }) => named(given, 'route', share, at)),
    ...named(objectAt(rule, 'mirror'), 'mirror', 0, [...path, 'mirror']),
    ...objectsAt(rule, 'mirrors').flatMap((mirror, i) => named(objectAt(mirror, 'destination'), 'mirror', 0, [...path, 'mirrors', i, 'destination'])),
  ];
}

/** Gateways that read a VirtualService: `mesh`, or `namespace/name`. A delegate is read by those of its roots; one without a root by nobody that is known. */
export function readersOf(world: World, service: ClusterObject): readonly string[] {
  if (isDelegate(service)) {
    const roots = delegations(world).get(`${namespaceOf(service)}/${service.reference.name}`) ?? [];
    return [...new Set(roots.flatMap(({ object }) => readersOf(world, object)))];
  }
  const gateways = textsAt(specOf(service), 'gateways');
  return gateways.length === 0 ? ['mesh'] : gateways.map(gateway => gatewayName(gateway, namespaceOf(service)));
}

/**
 * Namespaces of clients that a question about a destination has to ask: the VirtualService's own, those it is exported to by name, those of its gateways,
 * and that of the host. Other clients see what is public, as these do.
 */
export function clientNamespaces(world: World, { object, namespace, host }: Pick<NamedDestination, 'object' | 'namespace' | 'host'>): readonly string[] {
  const said = textsAt(specOf(object), 'exportTo');
  const exported = (said.length === 0 ? defaultExportTo(world, 'defaultVirtualServiceExportTo') : said).filter(target => target !== '*' && target !== '.' && target !== '~');
  const gateways = readersOf(world, object).filter(gateway => gateway !== 'mesh').map(gateway => gateway.split('/')[0] ?? namespace);
  const home = serviceNameIn(world, host)?.namespace;
  return [...new Set([namespace, ...exported, ...gateways, ...(home === undefined ? [] : [home])])];
}

/** The host that a destination means, as the first of its clients sees it. */
export const destinationHost: (world: World, destination: Pick<NamedDestination, 'object' | 'namespace' | 'host'>) => Host | undefined = oncePerThing((world: World, destination: Pick<NamedDestination, 'object' | 'namespace' | 'host'>) => {
  for (const namespace of clientNamespaces(world, destination)) {
    const found = hostFor(world, destination.host, namespace);
    if (found !== undefined) return found;
  }
  return undefined;
});

/** The Service that a full name of the cluster's domain means, whether or not it exists. */
export function serviceNameIn({ facts }: World, host: string): { readonly name: string; readonly namespace: string } | undefined {
  const suffix = `.svc.${facts.platform.clusterDomain}`;
  if (!host.endsWith(suffix)) return undefined;
  const [name, namespace, ...rest] = host.slice(0, -suffix.length).split('.');
  return name === undefined || name === '' || name.startsWith('*') || namespace === undefined || rest.length > 0 ? undefined : { name, namespace };
}
