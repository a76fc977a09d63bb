import type { ClusterObject } from '../../cluster/object';
import { isIgnored } from '../../mesh/envoy-filters';
import { numberAt, objectsAt, specOf, textAt } from '../../mesh/fields';
import type { JsonObject } from '../../model/json';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/**
 * A patch that stands before, after or in place of another filter, while nothing says in which order EnvoyFilters are read. One alone depends on filters of the
 * proxy itself, which is what such a patch is for.
 */
export const filterRelative: Rule = {
  id: 'traffic/filter-relative',
  codes: ['IST0151', 'IST0155'],
  severity: 'info',
  reads: 'effective',
  check: world => {
    const filters = world.cluster.of('networking.istio.io', 'EnvoyFilter');
    const named = new Map<string, ClusterObject[]>();
    for (const filter of filters) for (const patch of objectsAt(specOf(filter), 'configPatches')) for (const name of added(patch)) named.set(name, [...(named.get(name) ?? []), filter]);
    return filters.filter(filter => (numberAt(specOf(filter), 'priority') ?? 0) === 0).flatMap(filter => objectsAt(specOf(filter), 'configPatches').flatMap((patch, i) => judge(filter, patch, i, named)));
  },
};

const relative = new Set(['INSERT_BEFORE', 'INSERT_AFTER', 'REPLACE', 'REMOVE']);

function judge(object: ClusterObject, patch: JsonObject, i: number, named: ReadonlyMap<string, readonly ClusterObject[]>): readonly Reported[] {
  const operation = textAt(patch, 'patch', 'operation') ?? '';
  // What does nothing has no order.
  if (!relative.has(operation) || isIgnored(operation, textAt(patch, 'applyTo') ?? '')) return [];
  const target = targetOf(patch);
  const other = (named.get(target ?? '') ?? []).find(filter => filter !== object);
  return [{
    object,
    path: ['spec', 'configPatches', i, 'patch', 'operation'],
    ...(other === undefined ? {} : { severity: 'warning' as const, near: [{ object: other }] }),
    message: other === undefined
      ? `${operation} without a priority depends on which EnvoyFilters are read before`
      : `${operation} at filter ${target ?? ''}, which ${describe(other.reference)} adds: without a priority nothing says which of the two is read first`,
    help: 'set spec.priority: a higher number is read later',
  }];
}

/** The filter that a patch looks for. */
function targetOf(patch: JsonObject): string | undefined {
  return textAt(patch, 'match', 'listener', 'filterChain', 'filter', 'subFilter', 'name') ?? textAt(patch, 'match', 'listener', 'filterChain', 'filter', 'name');
}

/** The filter that a patch brings in. */
function added(patch: JsonObject): readonly string[] {
  const [operation, name] = [textAt(patch, 'patch', 'operation') ?? '', textAt(patch, 'patch', 'value', 'name')];
  return name !== undefined && (operation === 'ADD' || operation.startsWith('INSERT_')) ? [name] : [];
}
