import { oncePerThing, oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import type { Protocol } from '../model/port';
import { older } from './age';
import { labelsAt, namespaceOf, numberAt, objectsAt, specOf, textAt, textsAt } from './fields';
import { grouped } from './grouping';
import { mostSpecific } from './host-name';
import { defaultExportTo } from './mesh-config';
import { namedProtocol, portProtocol, type PortProtocol } from './protocol';
import { visible } from './visibility';

/**
 * The registry of hosts that proxies know: Services by their full name, and the hosts of ServiceEntries.
 *
 * Source: `ConvertService` (`serviceregistry/kube/conversion.go`), `convertServices` (`serviceregistry/serviceentry/conversion.go`),
 * `appendSidecarServices` (`model/sidecar.go`) of Istio 1.31.
 */

/** How the endpoints of a host are found. `headless` covers ServiceEntries of resolution NONE too: the client's own address is used. */
export type Resolution = 'endpoints' | 'headless' | 'alias' | 'dns';

export interface HostPort {
  readonly name: string | undefined;
  readonly number: number;
  readonly targetPort: number | string;
  readonly transport: Protocol;
  readonly protocol: PortProtocol;
  /** Where it was written. */
  readonly path: FieldPath;
}

/** One host of the registry. */
export interface Host {
  /** `reviews.shop.svc.cluster.local`, or a wildcard such as `*.example.com`. */
  readonly name: string;
  readonly object: ClusterObject;
  /** `[]` for a Service, the entry of `spec.hosts` for a ServiceEntry. */
  readonly path: FieldPath;
  readonly namespace: string;
  readonly resolution: Resolution;
  /** Outside the mesh: no mutual TLS unless a DestinationRule asks for it. */
  readonly external: boolean;
  readonly ports: readonly HostPort[];
  readonly exportTo: readonly string[];
  /** Target of a Service of type ExternalName. */
  readonly alias?: string;
}

/** Every host by its name, several where several objects claim it; the one that clients see first comes first. */
export const hosts = oncePerWorld((world): ReadonlyMap<string, readonly Host[]> => {
  const all = [...world.cluster.of('', 'Service').map(service => ofService(world, service)), ...world.cluster.of('networking.istio.io', 'ServiceEntry').flatMap(entry => ofServiceEntry(world, entry))];
  return new Map([...grouped(all, ({ name }) => [name])].map(([name, claims]) => [name, claims.length === 1 ? claims : [...claims].sort(before)]));
});

/** A Service wins over entries, which cannot take its name; among the rest the oldest wins. */
function before(a: Host, b: Host): number {
  const [first, second] = [a.object.kind === 'Service', b.object.kind === 'Service'];
  return first === second ? older(a.object, b.object) : first ? -1 : 1;
}

/**
 * The host that a client in a namespace reaches under a full name: what is visible there, a Service before a ServiceEntry, the name itself before a
 * wildcard, the longest wildcard before others.
 */
export function hostFor(world: World, name: string, namespace: string): Host | undefined {
  const lower = name.toLowerCase();
  const own = (hosts(world).get(lower) ?? []).find(host => visible(host.exportTo, host.namespace, namespace));
  if (own !== undefined) return own;
  return mostSpecific(wildcardsSeenFrom(world, namespace), lower);
}

const seenFrom = oncePerWorld(() => new Map<string, ReadonlyMap<string, Host>>());

function wildcardsSeenFrom(world: World, namespace: string): ReadonlyMap<string, Host> {
  const made = seenFrom(world);
  let seen = made.get(namespace);
  if (seen === undefined) {
    const found = new Map<string, Host>();
    for (const [name, claims] of wildcards(world)) {
      const host = claims.find(claim => visible(claim.exportTo, claim.namespace, namespace));
      if (host !== undefined) found.set(name, host);
    }
    made.set(namespace, (seen = found));
  }
  return seen;
}

const wildcards = oncePerWorld(world => [...hosts(world)].filter(([name]) => name.startsWith('*')));

/** The registry's host of a Service. */
export const hostOfService: (world: World, service: ClusterObject) => Host = oncePerThing((world: World, service: ClusterObject) =>
  (hosts(world).get(serviceName(world, service)) ?? []).find(host => host.object === service) ?? ofService(world, service));

/** A port of a host by number, or by name. */
export function portOf(host: Host, port: number | string): HostPort | undefined {
  return host.ports.find(candidate => candidate.number === port || candidate.name === port);
}

function serviceName({ facts }: World, { reference }: ClusterObject): string {
  return `${reference.name}.${reference.namespace ?? 'default'}.svc.${facts.platform.clusterDomain}`;
}

function ofService(world: World, object: ClusterObject): Host {
  const spec = specOf(object);
  const alias = textAt(spec, 'type') === 'ExternalName' ? textAt(spec, 'externalName') : undefined;
  const exported = textAt(object.effective, 'metadata', 'annotations', 'networking.istio.io/exportTo');
  return {
    name: serviceName(world, object),
    object,
    path: [],
    namespace: namespaceOf(object),
    resolution: alias !== undefined ? 'alias' : textAt(spec, 'clusterIP') === 'None' ? 'headless' : 'endpoints',
    external: alias !== undefined,
    ports: objectsAt(spec, 'ports').flatMap((port, i): HostPort[] => {
      const number = numberAt(port, 'port');
      if (number === undefined) return [];
      const transport = transportOf(textAt(port, 'protocol'));
      const name = textAt(port, 'name');
      return [{ name, number, targetPort: numberAt(port, 'targetPort') ?? textAt(port, 'targetPort') ?? number, transport,
        protocol: portProtocol({ number, name, transport, appProtocol: textAt(port, 'appProtocol') }), path: ['spec', 'ports', i] }];
    }),
    exportTo: exported === undefined || exported === '' ? defaultExportTo(world, 'defaultServiceExportTo') : exported.split(',').map(namespace => namespace.trim()),
    ...(alias === undefined ? {} : { alias }),
  };
}

function transportOf(text: string | undefined): Protocol {
  return text === 'UDP' || text === 'SCTP' ? text : 'TCP';
}

const resolutions: Readonly<Record<string, Resolution>> = { NONE: 'headless', STATIC: 'endpoints', DNS: 'dns', DNS_ROUND_ROBIN: 'dns', DYNAMIC_DNS: 'dns' };

function ofServiceEntry(world: World, object: ClusterObject): readonly Host[] {
  const spec = specOf(object);
  const exportTo = textsAt(spec, 'exportTo');
  const ports = objectsAt(spec, 'ports').flatMap((port, i): HostPort[] => {
    const number = numberAt(port, 'number');
    if (number === undefined) return [];
    return [{ name: textAt(port, 'name'), number, targetPort: numberAt(port, 'targetPort') ?? number, transport: textAt(port, 'protocol')?.toUpperCase() === 'UDP' ? 'UDP' : 'TCP',
      protocol: namedProtocol(textAt(port, 'protocol')), path: ['spec', 'ports', i] }];
  });
  return textsAt(spec, 'hosts').map((name, i) => ({
    name: name.toLowerCase(),
    object,
    path: ['spec', 'hosts', i],
    namespace: namespaceOf(object),
    resolution: resolutions[textAt(spec, 'resolution') ?? 'NONE'] ?? 'headless',
    external: textAt(spec, 'location') !== 'MESH_INTERNAL',
    ports,
    exportTo: exportTo.length === 0 ? defaultExportTo(world, 'defaultServiceExportTo') : exportTo,
  }));
}

/** Labels by which a host picks its pods: the selector of a Service, or `workloadSelector` of a ServiceEntry. `undefined`: it has none. */
export function selectorOf(host: Host): Readonly<Record<string, string>> | undefined {
  const labels = selectors.get(host) ?? readSelector(host);
  selectors.set(host, labels);
  return Object.keys(labels).length === 0 ? undefined : labels;
}

const selectors = new WeakMap<Host, Readonly<Record<string, string>>>();

function readSelector({ object }: Host): Readonly<Record<string, string>> {
  return object.kind === 'Service' ? labelsAt(specOf(object), 'selector') : labelsAt(specOf(object), 'workloadSelector', 'labels');
}
