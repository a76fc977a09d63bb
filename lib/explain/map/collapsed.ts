import { compare } from '../../model/json';
import { boxId, type EdgeStatus, type MapEdge, type MapNode, type NetworkMap } from './map';

/** Services above which a picture of all of them shows nothing any more. */
const mostServices = 40;

export function isLarge({ nodes }: NetworkMap): boolean {
  return nodes.filter(({ kind }) => kind === 'service').length > mostServices;
}

const worst: readonly EdgeStatus[] = ['blocked', 'unknown', 'half', 'open'];

/**
 * Boxes closed: a namespace is one node, and all edges between two of them are one.
 *
 * @param open namespaces that stay open
 * @param contents what is in each namespace, where the map is a part of another
 */
export function collapsed(map: NetworkMap, open: ReadonlySet<string> = new Set(), contents: ReadonlyMap<string, string> = contentsOf(map)): NetworkMap {
  const inside = new Map(map.nodes.map(({ id, namespace }) => [id, namespace]));
  const end = (id: string): string => {
    const namespace = inside.get(id);
    return namespace === undefined || open.has(namespace) ? id : boxId(namespace);
  };
  const groups = new Map<string, MapEdge[]>();
  for (const edge of map.edges) {
    const [from, to] = [end(edge.from), end(edge.to)];
    if (from === to) continue;
    const whole = from === edge.from && to === edge.to;
    const key = whole ? edge.id : `${edge.layer} ${from} ${to}`;
    const present = groups.get(key);
    if (present === undefined) groups.set(key, [{ ...edge, from, to }]);
    else present.push({ ...edge, from, to });
  }
  const nodes: readonly MapNode[] = [
    ...map.nodes.filter(({ namespace }) => namespace === undefined || open.has(namespace)),
    ...map.boxes.filter(({ name }) => !open.has(name)).map(({ name, badges, change }): MapNode => ({ id: boxId(name), kind: 'namespace', name, detail: contents.get(name) ?? '', badges, ...(change === undefined ? {} : { change }) })),
  ];
  return { boxes: map.boxes.filter(({ name }) => open.has(name)), nodes, edges: [...groups].sort(([a], [b]) => compare(a, b)).map(([key, edges]) => together(key, edges)) };
}

/** `3 workloads, 2 Services`, by namespace. */
export function contentsOf({ boxes, nodes }: NetworkMap): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { namespace, kind } of nodes) if (namespace !== undefined) counts.set(`${kind} ${namespace}`, (counts.get(`${kind} ${namespace}`) ?? 0) + 1);
  return new Map(boxes.map(({ name }) => [name, `${counted(counts.get(`workload ${name}`) ?? 0, 'workload')}, ${counted(counts.get(`service ${name}`) ?? 0, 'Service')}`]));
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function together(id: string, edges: readonly MapEdge[]): MapEdge {
  const [first] = edges;
  if (first === undefined) throw new Error('an edge of nothing');
  if (edges.length === 1 && first.id === id) return first;
  const status = worst.find(each => edges.some(edge => edge.status === each)) ?? 'open';
  const marked = (['blocked', 'unknown', 'half'] as const).flatMap(each => {
    const found = edges.filter(edge => edge.status === each).length;
    return found === 0 ? [] : [`${found} ${each === 'half' ? 'at one end' : each}`];
  });
  const wires = new Set(edges.flatMap(({ wire }) => (wire === undefined ? [] : [wire])));
  const [wire] = wires;
  const changes = new Set(edges.map(({ change }) => change));
  const [change] = changes;
  return {
    id, from: first.from, to: first.to, kind: first.kind, label: [`${edges.length}`, ...marked].join(', '), status, layer: first.layer,
    facts: [{ text: `${counted(edges.length, 'edge')}${marked.length === 0 ? '' : `, of these ${marked.join(', ')}`}` }], of: edges.map(edge => edge.id),
    ...(wires.size === 1 && wire !== undefined ? { wire } : {}), ...(changes.size === 1 && change !== undefined ? { change } : {}),
  };
}
