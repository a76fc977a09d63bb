import { boxId, type MapEdge, type MapNode, type NetworkMap } from './map';
import { collapsed, contentsOf, counted, isLarge } from './collapsed';
import { focused, lanes } from './focused';
import { layered } from './layout/layered';
import type { PlacedMap } from './layout/placed';

/** One picture of a page. */
export interface View {
  /** Empty for the first. Others are those of a namespace, by its name. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly map: NetworkMap;
  readonly placed: PlacedMap;
  readonly centre?: string;
}

export interface ViewOptions {
  /** Finds places for the whole; `layered` where no engine is there. */
  readonly layout: (map: NetworkMap) => PlacedMap;
  /** One neighbourhood instead of everything. */
  readonly focus?: MapNode;
}

/** The pictures of a map: one of everything; above a size closed namespaces, and one of each that is opened. */
export function viewsOf(map: NetworkMap, { layout, focus }: ViewOptions): readonly View[] {
  if (focus !== undefined) {
    const { map: part, lanes: of, centre } = focused(map, focus);
    const title = `${focus.namespace === undefined ? '' : `${focus.namespace}/`}${focus.name} and its neighbours`;
    return [{ name: '', title, description: describe(part), map: part, placed: layered(part, { of, titles: lanes }), centre }];
  }
  if (!isLarge(map)) return [{ name: '', title: 'Everything', description: describe(map), map, placed: layout(map) }];
  const closed = collapsed(map);
  const first: View = { name: '', title: 'Namespaces', description: `${counted(services(map), 'Service')} are too many for one picture: namespaces are closed. ${describe(closed)}`, map: closed, placed: layout(closed) };
  return [first, ...[...aroundEach(map)].map(([name, part]): View => ({ name, title: `Namespace ${name}`, description: describe(part), map: part, placed: layered(part) }))];
}

function services({ nodes }: NetworkMap): number {
  return nodes.filter(({ kind }) => kind === 'service').length;
}

/** Each namespace open, with what it is connected to, closed. Of the map only what touches it is looked at: there may be hundreds. */
function aroundEach(map: NetworkMap): ReadonlyMap<string, NetworkMap> {
  const home = new Map([...map.nodes.map(({ id, namespace }) => [id, namespace] as const), ...map.boxes.map(({ name }) => [boxId(name), name] as const)]);
  const edges = new Map<string, MapEdge[]>(map.boxes.map(({ name }) => [name, []]));
  for (const edge of map.edges) for (const namespace of new Set([home.get(edge.from), home.get(edge.to)])) if (namespace !== undefined) edges.get(namespace)?.push(edge);
  const inside = new Map<string, MapNode[]>();
  const nodes = new Map(map.nodes.map(node => [node.id, node]));
  for (const node of map.nodes) if (node.namespace !== undefined) inside.set(node.namespace, [...(inside.get(node.namespace) ?? []), node]);
  const contents = contentsOf(map);
  const boxes = new Map(map.boxes.map(box => [box.name, box]));
  return new Map(map.boxes.map(({ name }) => {
    const own = edges.get(name) ?? [];
    const near = new Map([...(inside.get(name) ?? []), ...own.flatMap(({ from, to }) => [nodes.get(from), nodes.get(to)]).filter(node => node !== undefined)].map(node => [node.id, node]));
    const homes = new Set([name, ...own.flatMap(({ from, to }) => [home.get(from), home.get(to)]).filter(each => each !== undefined)]);
    const part: NetworkMap = { boxes: [...homes].sort().flatMap(each => boxes.get(each) ?? []), nodes: [...near.values()], edges: own };
    return [name, collapsed(part, new Set([name]), contents)];
  }));
}

/** What a picture shows, for whoever does not see it. */
function describe({ boxes, nodes, edges }: NetworkMap): string {
  const count = (kind: MapNode['kind']): number => nodes.filter(node => node.kind === kind).length;
  const blocked = edges.filter(({ status }) => status === 'blocked').length;
  const parts = [
    counted(boxes.length + count('namespace'), 'namespace'), counted(count('workload'), 'workload'), counted(count('service'), 'Service'), `${counted(count('entry'), 'way')} in`, `${count('external')} outside`,
    `${counted(edges.length, 'edge')}${blocked === 0 ? '' : `, ${blocked} of them blocked`}`,
  ];
  return `${parts.filter(part => !part.startsWith('0 ')).join(', ')}. A table of all edges follows.`;
}
