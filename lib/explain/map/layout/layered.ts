import { boxId, type MapBox, type MapEdge, type MapNode, type NetworkMap } from '../map';
import { columnsOf, ordered } from './columns';
import { spreadLabels } from './labels';
import { labelSize, nodeSize, titleHeight, titleWidth, type PlacedEdge, type PlacedMap, type Point, type Rectangle } from './placed';

const gap = 14;
const margin = 16;
const padding = 14;

/** Columns that somebody chose, with their titles. */
export interface Lanes {
  readonly of: ReadonlyMap<string, number>;
  readonly titles: readonly string[];
}

/**
 * A picture without any engine: columns from left to right, and a band for each namespace. It costs next to nothing and is the same everywhere; edges cross more often
 * than Graphviz would have them.
 */
export function layered(map: NetworkMap, lanes?: Lanes): PlacedMap {
  const column = lanes?.of ?? columnsOf(map);
  const free = map.nodes.filter(({ namespace }) => namespace === undefined || !map.boxes.some(({ name }) => name === namespace));
  const boxed = map.boxes.map(box => ({ box, nodes: map.nodes.filter(({ namespace }) => namespace === box.name) }));
  const bands = ordered([...boxed.map(({ nodes }) => nodes), free], column, map.edges);
  const used = [...new Set([...column.values()])].sort((a, b) => a - b);
  const widths = new Map(used.map(at => [at, Math.max(90, ...map.nodes.filter(({ id }) => column.get(id) === at).map(node => nodeSize(node).width))]));
  const labels = Math.max(40, ...map.edges.map(edge => labelSize(edge)?.width ?? 0));
  const between = Math.min(labels + 50, 260);
  const left = new Map<number, number>();
  let x = margin + padding;
  for (const at of used) {
    left.set(at, x);
    x += (widths.get(at) ?? 0) + between;
  }
  const width = x - between + padding + margin;
  const nodes: { readonly node: MapNode; readonly at: Rectangle }[] = [];
  const boxes: { readonly box: MapBox; readonly at: Rectangle }[] = [];
  let y = margin + (lanes === undefined ? 0 : titleHeight);
  const neighbours = neighboursOf(map);
  const stack = (band: readonly MapNode[], top: number): number => {
    const columns = [...groupedBy(band, ({ id }) => column.get(id) ?? 0)].map(([at, own]) => ({ at, own, height: own.reduce((sum, node) => sum + nodeSize(node).height + gap, -gap) })).sort((a, b) => b.height - a.height || a.at - b.at);
    const height = Math.max(24, ...columns.map(each => each.height));
    const centres = new Map<string, number>();
    // The highest column first; nodes of the others stand beside what they are connected to.
    for (const { at, own, height: needed } of columns) {
      const tops = spread(own, top, height, top + (height - needed) / 2, id => mean((neighbours.get(id) ?? []).flatMap(other => centres.get(other) ?? [])));
      own.forEach((node, i) => {
        const size = nodeSize(node);
        const y0 = tops[i] ?? top;
        centres.set(node.id, y0 + size.height / 2);
        nodes.push({ node, at: { x: (left.get(at) ?? margin) + ((widths.get(at) ?? size.width) - size.width) / 2, y: y0, ...size } });
      });
    }
    return height;
  };
  boxed.forEach(({ box }, i) => {
    const band = bands[i] ?? [];
    const top = y + titleHeight;
    const first = nodes.length;
    const height = stack(band, top);
    const inside = nodes.slice(first).map(({ at }) => at);
    const from = Math.min(...inside.map(at => at.x), margin + padding + (inside.length === 0 ? 0 : width));
    const to = Math.max(...inside.map(at => at.x + at.width), from + titleWidth(box) - 2 * padding);
    boxes.push({ box, at: { x: from - padding, y, width: to - from + 2 * padding, height: titleHeight + height + padding } });
    y = top + height + padding + gap * 2;
  });
  const alone = bands[boxed.length] ?? [];
  // Where there are boxes, what is outside stands beside them.
  const height = boxed.length === 0 ? y + stack(alone, y) + margin : beside(alone);
  function beside(band: readonly MapNode[]): number {
    const reached = stack(band, margin + titleHeight) + margin + titleHeight;
    return Math.max(reached, y - gap * 2) + margin;
  }
  const ends = new Map([...nodes.map(({ node, at }) => [node.id, at] as const), ...boxes.map(({ box, at }) => [boxId(box.name), at] as const)]);
  const edges = spreadLabels(map.edges.flatMap(edge => route(edge, ends)), [...nodes.map(({ at }) => at), ...boxes.map(({ at }) => ({ ...at, height: titleHeight }))]).map(through);
  const titles = lanes === undefined ? [] : used.flatMap(at => ({ text: lanes.titles[at] ?? '', x: left.get(at) ?? 0 }));
  const lowest = Math.max(height, ...edges.map(({ label }) => (label === undefined ? 0 : label.y + label.height + margin)));
  const furthest = Math.max(width, ...edges.flatMap(({ label, points }) => [...(label === undefined ? [] : [label.x + label.width + margin]), ...points.map(point => point.x + margin)]));
  return { width: furthest, height: lowest, boxes, nodes, edges, titles };
}

function neighboursOf({ edges }: NetworkMap): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { from, to } of edges) {
    for (const [one, other] of [[from, to], [to, from]] as const) {
      const present = found.get(one);
      if (present === undefined) found.set(one, [other]);
      else present.push(other);
    }
  }
  return found;
}

function groupedBy(nodes: readonly MapNode[], keyOf: (node: MapNode) => number): ReadonlyMap<number, readonly MapNode[]> {
  const found = new Map<number, MapNode[]>();
  for (const node of nodes) found.set(keyOf(node), [...(found.get(keyOf(node)) ?? []), node]);
  return found;
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Tops of the nodes of a column, in their order: each as near as it can be to the middle that it wants, all within a height. */
function spread(nodes: readonly MapNode[], top: number, height: number, start: number, wanted: (id: string) => number | undefined): readonly number[] {
  const tops: number[] = [];
  let free = top;
  nodes.forEach((node, i) => {
    const size = nodeSize(node).height;
    const middle = wanted(node.id);
    const at = Math.max(free, middle === undefined ? (i === 0 ? start : free) : middle - size / 2);
    tops.push(at);
    free = at + size + gap;
  });
  let limit = top + height;
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    const size = node === undefined ? 0 : nodeSize(node).height;
    const at = Math.min(tops[i] ?? top, limit - size);
    tops[i] = at;
    limit = at - gap;
  }
  return tops;
}

/** From side to side; between two of one column it goes around on the right. */
function route(edge: MapEdge, ends: ReadonlyMap<string, Rectangle>): readonly PlacedEdge[] {
  const [from, to] = [ends.get(edge.from), ends.get(edge.to)];
  if (from === undefined || to === undefined) return [];
  const size = labelSize(edge);
  const forward = from.x + from.width <= to.x;
  const back = to.x + to.width <= from.x;
  const start: Point = { x: back ? from.x : from.x + from.width, y: from.y + from.height / 2 };
  const end: Point = { x: forward ? to.x : to.x + to.width, y: to.y + to.height / 2 };
  const centre = forward ? end.x - 26 - (size?.width ?? 0) / 2 : back ? end.x + 26 + (size?.width ?? 0) / 2 : Math.max(start.x, end.x) + 24 + (size?.width ?? 0) / 2;
  // Beside the target, where edges are furthest apart.
  const height = forward || back ? start.y + (end.y - start.y) * 0.8 : (start.y + end.y) / 2;
  const label = size === undefined ? undefined : { x: centre - size.width / 2, y: height - size.height / 2, ...size };
  return [{ edge, points: forward || back || label !== undefined ? [start, end] : [start, { x: centre, y: start.y }, { x: centre, y: end.y }, end], label }];
}

/** The curve leads through its label, wherever that went. */
function through(placed: PlacedEdge): PlacedEdge {
  const { points, label } = placed;
  const [start, end] = [points[0], points[points.length - 1]];
  if (start === undefined || end === undefined || points.length > 2) return placed;
  if (label === undefined) return { ...placed, points: curve(start, end) };
  const middle = label.y + label.height / 2;
  const forward = start.x < end.x && label.x >= start.x;
  const back = end.x < start.x && label.x + label.width <= start.x;
  const near: Point = { x: back ? label.x + label.width : label.x, y: middle };
  const far: Point = { x: back ? label.x : label.x + label.width, y: middle };
  if (!forward && !back) return { ...placed, points: [start, { x: near.x + label.width / 2, y: start.y }, { x: near.x + label.width / 2, y: start.y }, { x: near.x + label.width / 2, y: middle }, { x: near.x + label.width / 2, y: end.y }, { x: near.x + label.width / 2, y: end.y }, end] };
  const [, a, b] = curve(start, near);
  const [, c, d] = curve(far, end);
  if (a === undefined || b === undefined || c === undefined || d === undefined) return placed;
  return { ...placed, points: [start, a, b, near, near, far, far, c, d, end] };
}

function curve(from: Point, to: Point): readonly Point[] {
  const half = (to.x - from.x) / 2;
  return [from, { x: from.x + half, y: from.y }, { x: to.x - half, y: to.y }, to];
}
