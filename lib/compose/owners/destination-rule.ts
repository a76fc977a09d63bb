import { isObject, type JsonObject } from '../../model/json';
import type { Platform } from '../../platform/platform';
import type { Contribution, DestinationRuleShare } from '../../systems/contribution';
import { manifest } from '../../systems/emitted';
import { networking } from '../../systems/istio/kinds';
import { composed, type Owned } from '../composed';
import { groupBy } from '../../model/group-by';
import { mergeWanted } from '../merge';

/**
 * One DestinationRule per host: Istio ignores or half-merges a second one. Port-level settings inherit nothing, so what holds for
 * the host is repeated in each of them.
 */
export function ownDestinationRules(contributions: readonly Contribution<DestinationRuleShare>[], platform: Platform): Owned {
  const results = groupBy(contributions, ({ share }) => (share.clientsOnly === true ? `${share.host}\n${share.namespace}` : share.host)).map((group): Owned => {
    const [first] = group;
    if (first === undefined) return { objects: [], findings: [] };
    const { host, name, namespace } = first.share;
    const reference = { apiVersion: networking, kind: 'DestinationRule', namespace, name };
    const merged = mergeWanted(reference, group.map(({ share, origin }) => ({ value: wantedSpec(share), origin })), 'let one pattern decide the field', ['spec']);
    const spec = merged.value as { readonly trafficPolicy?: JsonObject; readonly ports?: Readonly<Record<string, JsonObject>>; readonly subsets?: Readonly<Record<string, JsonObject>>; readonly exportTo?: JsonObject };
    const written = manifest(platform, {
      apiVersion: networking,
      kind: 'DestinationRule',
      name,
      namespace,
      labels: name === 'default' ? {} : { 'app.kubernetes.io/name': name },
      spec: { host, ...(spec.exportTo === undefined ? {} : { exportTo: Object.keys(spec.exportTo) }), ...trafficPolicy(spec.trafficPolicy, spec.ports), ...(spec.subsets === undefined ? {} : { subsets: Object.entries(spec.subsets).map(([subset, rest]) => ({ name: subset, ...rest })) }) },
    });
    return { objects: [composed(written, 'rule', group)], findings: merged.findings };
  });
  return { objects: results.flatMap(({ objects }) => objects), findings: results.flatMap(({ findings }) => findings) };
}

/** Lists become maps while they are merged, so that shares of one port or subset meet. */
function wantedSpec({ trafficPolicy, port, subset, exportTo }: DestinationRuleShare): unknown {
  return {
    ...(exportTo === undefined ? {} : { exportTo: Object.fromEntries(exportTo.map(namespace => [namespace, true])) }),
    ...(trafficPolicy === undefined ? {} : { trafficPolicy }),
    ...(port === undefined ? {} : { ports: { [String(port.number)]: port.trafficPolicy } }),
    ...(subset === undefined ? {} : { subsets: { [subset.name]: { ...(Object.keys(subset.labels).length === 0 ? {} : { labels: subset.labels }), ...(subset.trafficPolicy === undefined ? {} : { trafficPolicy: subset.trafficPolicy }) } } }),
  };
}

function trafficPolicy(host: JsonObject | undefined, ports: Readonly<Record<string, JsonObject>> | undefined): { readonly trafficPolicy?: unknown } {
  if (host === undefined && ports === undefined) return {};
  const inherited = isObject(host) ? host : {};
  const portLevelSettings = Object.entries(ports ?? {})
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([number, settings]) => ({ port: { number: Number(number) }, ...inherited, ...settings }));
  return { trafficPolicy: { ...inherited, ...(portLevelSettings.length === 0 ? {} : { portLevelSettings }) } };
}
