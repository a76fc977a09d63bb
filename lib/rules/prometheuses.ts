import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import { type Certainty } from '../model/certainty';
import { isObject, type JsonObject } from '../model/json';
import { matches } from '../model/labels';
import { fieldAt } from '../model/object';
import { selects } from '../model/selector';
import { selectsNamespace } from '../reach/pods';
import { labelsOf, type Monitor } from './monitors';

/** A Prometheus that prometheus-operator configures, or the one that somebody declared. */
export interface Prometheus {
  /** Absent: declared as the platform's monitoring. */
  readonly object?: ClusterObject;
  /** Whether its configuration is written by somebody else, because it has no selector at all. */
  readonly unmanaged: boolean;
  /** Whether monitors may name files of its pod. */
  readonly fileAccess: boolean;
  /** What stands between it and a monitor: `undefined` where it looks at it. */
  readonly refusal: (monitor: Monitor) => Refusal | undefined;
}

/** Why a Prometheus does not look at a monitor, and whether it is sure. */
export interface Refusal {
  /** A half sentence: `it selects monitors with release=prometheus`. */
  readonly reason: string;
  /** `no`: it may look at it after all. */
  readonly sure: Exclude<Certainty, 'no'>;
  /** The selector that says so, in `spec`. Absent for a declared one. */
  readonly field?: string;
  /** Whether the monitor itself lacks something; else its namespace does. */
  readonly of: 'monitor' | 'namespace';
}

const kinds = ['Prometheus', 'PrometheusAgent'] as const;

/**
 * Every Prometheus that is known, by objects or by declaration.
 *
 * Source: prometheus-operator 0.93, `selectObjects` (`pkg/prometheus/resource_selector.go`): no selector selects nothing, an empty one everything; no selector
 * of namespaces means the own one; without any selector the configuration is not written at all.
 */
export const prometheuses = oncePerWorld((world: World): readonly Prometheus[] => {
  const objects = kinds.flatMap(kind => world.cluster.of('monitoring.coreos.com', kind)).map(object => ofObject(world, object));
  const declared = ofPlatform(world);
  return declared === undefined ? objects : [...objects, declared];
});

function ofObject(world: World, object: ClusterObject): Prometheus {
  const spec = object.effective['spec'];
  const selector = (field: string): JsonObject | undefined => {
    const found = fieldAt(spec, field);
    return isObject(found) ? found : undefined;
  };
  return {
    object,
    unmanaged: ['serviceMonitorSelector', 'podMonitorSelector', 'probeSelector', 'scrapeConfigSelector'].every(field => selector(field) === undefined),
    fileAccess: fieldAt(spec, 'arbitraryFSAccessThroughSMs', 'deny') !== true,
    refusal: ({ object: monitor }) => refusalOf(world, object, monitor, monitor.kind === 'PodMonitor' ? 'podMonitor' : 'serviceMonitor'),
  };
}

/** Why the selectors of an object, in `spec` under their prefix, do not select another. */
function refusalOf(world: World, object: ClusterObject, selected: ClusterObject, prefix: 'podMonitor' | 'serviceMonitor' | 'rule'): Refusal | undefined {
  const [own, namespace] = [object, selected].map(({ reference }) => reference.namespace ?? 'default');
  const [labels, namespaces] = [`${prefix}Selector`, `${prefix}NamespaceSelector`].map(field => {
    const found = fieldAt(object.effective, 'spec', field);
    return isObject(found) ? found : undefined;
  });
  if (labels === undefined) return { reason: `it has no ${prefix}Selector, which selects none`, sure: 'yes', field: `${prefix}Selector`, of: 'monitor' };
  if (!selects(labels, labelsOf(selected.effective))) return { reason: `its ${prefix}Selector wants ${described(labels)}`, sure: 'yes', field: `${prefix}Selector`, of: 'monitor' };
  if (namespaces === undefined) return namespace === own ? undefined : { reason: `it has no ${prefix}NamespaceSelector, and looks into namespace ${own ?? ''} alone`, sure: 'yes', field: `${prefix}NamespaceSelector`, of: 'namespace' };
  const looks = selectsNamespace(world, namespaces, namespace ?? 'default');
  return looks === 'yes' ? undefined : { reason: `its ${prefix}NamespaceSelector wants namespaces with ${described(namespaces)}`, sure: looks === 'no' ? 'yes' : 'unknown', field: `${prefix}NamespaceSelector`, of: 'namespace' };
}

/** What evaluates rules: a Prometheus, a ThanosRuler, or the Prometheus that somebody declared. An agent evaluates none. */
export interface RuleReader {
  readonly object?: ClusterObject;
  /** Why it does not take a PrometheusRule; `of: 'monitor'` is about the rule itself. */
  readonly refusal: (rule: ClusterObject) => Refusal | undefined;
}

export const ruleReaders = oncePerWorld((world: World): readonly RuleReader[] => {
  const objects = ['Prometheus', 'ThanosRuler'].flatMap(kind => world.cluster.of('monitoring.coreos.com', kind));
  const { platform: { monitoring }, known } = world.facts;
  const declared = monitoring === undefined || !known.has('monitoring') || monitoring.operator === false ? undefined : monitoring.operator.ruleLabels;
  return [
    ...objects.map((object): RuleReader => ({ object, refusal: rule => refusalOf(world, object, rule, 'rule') })),
    ...(declared === undefined ? [] : [{ refusal: (rule: ClusterObject): Refusal | undefined => (matches(declared, labelsOf(rule.effective)) ? undefined : { reason: `it selects rules with ${described({ matchLabels: declared })}`, sure: 'yes', of: 'monitor' }) }]),
  ];
});

/** What the platform says of its monitoring, where somebody declared it. */
function ofPlatform(world: World): Prometheus | undefined {
  const { platform: { monitoring }, known } = world.facts;
  if (monitoring === undefined || !known.has('monitoring') || monitoring.operator === false) return undefined;
  const { monitorLabels, monitorNamespaces, fileAccess } = monitoring.operator;
  return {
    unmanaged: false,
    fileAccess,
    refusal: ({ object: monitor, namespace }) => {
      if (!matches(monitorLabels, labelsOf(monitor.effective))) return { reason: `it selects monitors with ${described({ matchLabels: monitorLabels })}`, sure: 'yes', of: 'monitor' };
      if (monitorNamespaces === 'all') return undefined;
      if (monitorNamespaces === 'own') return namespace === monitoring.namespace ? undefined : { reason: `it looks into namespace ${monitoring.namespace} alone`, sure: 'yes', of: 'namespace' };
      const looks = selectsNamespace(world, { matchLabels: monitorNamespaces }, namespace);
      return looks === 'yes' ? undefined : { reason: `it looks into namespaces with ${described({ matchLabels: monitorNamespaces })}`, sure: looks === 'no' ? 'yes' : 'unknown', of: 'namespace' };
    },
  };
}

/** Prometheuses that look at a monitor for certain. */
export function lookingAt(world: World, monitor: Monitor): readonly Prometheus[] {
  return prometheuses(world).filter(({ unmanaged, refusal }) => !unmanaged && refusal(monitor) === undefined);
}

/** `release=prometheus, tier in (a, b)`, as `kubectl` writes selectors. */
function described(selector: JsonObject): string {
  const { matchLabels, matchExpressions } = selector;
  const equal = isObject(matchLabels) ? Object.entries(matchLabels).map(([key, value]) => `${key}=${String(value)}`) : [];
  const others = (Array.isArray(matchExpressions) ? matchExpressions : []).map((expression: unknown) => expressionText(expression));
  return [...equal, ...others].join(', ');
}

function expressionText(expression: unknown): string {
  const [key, operator, values] = [fieldAt(expression, 'key'), fieldAt(expression, 'operator'), fieldAt(expression, 'values')];
  const list = Array.isArray(values) ? values.map(String).join(', ') : '';
  switch (operator) {
    case 'In': return `${String(key)} in (${list})`;
    case 'NotIn': return `${String(key)} notin (${list})`;
    case 'DoesNotExist': return `!${String(key)}`;
    default: return String(key);
  }
}
