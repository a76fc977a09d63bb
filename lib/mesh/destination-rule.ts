import { oncePerWorld, type World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { JsonObject } from '../model/json';
import { matches, type Labels } from '../model/labels';
import { ageKnown, older } from './age';
import type { Client } from './client';
import { evidence, type Evidence, type Traced } from './evidence';
import { labelsAt, namespaceOf, objectAt, objectsAt, specOf, textAt, textsAt } from './fields';
import { grouped } from './grouping';
import { fullHost, mostSpecific, wildcardsOver } from './host-name';
import type { Host } from './hosts';
import { defaultExportTo, rootNamespace } from './mesh-config';

/**
 * The DestinationRule that a client follows for a host. Rules of the client's namespace come first, then those of the host's, then those of the root
 * namespace; the first that has one replaces the others entirely. Inside one namespace rules for one host are merged: subsets add up, and the
 * first policy stays.
 *
 * Source: `destinationRule`, `setDestinationRules` (`model/push_context.go`), `mergeDestinationRule` (`model/destination_rule.go`), `DestinationRule`
 * (`model/sidecar.go`) of Istio 1.31.
 */

export interface Subset {
  readonly name: string;
  readonly labels: Labels;
  readonly trafficPolicy: JsonObject | undefined;
  readonly object: ClusterObject;
  readonly path: readonly ['spec', 'subsets', number];
}

/** Several DestinationRules of one namespace, as the one that they make. */
export interface EffectiveRule {
  /** The host that was matched: the name itself, or a wildcard over it. */
  readonly host: string;
  readonly namespace: string;
  /** What it was merged from, the leading rule first. */
  readonly objects: readonly ClusterObject[];
  readonly trafficPolicy: Traced<JsonObject> | undefined;
  readonly subsets: readonly Subset[];
  /** Policies and subsets that the merge dropped. */
  readonly dropped: readonly Evidence[];
  /** Pods that follow it; `undefined`: all clients. */
  readonly workloadSelector: Labels | undefined;
  /** Whether it is known which rule leads. Manifests have no age, so it is not where two of them say different things. */
  readonly orderKnown: boolean;
}

interface Merged extends EffectiveRule {
  /** As written on the leading rule. */
  readonly exportTo: readonly string[];
}

type ByHost = Map<string, Merged[]>;

interface Index {
  /** What clients of a namespace find at home. */
  readonly local: ReadonlyMap<string, ByHost>;
  /** What clients elsewhere find in a namespace. */
  readonly exported: ReadonlyMap<string, ByHost>;
  /** Rules that the root namespace keeps to itself. */
  readonly rootPrivate: ByHost;
}

const index = oncePerWorld((world): Index => {
  const local = new Map<string, ByHost>();
  const exported = new Map<string, ByHost>();
  const rootPrivate: ByHost = new Map();
  const keptByDefault = defaultExportTo(world, 'defaultDestinationRuleExportTo').includes('.');
  for (const object of inOrder(world.cluster.of('networking.istio.io', 'DestinationRule'))) {
    const rule = asRule(world, object);
    const { exportTo, namespace } = rule;
    if (exportTo.length === 0 || exportTo.some(target => target === '*' || target === '.' || target === namespace)) merge(of(local, namespace), rule);
    const kept = (exportTo.length === 0 && keptByDefault) || (exportTo.length === 1 && (exportTo[0] === '.' || exportTo[0] === namespace));
    if (!kept) merge(of(exported, namespace), rule);
    else if (namespace === rootNamespace(world)) merge(rootPrivate, rule);
  }
  return { local, exported, rootPrivate };
});

/** Rules with a workload selector come first, then the oldest. */
function inOrder(rules: readonly ClusterObject[]): readonly ClusterObject[] {
  const selects = (rule: ClusterObject): boolean => objectAt(specOf(rule), 'workloadSelector') !== undefined;
  return [...rules].sort((a, b) => Number(selects(b)) - Number(selects(a)) || older(a, b));
}

function of(byNamespace: Map<string, ByHost>, namespace: string): ByHost {
  let own = byNamespace.get(namespace);
  if (own === undefined) byNamespace.set(namespace, (own = new Map<string, Merged[]>()));
  return own;
}

function asRule(world: World, object: ClusterObject): Merged {
  const spec = specOf(object);
  const namespace = namespaceOf(object);
  const selector = objectAt(spec, 'workloadSelector');
  const policy = objectAt(spec, 'trafficPolicy');
  return {
    host: fullHost(world, textAt(spec, 'host') ?? '', namespace),
    namespace,
    objects: [object],
    trafficPolicy: policy === undefined ? undefined : { value: policy, object, path: ['spec', 'trafficPolicy'] },
    subsets: objectsAt(spec, 'subsets').map((subset, i): Subset => ({
      name: textAt(subset, 'name') ?? '', labels: labelsAt(subset, 'labels'), trafficPolicy: objectAt(subset, 'trafficPolicy'), object, path: ['spec', 'subsets', i],
    })),
    dropped: [],
    workloadSelector: selector === undefined ? undefined : labelsAt(selector, 'matchLabels'),
    orderKnown: true,
    // A rule for chosen pods never leaves its namespace.
    exportTo: selector === undefined ? [...new Set(textsAt(spec, 'exportTo'))] : ['.'],
  };
}

function merge(rules: ByHost, rule: Merged): void {
  const present = rules.get(rule.host);
  if (present === undefined) {
    rules.set(rule.host, [rule]);
    return;
  }
  let apart = true;
  present.forEach((older, i) => {
    const meeting = exportsMeet(older.exportTo, rule.exportTo);
    apart = meeting !== 'alike';
    if (meeting === 'no') return;
    const [own, other] = [rule.workloadSelector, older.workloadSelector];
    if (own !== undefined && other !== undefined && !sameLabels(own, other)) {
      apart = true;
      return;
    }
    if ((own === undefined) === (other === undefined)) apart = false;
    present[i] = joined(older, rule);
  });
  if (apart) present.push(rule);
}

/** Rules merge when they are exported alike, or the later one to more namespaces. */
function exportsMeet(older: readonly string[], later: readonly string[]): 'alike' | 'wider' | 'no' {
  if (!older.every(target => later.includes(target))) return 'no';
  if (older.length === later.length) return 'alike';
  return older.length > 0 ? 'wider' : 'no';
}

function sameLabels(a: Labels, b: Labels): boolean {
  return Object.keys(a).length === Object.keys(b).length && matches(a, b);
}

function joined(older: Merged, later: Merged): Merged {
  const names = new Set(older.subsets.map(subset => subset.name));
  const [added, repeated] = [later.subsets.filter(subset => !names.has(subset.name)), later.subsets.filter(subset => names.has(subset.name))];
  const [leader] = older.objects;
  const [next] = later.objects;
  const droppedPolicy = older.trafficPolicy !== undefined && later.trafficPolicy !== undefined && later.trafficPolicy.object !== undefined ? [evidence(later.trafficPolicy.object, ...later.trafficPolicy.path)] : [];
  const dropped = [...droppedPolicy, ...repeated.map(({ object, path }) => evidence(object, ...path))];
  return {
    ...older,
    objects: [...older.objects, ...later.objects],
    trafficPolicy: older.trafficPolicy ?? later.trafficPolicy,
    subsets: [...older.subsets, ...added],
    dropped: [...older.dropped, ...dropped],
    orderKnown: older.orderKnown && (dropped.length === 0 || (leader !== undefined && next !== undefined && ageKnown(leader, next))),
  };
}

const found = oncePerWorld(() => new Map<string, readonly Merged[]>());

/** The rules of the first place that has one, before a workload selector decides between them. Clients of one namespace share the answer. */
function candidates(world: World, { namespace }: Client, host: Pick<Host, 'name' | 'namespace'>): readonly Merged[] {
  const known = found(world);
  const key = `${namespace}/${host.namespace}/${host.name}`;
  let rules = known.get(key);
  if (rules === undefined) known.set(key, (rules = look(world, namespace, host)));
  return rules;
}

function look(world: World, namespace: string, host: Pick<Host, 'name' | 'namespace'>): readonly Merged[] {
  const { local, exported, rootPrivate } = index(world);
  const root = rootNamespace(world);
  const home = namespace === root ? rootPrivate : local.get(namespace);
  const atHome = home === undefined ? undefined : mostSpecific(home, host.name);
  if (atHome !== undefined) return atHome;
  for (const owner of [host.namespace, root]) {
    const rules = exported.get(owner);
    const found = rules === undefined ? [] : (mostSpecific(rules, host.name) ?? []).filter(({ exportTo }) => exportTo.length === 0 || exportTo.includes('*') || exportTo.includes(namespace));
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * The rule that holds for a client and a host, or `undefined` where none does.
 *
 * @example destinationRule(world, { namespace: 'shop', labels: { app: 'web' } }, host)?.subsets
 */
export function destinationRule(world: World, client: Client, host: Pick<Host, 'name' | 'namespace'>): EffectiveRule | undefined {
  let forAll: EffectiveRule | undefined;
  for (const rule of candidates(world, client, host)) {
    if (rule.workloadSelector === undefined) forAll = rule;
    else if (rule.namespace === client.namespace && matches(rule.workloadSelector, client.labels)) return rule;
  }
  return forAll;
}

/** The host of a DestinationRule as a full name. */
export function hostOfRule(world: World, rule: ClusterObject): string {
  return fullHost(world, textAt(specOf(rule), 'host') ?? '', namespaceOf(rule));
}

/** Every DestinationRule for a host, or a wildcard over it, wherever it is; none of them need hold for anybody. */
export function rulesFor(world: World, host: string): readonly ClusterObject[] {
  const rules = byHost(world);
  if (rules.size === 0) return [];
  return [host, ...wildcardsOver(rules, host)].flatMap(name => rules.get(name) ?? []);
}

const byHost = oncePerWorld(world => grouped(world.cluster.of('networking.istio.io', 'DestinationRule'), rule => [hostOfRule(world, rule)]));

/** A subset of a rule by its name. */
export function subsetOf(rule: EffectiveRule | undefined, name: string): Subset | undefined {
  return rule?.subsets.find(subset => subset.name === name);
}
