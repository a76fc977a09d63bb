import { compare } from '../../model/json';
import { boxId, type Change, type Fact, type MapEdge, type NetworkMap } from './map';

/** Both states in one map: what is only in one of them is marked, and so is an edge that connected before, or does now. */
export function changed(before: NetworkMap, after: NetworkMap): NetworkMap {
  const boxes = both(before.boxes, after.boxes, ({ name }) => boxId(name));
  const nodes = both(before.nodes, after.nodes, ({ id }) => id);
  const [was, is] = [before, after].map(({ edges }) => new Map(edges.map(edge => [edge.id, edge])));
  const edges = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort(compare).flatMap(id => changedEdge(was?.get(id), is?.get(id)));
  return { boxes, nodes, edges };
}

function both<T extends object>(before: readonly T[], after: readonly T[], idOf: (item: T) => string): readonly T[] {
  const [old, fresh] = [before, after].map(items => new Map(items.map(item => [idOf(item), item])));
  return [...new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])])].sort(compare).flatMap(id => {
    const [was, is] = [old?.get(id), fresh?.get(id)];
    if (is === undefined) return was === undefined ? [] : [{ ...was, change: 'lost' as const }];
    return [was === undefined ? { ...is, change: 'gained' as const } : is];
  });
}

function changedEdge(was: MapEdge | undefined, is: MapEdge | undefined): readonly MapEdge[] {
  if (is === undefined) return was === undefined ? [] : [{ ...was, change: 'lost' }];
  if (was === undefined) return [{ ...is, change: 'gained' }];
  const facts: readonly Fact[] = [...difference('was', was, is), ...is.facts];
  const change: Change | undefined = was.status === is.status ? undefined : is.status === 'open' ? 'gained' : was.status === 'open' ? 'lost' : undefined;
  return [{ ...is, facts, ...(change === undefined ? {} : { change }) }];
}

function difference(word: string, was: MapEdge, is: MapEdge): readonly Fact[] {
  return [
    ...(was.status === is.status ? [] : [{ text: `${word} ${was.status}, and is ${is.status}` }]),
    ...(was.label === is.label ? [] : [{ text: `${word} "${was.label}", and is "${is.label}"` }]),
    ...(was.wire === is.wire ? [] : [{ text: `${word} ${was.wire ?? 'of no mesh'} on the wire, and is ${is.wire ?? 'of no mesh'}` }]),
  ];
}
