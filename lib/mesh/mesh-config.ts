import { oncePerWorld, type World } from '../cluster/cluster';
import { chosenMap, meshMaps, type MeshMap } from '../cluster/mesh-maps';
import type { ClusterObject } from '../cluster/object';
import type { JsonObject } from '../model/json';
import { fieldAt } from '../model/object';
import { has } from '../platform/versions';
import { objectAt, textAt, textsAt } from './fields';

/** What the mesh configuration says, or Istio's defaults where it is silent. Source: `pkg/config/mesh/mesh.go` and `mesh/v1alpha1/config.proto` of 1.31. */

function configOf(world: World): JsonObject {
  return world.facts.meshConfig ?? mapOf(world)?.mesh ?? {};
}

/** istiod keeps its configuration as YAML in ConfigMap `istio` beside it, `istio-REVISION` where it has one. */
const mapOf = oncePerWorld((world): MeshMap | undefined => {
  const { platform } = world.facts;
  const enrolled = platform.mesh === 'istio' && platform.dataPlane === 'sidecar' && platform.enrolment.label === 'istio.io/rev' ? platform.enrolment.value : undefined;
  return chosenMap(meshMaps(world.cluster).filter(map => map.rootNamespace === rootNamespace(world)), enrolled);
});

/** Whether somebody gave the mesh configuration, so that what it does not say is Istio's default. */
export function meshConfigKnown(world: World): boolean {
  return world.facts.meshConfig !== undefined || mapOf(world) !== undefined;
}

/** The ConfigMap that the mesh configuration was read from. */
export function meshConfigMap(world: World): ClusterObject | undefined {
  return world.facts.meshConfig === undefined ? mapOf(world)?.object : undefined;
}

/** Other networks by name, as `meshNetworks` of the same ConfigMap says them. */
export function meshNetworks(world: World): JsonObject {
  return objectAt(mapOf(world)?.networks, 'networks') ?? {};
}

/** Names of the providers that hold where a Telemetry names none. */
export function defaultProviders(world: World, signal: 'accessLogging' | 'metrics' | 'tracing'): readonly string[] {
  return textsAt(configOf(world), 'defaultProviders', signal);
}

/** Namespace whose policies hold for the whole mesh. */
export function rootNamespace({ facts: { platform } }: World): string {
  return platform.mesh === 'istio' ? platform.rootNamespace : 'istio-system';
}

/** Trust domains that a principal of this mesh may carry; the first is its own. */
export function trustDomains(world: World): readonly string[] {
  const { platform } = world.facts;
  return [platform.mesh === 'istio' ? platform.trustDomain : 'cluster.local', ...textsAt(configOf(world), 'trustDomainAliases')];
}

/** Whether clients choose mutual TLS by themselves where no DestinationRule says otherwise. @default true */
export function autoMutualTls(world: World): boolean {
  return fieldAt(configOf(world), 'enableAutoMtls') !== false;
}

type Exported = 'defaultServiceExportTo' | 'defaultVirtualServiceExportTo' | 'defaultDestinationRuleExportTo';

/** Namespaces that see objects without `exportTo`. @default ['*'] */
export function defaultExportTo(world: World, option: Exported): readonly string[] {
  const said = textsAt(configOf(world), option);
  return said.length === 0 ? everybody : said;
}

const everybody: readonly string[] = ['*'];

/** What sidecars do with hosts that no registry knows. @default 'ALLOW_ANY' */
export function outboundMode(world: World): string {
  return textAt(configOf(world), 'outboundTrafficPolicy', 'mode') ?? 'ALLOW_ANY';
}

/** Connection pool and outlier detection that hold where a DestinationRule says nothing; Istio 1.31 and later. */
export function defaultTrafficPolicy(world: World): JsonObject | undefined {
  const { platform } = world.facts;
  return has(platform, 'defaultTrafficPolicy') ? objectAt(configOf(world), 'defaultTrafficPolicy') : undefined;
}

/** Locality setting that holds where no DestinationRule has one. @default { enabled: true } */
export function defaultLocality(world: World): JsonObject {
  return objectAt(configOf(world), 'localityLbSetting') ?? { enabled: true };
}

/** Environment of every proxy that pods do not override. */
export function proxyMetadata(world: World): JsonObject {
  return objectAt(configOf(world), 'defaultConfig', 'proxyMetadata') ?? {};
}
