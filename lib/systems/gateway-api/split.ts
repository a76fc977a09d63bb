import type { Entrance, SplitIntent } from '../../intents/split';
import type { Origin } from '../../intents/intents';
import { serviceHost, type IstioSidecar } from '../../platform/platform';
import type { Contribution, HttpRouteShare, RouteKey, RouteRank } from '../contribution';
import { object } from '../emitted';
import { entranceKey } from '../entrance';
import { hostPolicy, versionPolicy } from '../istio/traffic';
import { service as serviceManifest } from '../kubernetes/objects';
import { cookiePattern, serving, versionCookie, versionHost } from '../split-rules';
import type { VersionLabels } from '../versions';
import type { BackendReference, HttpRouteRule, ParentReference, RouteFilter } from './kinds';

/**
 * A split as one Service per version, and rules of an HTTPRoute whose parent is the Service itself, and of one per gateway and host
 * name. There are no subsets: what a DestinationRule adds, it adds to each version's host.
 */
export function emitSplit(split: SplitIntent, origin: Origin, versions: ReadonlyMap<string, VersionLabels>, platform: IstioSidecar): readonly Contribution[] {
  const { service, port } = split;
  const name = service.ports.length > 1 ? `${service.name}-${port.name}` : service.name;
  const mesh: RouteKey = { key: `mesh ${serviceHost(platform, service)} ${port.port}`, namespace: service.namespace.name, name };
  const parent: ParentReference = { group: '', kind: 'Service', name: service.name, port: port.port };
  return [
    ...[...versions].flatMap(([version, labels]) => versionService(split, version, labels, origin, platform)),
    ...rules(split).map((ranked): Contribution => ({ share: { owner: 'http-route', ...mesh, hostnames: [], parent, ...ranked }, origin })),
    ...split.entrances.flatMap(entrance => entranceRules(split, entrance, origin)),
  ];
}

function versionService(split: SplitIntent, version: string, { labels, workload }: VersionLabels, origin: Origin, platform: IstioSidecar): readonly Contribution[] {
  const { service } = split;
  const name = versionHost(service, version);
  const selector = { ...service.selector, ...labels };
  const trafficPolicy = { ...hostPolicy(split.podSticky, split.connectionPool), ...versionPolicy(split.outlierDetection, workload.replicas) };
  const host = serviceHost(platform, { name, namespace: service.namespace });
  return [
    object('service', serviceManifest(platform, service, { name, selector }), origin),
    ...(Object.keys(trafficPolicy).length === 0 ? [] : [{ share: { owner: 'destination-rule' as const, host, namespace: service.namespace.name, name, trafficPolicy }, origin }]),
  ];
}

/** A rule with its place among the others. */
export type Ranked = Pick<HttpRouteShare, 'rank' | 'rule'>;

export function rules(split: SplitIntent, override: boolean = true): readonly Ranked[] {
  const ranked: Ranked[] = [];
  const add = (rank: RouteRank, rule: HttpRouteRule): void => void ranked.push({ rank, rule });
  const common = settings(split);
  const filters = mirror(split);
  if (split.override !== undefined && override) {
    const { header, value, to } = split.override;
    add('override', { matches: [{ headers: [{ type: 'Exact', name: header, value }] }], ...common, backendRefs: [backend(split, to)] });
  }
  if (split.versionSticky !== undefined) {
    for (const [version] of serving(split)) {
      const matches = [{ headers: [{ type: 'RegularExpression' as const, name: 'cookie', value: cookiePattern(split.versionSticky, version) }] }];
      add('sticky', { matches, ...filters, ...common, backendRefs: [backend(split, version)] });
    }
  }
  add('weights', { ...filters, ...common, backendRefs: weighted(split) });
  return ranked;
}

function weighted(split: SplitIntent): readonly BackendReference[] {
  const versions = serving(split);
  return versions.map(([version, weight]) => ({
    ...backend(split, version),
    ...(versions.length > 1 ? { weight } : {}),
    ...(split.versionSticky === undefined
      ? {}
      : { filters: [{ type: 'ResponseHeaderModifier' as const, responseHeaderModifier: { add: [{ name: 'set-cookie', value: versionCookie(split.versionSticky, version) }] } }] }),
  }));
}

function backend({ service, port }: SplitIntent, version: string): BackendReference {
  return { name: versionHost(service, version), port: port.port };
}

function settings({ timeout, retries }: SplitIntent): Pick<HttpRouteRule, 'timeouts' | 'retry'> {
  const perTry = retries?.perTryTimeout;
  return {
    ...(timeout === undefined && perTry === undefined ? {} : { timeouts: { ...(timeout === undefined ? {} : { request: timeout }), ...(perTry === undefined ? {} : { backendRequest: perTry }) } }),
    ...(retries === undefined ? {} : { retry: { attempts: retries.attempts, ...(retries.codes === undefined ? {} : { codes: retries.codes }) } }),
  };
}

/** Whole percentages as `percent`; finer ones as a fraction, because the field takes whole numbers only. */
function mirror(split: SplitIntent): { readonly filters?: readonly RouteFilter[] } {
  if (split.mirror === undefined) return {};
  const percent = split.mirror.percentage;
  const backendRef = { name: versionHost(split.service, split.mirror.to), port: split.port.port };
  const share = Number.isInteger(percent) ? { percent } : { fraction: { numerator: Math.round(percent * 10_000), denominator: 1_000_000 } };
  return { filters: [{ type: 'RequestMirror', requestMirror: { backendRef, ...share } }] };
}

/** Always bound by section: a route without one also serves on the listener that should only redirect. */
function entranceRules(split: SplitIntent, { gateway, listener, hosts, override }: Entrance, origin: Origin): readonly Contribution[] {
  const parent: ParentReference = { name: gateway.name, ...(gateway.namespace.name === split.service.namespace.name ? {} : { namespace: gateway.namespace.name }), sectionName: listener.name };
  return [
    { share: { owner: 'gateway', namespace: gateway.namespace.name, name: gateway.name, attaches: { listener: listener.name, namespace: split.service.namespace.name } }, origin },
    ...hosts.flatMap(hostname =>
      rules(split, override).map((ranked): Contribution => ({ share: { owner: 'http-route', ...entranceKey(gateway, hostname, split.service), hostnames: [hostname], parent, ...ranked }, origin })),
    ),
  ];
}
