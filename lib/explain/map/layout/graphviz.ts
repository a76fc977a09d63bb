import { isObject, type JsonObject } from '../../../model/json';
import { boxId, type MapEdge, type NetworkMap } from '../map';
import { spreadLabels } from './labels';
import { labelSize, nodeSize, titleHeight, titleWidth, type PlacedEdge, type PlacedMap, type Point, type Rectangle } from './placed';

/** Whether Graphviz takes longer than somebody waits: its cost is that of many edges between few nodes. */
export function isTooDense({ nodes, edges }: NetworkMap): boolean {
  return edges.length > 600 || (edges.length > 200 && edges.length > 2 * nodes.length);
}

/** The map as a question to Graphviz: sizes alone, what is written on it does not matter. */
export function graphFor(map: NetworkMap): string {
  const names = namesIn(map);
  const lines = ['digraph map {', 'rankdir=LR; newrank=true; compound=true; nodesep=0.2; ranksep=0.35; node [shape=box, fixedsize=true, label=""]; edge [arrowhead=none];'];
  // Long searches for the last crossing are for few edges.
  if (map.edges.length > 80) lines.push('nslimit=2; nslimit1=2; mclimit=0.5;');
  const node = (id: string): string | undefined => {
    const found = map.nodes.find(each => each.id === id);
    if (found === undefined) return undefined;
    const { width, height } = nodeSize(found);
    return `${names.get(id) ?? ''} [width=${inches(width)}, height=${inches(height)}];`;
  };
  map.boxes.forEach((box, i) => {
    const inside = map.nodes.filter(({ namespace }) => namespace === box.name);
    lines.push(`subgraph cluster_${i} { margin=14; labeljust=l; label=${blank(titleWidth(box), titleHeight - 8)};`, ...inside.flatMap(({ id }) => node(id) ?? []), ...(inside.length === 0 ? [`empty${i} [width=1.4, height=0.3];`] : []), '}');
  });
  const boxed = new Set(map.boxes.map(({ name }) => name));
  for (const { id, namespace } of map.nodes) if (namespace === undefined || !boxed.has(namespace)) lines.push(node(id) ?? '');
  lines.push(...sides(map, names));
  map.edges.forEach((edge, i) => lines.push(edgeLine(map, edge, i, names)));
  return `${[...lines, '}'].join('\n')}\n`;
}

/** What comes in stands at the left, what leaves at the right: in line with a point that everything leads from, or to. */
function sides({ nodes, edges }: NetworkMap, names: ReadonlyMap<string, string>): readonly string[] {
  const inner = nodes.filter(({ kind }) => kind !== 'entry' && kind !== 'external');
  const traffic = edges.filter(({ layer }) => layer === 'traffic');
  const [targets, sources] = [new Set(traffic.map(({ to }) => to)), new Set(traffic.map(({ from }) => from))];
  const line = (kind: 'entry' | 'external', point: string, ends: readonly string[]): readonly string[] => {
    const found = nodes.filter(each => each.kind === kind);
    if (found.length === 0) return [];
    return [`${point} [width=0.01, height=0.01, style=invis];`, `{ rank=same; ${point}; ${found.map(({ id }) => names.get(id) ?? '').join('; ')}; }`, ...ends.map(end => `${end} [style=invis, weight=0];`)];
  };
  return [
    ...line('entry', 'left', inner.filter(({ id }) => !targets.has(id)).map(({ id }) => `left -> ${names.get(id) ?? ''}`)),
    ...line('external', 'right', inner.filter(({ id }) => !sources.has(id)).map(({ id }) => `${names.get(id) ?? ''} -> right`)),
  ];
}

function namesIn({ nodes }: NetworkMap): ReadonlyMap<string, string> {
  return new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
}

function blank(width: number, height: number): string {
  return `<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="${width}" HEIGHT="${height}"><TR><TD></TD></TR></TABLE>>`;
}

function inches(pixels: number): string {
  return (pixels / 72).toFixed(3);
}

function edgeLine(map: NetworkMap, edge: MapEdge, index: number, names: ReadonlyMap<string, string>): string {
  const size = labelSize(edge);
  const end = (id: string, side: 'ltail' | 'lhead'): readonly [name: string, attribute: string | undefined] => {
    const own = names.get(id);
    if (own !== undefined) return [own, undefined];
    const box = map.boxes.findIndex(({ name }) => boxId(name) === id);
    const inside = map.nodes.filter(({ namespace }) => namespace === map.boxes[box]?.name);
    const middle = inside[Math.floor(inside.length / 2)];
    return [middle === undefined ? `empty${box}` : (names.get(middle.id) ?? ''), `${side}=cluster_${box}`];
  };
  const [[tail, tailBox], [head, headBox]] = [end(edge.from, 'ltail'), end(edge.to, 'lhead')];
  const attributes = [`id=e${index}`, ...(tailBox === undefined ? [] : [tailBox]), ...(headBox === undefined ? [] : [headBox]), ...(size === undefined ? [] : [`label=${blank(size.width, size.height)}`]), ...(edge.layer === 'platform' ? ['constraint=false'] : [])];
  return `${tail} -> ${head} [${attributes.join(', ')}];`;
}

/**
 * Places from what Graphviz answers.
 *
 * @param json its output in format `json0`
 */
export function placedBy(map: NetworkMap, json: string): PlacedMap {
  const answer: unknown = JSON.parse(json);
  if (!isObject(answer)) throw new Error('Graphviz answered something else than a drawing');
  const [, , width = 0, height = 0] = numbers(answer['bb']);
  const margin = 16;
  const flip = ({ x, y }: Point): Point => ({ x: x + margin, y: height - y + margin });
  const objects = listOf(answer['objects']);
  const byName = new Map(objects.map(object => [String(object['name']), object]));
  const nodes = map.nodes.map((node, i) => {
    const [x = 0, y = 0] = numbers(byName.get(`n${i}`)?.['pos']);
    const size = nodeSize(node);
    const centre = flip({ x, y });
    return { node, at: { x: centre.x - size.width / 2, y: centre.y - size.height / 2, ...size } };
  });
  const boxes = map.boxes.map((box, i) => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers(byName.get(`cluster_${i}`)?.['bb']);
    const corner = flip({ x: x1, y: y2 });
    return { box, at: { ...corner, width: x2 - x1, height: y2 - y1 } };
  });
  const drawn = new Map(listOf(answer['edges']).map(edge => [String(edge['id']), edge]));
  const edges = map.edges.flatMap((edge, i): readonly PlacedEdge[] => {
    const found = drawn.get(`e${i}`);
    const way = found?.['pos'];
    const points = numbers(typeof way === 'string' ? way.replace(/[es],[^ ]+ /g, '').replaceAll(' ', ',') : undefined);
    if (points.length < 8) return [];
    const size = labelSize(edge);
    const [lx, ly] = numbers(found?.['lp']);
    const middle = lx === undefined || ly === undefined ? undefined : flip({ x: lx, y: ly });
    return [{ edge, points: pairs(points).map(flip), label: size === undefined || middle === undefined ? undefined : { x: middle.x - size.width / 2, y: middle.y - size.height / 2, ...size } }];
  });
  const taken: readonly Rectangle[] = [...nodes.map(({ at }) => at), ...boxes.map(({ at }) => ({ ...at, height: titleHeight - 4 }))];
  return { width: width + 2 * margin, height: height + 2 * margin, boxes, nodes, edges: spreadLabels(edges, taken), titles: [] };
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function numbers(value: unknown): readonly number[] {
  return typeof value === 'string' ? value.split(',').map(Number).filter(Number.isFinite) : [];
}

function pairs(flat: readonly number[]): readonly Point[] {
  return flat.flatMap((x, i) => (i % 2 === 0 ? [{ x, y: flat[i + 1] ?? 0 }] : []));
}
