import { boxId, type MapNode, type NetworkMap } from './map';
import { collapsed, counted, isLarge } from './collapsed';
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
  return [first, ...map.boxes.map(({ name }): View => {
    const part = around(map, name);
    return { name, title: `Namespace ${name}`, description: describe(part), map: part, placed: layered(part) };
  })];
}

function services({ nodes }: NetworkMap): number {
  return nodes.filter(({ kind }) => kind === 'service').length;
}

/** One open namespace, with what it is connected to, closed. */
function around(map: NetworkMap, namespace: string): NetworkMap {
  const all = collapsed(map, new Set([namespace]));
  const own = new Set([boxId(namespace), ...all.nodes.filter(node => node.namespace === namespace).map(({ id }) => id)]);
  const edges = all.edges.filter(({ from, to }) => own.has(from) || own.has(to));
  const near = new Set([...own, ...edges.flatMap(({ from, to }) => [from, to])]);
  return { boxes: all.boxes, nodes: all.nodes.filter(({ id }) => near.has(id)), edges };
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
