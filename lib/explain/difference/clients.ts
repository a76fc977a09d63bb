import type { World } from '../../cluster/cluster';
import { compare } from '../../model/json';
import type { Labels } from '../../model/labels';
import { formatLabels } from '../../model/labels';
import type { Client } from '../../mesh/client';
import { destinationRule, rulesFor } from '../../mesh/destination-rule';
import { labelsAt, namespaceOf, objectAt, specOf, textsAt } from '../../mesh/fields';
import { hostFor, hosts, type Host } from '../../mesh/hosts';
import { wildcardsOver } from '../../mesh/host-name';
import { claimedHosts } from '../../mesh/route';
import { sidecars, workloadSelector } from '../../mesh/sidecars';

/** Clients that the mesh treats alike when they call a host. */
export interface ClientClass {
  readonly name: string;
  readonly client: Client;
}

/** A namespace that no object names: what clients there get is what anybody gets. */
const elsewhere = '~elsewhere';

/**
 * The classes of clients of a host that may be told apart in either state: those of its own namespace, of namespaces that routes and DestinationRules for it are in or are exported to, those
 * with labels that a rule or Sidecar asks for, and all others.
 */
export function clientClasses(both: readonly World[], name: string): readonly ClientClass[] {
  let found = known.get(both);
  if (found === undefined) known.set(both, (found = new Map<string, readonly ClientClass[]>()));
  let classes = found.get(name);
  if (classes === undefined) found.set(name, (classes = classesOf(both, name)));
  return classes;
}

/** Several areas ask for the same hosts of the same two states. */
const known = new WeakMap<readonly World[], Map<string, readonly ClientClass[]>>();

function classesOf(both: readonly World[], name: string): readonly ClientClass[] {
  const namespaces = new Set<string>();
  const selected = new Map<string, ClientClass>();
  const add = (namespace: string, labels: Labels): void => {
    if (Object.keys(labels).length === 0) namespaces.add(namespace);
    else selected.set(`${namespace} ${formatLabels(labels)}`, { name: namespace === elsewhere ? `pods with ${formatLabels(labels)}` : `pods of ${namespace} with ${formatLabels(labels)}`, client: { namespace, labels } });
  };
  for (const world of both) {
    for (const host of hosts(world).get(name) ?? []) namespaces.add(host.namespace);
    const claims = claimedHosts(world);
    for (const set of claims.size === 0 ? [] : [name, ...wildcardsOver(claims, name)].flatMap(each => claims.get(each) ?? [])) {
      namespaces.add(set.namespace);
      for (const target of set.exportTo) if (isNamespace(target)) namespaces.add(target);
      for (const match of [...set.http.flatMap(rule => rule.matches), ...set.tcp.flatMap(rule => rule.matches), ...set.tls.flatMap(rule => rule.matches)]) {
        if (match.sourceNamespace !== undefined) namespaces.add(match.sourceNamespace);
        if (Object.keys(match.sourceLabels).length > 0) add(match.sourceNamespace ?? elsewhere, match.sourceLabels);
      }
    }
    for (const rule of rulesFor(world, name)) {
      namespaces.add(namespaceOf(rule));
      for (const target of textsAt(specOf(rule), 'exportTo')) if (isNamespace(target)) namespaces.add(target);
      const selector = objectAt(specOf(rule), 'workloadSelector');
      if (selector !== undefined) add(namespaceOf(rule), labelsAt(selector, 'matchLabels'));
    }
    for (const sidecar of sidecars(world)) add(namespaceOf(sidecar), workloadSelector(sidecar));
  }
  const named = [...namespaces].sort(compare).map((namespace): ClientClass => ({ name: `clients of ${namespace}`, client: { namespace, labels: {} } }));
  return [{ name: 'other clients', client: { namespace: elsewhere, labels: {} } }, ...named, ...[...selected.values()].sort((a, b) => compare(a.name, b.name))];
}

/**
 * The same for questions in which only the DestinationRule of a client counts: classes that follow the same rule in both states are one, which bears the name of the first. One class alone is all
 * clients.
 */
export function rulingClasses(both: readonly World[], name: string): readonly ClientClass[] {
  const byRule = new Map<string, ClientClass>();
  for (const each of clientClasses(both, name)) {
    const key = both.map(world => {
      const host = hostFor(world, name, each.client.namespace);
      return host === undefined ? '' : `${numberOf(host)} ${numberOf(destinationRule(world, each.client, host))}`;
    }).join('|');
    const present = byRule.get(key);
    byRule.set(key, present === undefined ? each : { ...present, name: `${present.name}, ${each.name}` });
  }
  return [...byRule.values()];
}

const numbers = new WeakMap<object, number>();
let counted = 0;

/** Things that are one and the same have the same number. */
function numberOf(thing: object | undefined): number {
  if (thing === undefined) return 0;
  let number = numbers.get(thing);
  if (number === undefined) numbers.set(thing, (number = ++counted));
  return number;
}

function isNamespace(target: string): boolean {
  return target !== '*' && target !== '.' && target !== '~';
}

/** `reviews.shop` for a Service of the cluster, whatever its domain is; other hosts by their own name. */
export function shortHost({ facts }: World, host: string): string {
  const suffix = `.svc.${facts.platform.clusterDomain}`;
  return host.endsWith(suffix) ? host.slice(0, -suffix.length) : host;
}

/** Hosts of the registry and names that routes speak for, each once. */
export function hostNames(world: World): ReadonlyMap<string, Host | undefined> {
  const found = new Map<string, Host | undefined>([...hosts(world)].map(([name, [host]]) => [name, host]));
  for (const name of claimedHosts(world).keys()) if (!found.has(name)) found.set(name, undefined);
  return found;
}
