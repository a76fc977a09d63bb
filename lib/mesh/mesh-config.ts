import { oncePerWorld, type World } from '../cluster/cluster';
import { parseYaml } from '../cluster/read/yaml';
import { isObject, type JsonObject } from '../model/json';
import { fieldAt } from '../model/object';
import { atLeast } from '../model/version';
import { byAge } from './age';
import { objectAt, textAt, textsAt } from './fields';

/** What the mesh configuration says, or Istio's defaults where it is silent. Source: `pkg/config/mesh/mesh.go` and `mesh/v1alpha1/config.proto` of 1.31. */

function configOf(world: World): JsonObject {
  return world.facts.meshConfig ?? ofConfigMap(world);
}

/** istiod keeps its configuration as YAML in ConfigMap `istio` of the root namespace, `istio-REVISION` where it has one. */
const ofConfigMap = oncePerWorld((world): JsonObject => {
  const maps = world.cluster.of('', 'ConfigMap').filter(({ reference }) => reference.namespace === rootNamespace(world) && /^istio(?:-|$)/.test(reference.name));
  const [text] = byAge(maps).map(map => textAt(map.effective, 'data', 'mesh')).filter(mesh => mesh !== undefined);
  const parsed = parseYaml(text ?? '');
  return 'message' in parsed || !isObject(parsed.value) ? {} : parsed.value;
});

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
  return said.length === 0 ? ['*'] : said;
}

/** What sidecars do with hosts that no registry knows. @default 'ALLOW_ANY' */
export function outboundMode(world: World): string {
  return textAt(configOf(world), 'outboundTrafficPolicy', 'mode') ?? 'ALLOW_ANY';
}

/** Connection pool and outlier detection that hold where a DestinationRule says nothing; Istio 1.31 and later. */
export function defaultTrafficPolicy(world: World): JsonObject | undefined {
  const { platform } = world.facts;
  return platform.mesh === 'istio' && atLeast(platform.istioVersion, '1.31') ? objectAt(configOf(world), 'defaultTrafficPolicy') : undefined;
}

/** Locality setting that holds where no DestinationRule has one. @default { enabled: true } */
export function defaultLocality(world: World): JsonObject {
  return objectAt(configOf(world), 'localityLbSetting') ?? { enabled: true };
}

/** Environment of every proxy that pods do not override. */
export function proxyMetadata(world: World): JsonObject {
  return objectAt(configOf(world), 'defaultConfig', 'proxyMetadata') ?? {};
}
