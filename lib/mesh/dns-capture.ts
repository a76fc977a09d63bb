import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { matches } from '../model/labels';
import type { Certainty } from '../model/certainty';
import { ageKnown, byAge } from './age';
import { enrolment } from './capture';
import { evidence, type Evidence } from './evidence';
import { labelsAt, namespaceOf, objectAt, specOf } from './fields';
import { grouped } from './grouping';
import { proxyMetadata, rootNamespace } from './mesh-config';

/** Whether the mesh answers the names that pods ask for: only then do hosts resolve that no DNS server knows. */
export interface DnsCapture {
  readonly captured: Certainty;
  /** A half sentence. */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

const variable = 'ISTIO_META_DNS_CAPTURE';

/**
 * Sidecars answer names only where they are told to, by the pod's annotation, a ProxyConfig or the mesh configuration, the nearest first; ambient does so by
 * default.
 *
 * Source: `DNSCaptureByAgent` (`pilot/cmd/pilot-agent/options/options.go`), `EffectiveProxyConfig` (`model/proxy_config.go`), `manifests/charts/istio-cni/values.yaml`
 * of Istio 1.31.
 */
export function dnsCapture(world: World, workload: Workload): DnsCapture {
  const { enrolment: mode, reason } = enrolment(world, workload);
  if (mode === 'none') return { captured: 'no', reason, evidence: [] };
  if (mode === 'unknown') return { captured: 'unknown', reason, evidence: [] };
  if (mode === 'ambient') {
    const own = workload.annotations['ambient.istio.io/dns-capture'];
    return own === undefined ? { captured: 'yes', reason: 'ambient answers names by default', evidence: [] } : { captured: own === 'false' ? 'no' : 'yes', reason: `its pods have annotation ambient.istio.io/dns-capture=${own}`, evidence: [evidence(workload.object)] };
  }
  return ofSidecar(world, workload);
}

function ofSidecar(world: World, workload: Workload): DnsCapture {
  const annotation = workload.annotations['proxy.istio.io/config'];
  // The annotation is YAML inside a text; the one line that matters is looked up rather than parsed.
  const written = annotation === undefined ? undefined : new RegExp(`${variable}["']?\\s*:\\s*["']?(\\w+)`).exec(annotation)?.[1];
  if (written !== undefined) return said(written, `annotation proxy.istio.io/config of its pods says ${variable}: ${written}`, evidence(workload.object, ...workload.templatePath, 'metadata', 'annotations', 'proxy.istio.io/config'));
  for (const level of levels(world, workload)) {
    const saying = level.filter(object => valueIn(object) !== undefined);
    const [holder] = level;
    if (holder === undefined || saying.length === 0) continue;
    if (level.some(other => other !== holder && !ageKnown(holder, other) && valueIn(other) !== valueIn(holder))) return { captured: 'unknown', reason: 'several ProxyConfigs of one level disagree', evidence: level.map(object => evidence(object, 'spec')) };
    const value = valueIn(holder);
    if (value !== undefined) return said(value, `ProxyConfig ${holder.reference.name} says ${variable}: ${value}`, evidence(holder, 'spec', 'environmentVariables', variable));
  }
  const mesh = asText(proxyMetadata(world)[variable]);
  return mesh === undefined ? { captured: 'no', reason: 'sidecars do not answer names by default', evidence: [] } : said(mesh, `the mesh configuration says ${variable}: ${mesh}`);
}

function said(value: string, reason: string, ...found: readonly Evidence[]): DnsCapture {
  return { captured: value === 'true' ? 'yes' : 'no', reason, evidence: found };
}

function valueIn(config: ClusterObject): string | undefined {
  return asText(objectAt(specOf(config), 'environmentVariables')?.[variable]);
}

/** YAML may have read `true` as a boolean. */
function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : undefined;
}

const configs = oncePerWorld(world => grouped(byAge(world.cluster.of('networking.istio.io', 'ProxyConfig')), config => [namespaceOf(config)]));

/** ProxyConfigs of the pods, of their namespace, of the mesh. */
function levels(world: World, { namespace, labels }: Workload): readonly (readonly ClusterObject[])[] {
  const selector = (config: ClusterObject): Readonly<Record<string, string>> => labelsAt(specOf(config), 'selector', 'matchLabels');
  const own = configs(world).get(namespace) ?? [];
  const wide = (config: ClusterObject): boolean => Object.keys(selector(config)).length === 0;
  return [own.filter(config => !wide(config) && matches(selector(config), labels)), own.filter(wide), (configs(world).get(rootNamespace(world)) ?? []).filter(wide)];
}
