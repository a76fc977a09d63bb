import ipaddr from 'ipaddr.js';
import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import type { JsonObject } from '../model/json';
import { plain } from '../model/leaf';
import { eastWestPort } from '../platform/peer';
import { rulesFor } from './destination-rule';
import { labelsAt, numberAt, objectAt, objectsAt, specOf, textAt, textsAt } from './fields';
import { rootNamespace } from './mesh-config';

/** An endpoint that a ServiceEntry lists itself. */
export interface ListedEndpoint {
  readonly fields: JsonObject;
  readonly path: FieldPath;
  readonly address: string | undefined;
  readonly network: string | undefined;
  /** Number for each name of a port; what the endpoint does not say is the target port of the entry, or its number. */
  readonly ports: ReadonlyMap<string, { readonly number: number; readonly path: FieldPath }>;
  /** Whether it is a name of this cluster. */
  readonly local: boolean;
}

/** A ServiceEntry that means a Service of another cluster, and what shows it. */
export interface RemoteEntry {
  readonly object: ClusterObject;
  readonly hosts: readonly string[];
  readonly external: boolean;
  readonly endpoints: readonly ListedEndpoint[];
  /** A half sentence: `its endpoint is on network "us"`. */
  readonly why: string;
}

/**
 * Entries for Services of other clusters: those with an endpoint on another network, at the port or the address of an east-west gateway, and those with the
 * host `*.global`, which only multi-cluster guides use.
 */
export const remoteEntries = oncePerWorld((world): readonly RemoteEntry[] =>
  world.cluster.of('networking.istio.io', 'ServiceEntry').flatMap(object => {
    const spec = specOf(object);
    const hosts = textsAt(spec, 'hosts').map(host => host.toLowerCase());
    const endpoints = listedEndpoints(world, object);
    const why = reason(world, hosts, endpoints);
    return why === undefined ? [] : [{ object, hosts, external: textAt(spec, 'location') !== 'MESH_INTERNAL', endpoints, why }];
  }));

export function listedEndpoints({ facts: { platform } }: World, object: ClusterObject): readonly ListedEndpoint[] {
  const spec = specOf(object);
  return objectsAt(spec, 'endpoints').map((fields, i): ListedEndpoint => {
    const path: FieldPath = ['spec', 'endpoints', i];
    const address = textAt(fields, 'address')?.toLowerCase();
    return {
      fields, path, address,
      network: textAt(fields, 'network') || undefined,
      ports: new Map(objectsAt(spec, 'ports').flatMap((port, j) => {
        const name = textAt(port, 'name') ?? '';
        const own = numberAt(objectAt(fields, 'ports'), name);
        const number = own ?? numberAt(port, 'targetPort') ?? numberAt(port, 'number');
        return number === undefined ? [] : [[name, { number, path: own !== undefined ? [...path, 'ports', name] : ['spec', 'ports', j, 'number'] }]];
      })),
      local: address !== undefined && address.endsWith(`.${platform.clusterDomain}`),
    };
  });
}

function reason(world: World, hosts: readonly string[], endpoints: readonly ListedEndpoint[]): string | undefined {
  const own = localNetwork(world);
  const gateways = peerAddresses(world);
  for (const { network, ports, address } of endpoints) {
    if (network !== undefined && network !== own) return `its endpoint is on network "${network}"`;
    if ([...ports.values()].some(({ number }) => number === eastWestPort)) return `its endpoint is at port ${eastWestPort}`;
    if (address !== undefined && gateways.has(address)) return `its endpoint ${address} is the gateway of a peer`;
  }
  const global = endpoints.length === 0 ? undefined : hosts.find(host => host.endsWith('.global'));
  return global === undefined ? undefined : `host ${global} is one of another cluster`;
}

/** The network of this cluster: what the platform says, else the label of the root namespace. */
export function localNetwork(world: World): string | undefined {
  return world.facts.platform.network ?? world.cluster.namespaces.get(rootNamespace(world))?.labels['topology.istio.io/network'];
}

function peerAddresses({ facts: { platform } }: World): ReadonlySet<string> {
  return new Set(platform.peers.flatMap(({ gateway }) => [...(gateway?.addresses ?? []), ...(gateway?.hostnames ?? [])].flatMap(leaf => plain(leaf) ?? [])));
}

/** Ports at which gateways between networks take connections: the usual one, and those that peers declare. */
export function gatewayPorts({ facts: { platform } }: World): ReadonlySet<number> {
  return new Set([eastWestPort, ...platform.peers.flatMap(({ gateway }) => gateway?.port ?? [])]);
}

/** Whether a DestinationRule for a host makes clients speak mutual TLS, and whether it names what the gateway is asked for. */
export function clientTls(world: World, host: string): { readonly rules: readonly ClusterObject[]; readonly mutual: boolean; readonly sni: boolean } {
  const rules = rulesFor(world, host);
  const settings = rules.flatMap(rule => {
    const policy = objectAt(specOf(rule), 'trafficPolicy');
    return [objectAt(policy, 'tls'), ...objectsAt(policy, 'portLevelSettings').map(port => objectAt(port, 'tls'))].filter(tls => tls !== undefined);
  });
  return { rules, mutual: settings.some(tls => tls['mode'] === 'ISTIO_MUTUAL' || tls['mode'] === 'MUTUAL'), sni: settings.some(tls => (textAt(tls, 'sni') ?? '') !== '') };
}

/** Whether istiod takes an endpoint for one that speaks mutual TLS. Source: `getTLSModeFromWorkloadEntry` of Istio 1.31. */
export function speaksMutualTls({ fields }: ListedEndpoint): boolean {
  const label = labelsAt(fields, 'labels')['security.istio.io/tlsMode'];
  return label === undefined ? (textAt(fields, 'serviceAccount') ?? '') !== '' : label === 'istio';
}

/** Hosts of this cluster, or of one that a peer calls its own: gateways know them by these names. */
export function isClusterHost({ facts: { platform } }: World, host: string): boolean {
  return [platform.clusterDomain, ...platform.peers.flatMap(({ clusterDomain }) => clusterDomain ?? [])].some(domain => host.endsWith(`.svc.${domain}`));
}

export function isAddress(text: string): boolean {
  return ipaddr.isValid(text);
}
