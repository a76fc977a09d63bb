import type { MapEdge, MapNode, NetworkMap } from '../map';

/**
 * A column for every node, so that most edges lead to the right: the longest way from where nothing leads to. Edges that close a circle do not count.
 */
export function columnsOf({ nodes, edges }: NetworkMap): ReadonlyMap<string, number> {
  const inner = nodes.filter(({ kind }) => kind !== 'entry' && kind !== 'external');
  const ids = new Set(inner.map(({ id }) => id));
  const next = new Map<string, string[]>();
  for (const { from, to, layer } of edges) {
    if (layer !== 'platform' && ids.has(from) && ids.has(to)) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const order = withoutCircles(inner.map(({ id }) => id), next);
  const rank = new Map(order.map((id, i) => [id, i]));
  const column = new Map<string, number>();
  for (const id of order) {
    const own = column.get(id) ?? 0;
    column.set(id, own);
    for (const to of next.get(id) ?? []) if ((rank.get(to) ?? 0) > (rank.get(id) ?? 0)) column.set(to, Math.max(column.get(to) ?? 0, own + 1));
  }
  const last = Math.max(0, ...column.values());
  for (const { id, kind } of nodes) {
    if (kind === 'entry') column.set(id, -1);
    if (kind === 'external') column.set(id, last + 1);
  }
  const shift = nodes.some(({ kind }) => kind === 'entry') ? 1 : 0;
  return new Map([...column].map(([id, at]) => [id, at + shift]));
}

/** An order in which most edges lead forward. */
function withoutCircles(ids: readonly string[], next: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const seen = new Set<string>();
  const done: string[] = [];
  // A stack of its own: long chains would be too deep for calls.
  for (const start of ids) {
    const stack: { readonly id: string; at: number }[] = seen.has(start) ? [] : [{ id: start, at: 0 }];
    seen.add(start);
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (top === undefined) break;
      const to = next.get(top.id)?.[top.at++];
      if (to === undefined) {
        done.push(top.id);
        stack.pop();
      } else if (!seen.has(to)) {
        seen.add(to);
        stack.push({ id: to, at: 0 });
      }
    }
  }
  return done.reverse();
}

/** Nodes of each band and column, from top to bottom: each near those that it is connected to. */
export function ordered(bands: readonly (readonly MapNode[])[], column: ReadonlyMap<string, number>, edges: readonly MapEdge[]): readonly (readonly MapNode[])[] {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  let all = bands.map(nodes => [...nodes]);
  for (let sweep = 0; sweep < 6; sweep++) {
    const place = new Map<string, number>();
    let offset = 0;
    for (const nodes of all) {
      const rows = new Map<number, number>();
      for (const { id } of nodes) {
        const at = column.get(id) ?? 0;
        const row = rows.get(at) ?? 0;
        rows.set(at, row + 1);
        place.set(id, offset + row);
      }
      offset += Math.max(0, ...rows.values());
    }
    const mean = (id: string): number => {
      const found = (neighbours.get(id) ?? []).flatMap(other => place.get(other) ?? []);
      const own = place.get(id) ?? 0;
      return found.length === 0 ? own : found.reduce((sum, at) => sum + at, 0) / found.length;
    };
    all = all.map(nodes => {
      const weight = new Map(nodes.map(({ id }) => [id, mean(id)]));
      return [...nodes].sort((a, b) => (weight.get(a.id) ?? 0) - (weight.get(b.id) ?? 0));
    });
  }
  return all;
}
