import { boxId, type MapEdge, type NetworkMap } from '../map';
import { nodeName, statusText, wireText } from './words';

const signs = { gained: '+ ', lost: '− ' } as const;

function labelText(edge: MapEdge): string {
  const { label, status, change } = edge;
  return `${change === undefined ? '' : signs[change]}${[label, wireText(edge), ...(status === 'open' ? [] : [statusText(edge)])].filter(part => part !== '').join(', ')}`;
}

/** Only what is there without the layer of DNS, metrics and the control plane. */
function traffic({ edges }: NetworkMap): readonly MapEdge[] {
  return edges.filter(({ layer }) => layer === 'traffic');
}

/** Graphviz. */
export function mapAsDot(map: NetworkMap): string {
  const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', ' ')}"`;
  const shapes = { entry: 'cds', workload: 'box', service: 'component', external: 'ellipse', namespace: 'folder' } as const;
  const node = ({ id, kind, name, detail, badges }: NetworkMap['nodes'][number]): string => `  ${quoted(id)} [shape=${shapes[kind]}, label=${quoted(name)}, tooltip=${quoted([detail, ...badges.map(({ text }) => text)].join('; '))}];`;
  const anchors = anchored(map);
  const end = (id: string): string => quoted(anchors.get(id) ?? id);
  return [
    'digraph map {', '  rankdir=LR; compound=true; node [fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];',
    ...map.boxes.flatMap(({ name, badges }, i) => [
      `  subgraph cluster_${i} {`, `    label=${quoted([name, ...badges.map(({ text }) => text)].join(' - '))};`,
      ...map.nodes.filter(({ namespace }) => namespace === name).map(each => `  ${node(each)}`), ...(anchors.get(boxId(name)) === boxId(name) ? [`    ${quoted(boxId(name))} [shape=point, style=invis];`] : []), '  }',
    ]),
    ...map.nodes.filter(({ namespace }) => namespace === undefined || !map.boxes.some(({ name }) => name === namespace)).map(node),
    ...traffic(map).map(edge => {
      const [tail, head] = [edge.from, edge.to].map(id => map.boxes.findIndex(({ name }) => boxId(name) === id));
      const attributes = [`label=${quoted(labelText(edge))}`, ...(edge.status === 'open' ? [] : ['style=dashed']), ...(edge.status === 'blocked' ? ['color=red'] : []), ...(tail === undefined || tail < 0 ? [] : [`ltail=cluster_${tail}`]), ...(head === undefined || head < 0 ? [] : [`lhead=cluster_${head}`])];
      return `  ${end(edge.from)} -> ${end(edge.to)} [${attributes.join(', ')}];`;
    }),
    '}', '',
  ].join('\n');
}

/** A node in each box, for edges that mean the box. */
function anchored({ boxes, nodes }: NetworkMap): ReadonlyMap<string, string> {
  return new Map(boxes.map(({ name }) => [boxId(name), nodes.find(({ namespace }) => namespace === name)?.id ?? boxId(name)]));
}

/** Mermaid, which draws in pull requests. Ids are numbers; every other text is quoted, with entities for what would end it. */
export function mapAsMermaid(map: NetworkMap): string {
  const quoted = (text: string): string => `"${text.replace(/[&"<>#`|\\[\]{}()]/g, sign => `#${sign.codePointAt(0) ?? 0};`).replace(/\s+/g, ' ')}"`;
  const ids = new Map([...map.nodes.map(({ id }, i) => [id, `n${i}`] as const), ...map.boxes.map(({ name }, i) => [boxId(name), `b${i}`] as const)]);
  const shapes = { entry: ['([', '])'], workload: ['[', ']'], service: ['[[', ']]'], external: ['(', ')'], namespace: ['[', ']'] } as const;
  const node = (each: NetworkMap['nodes'][number]): string => {
    const [open, close] = shapes[each.kind];
    const badges = each.badges.map(({ text }) => text).join(', ');
    return `${ids.get(each.id) ?? ''}${open}${quoted(`${each.kind === 'namespace' ? nodeName(each) : each.name}${badges === '' ? '' : ` (${badges})`}`)}${close}`;
  };
  const edges = traffic(map).filter(({ from, to }) => ids.has(from) && ids.has(to));
  return [
    'flowchart LR',
    ...map.boxes.flatMap(({ name }, i) => {
      const inside = map.nodes.filter(({ namespace }) => namespace === name);
      // Mermaid refuses a subgraph without anything in it as the end of an edge.
      return [`  subgraph b${i} [${quoted(name)}]`, ...(inside.length === 0 ? [`    e${i}[" "]`] : inside.map(each => `    ${node(each)}`)), '  end'];
    }),
    ...map.nodes.filter(({ namespace }) => namespace === undefined || !map.boxes.some(({ name }) => name === namespace)).map(each => `  ${node(each)}`),
    ...edges.map(edge => {
      const label = labelText(edge);
      return `  ${ids.get(edge.from) ?? ''} ${edge.status === 'open' ? '-->' : '-.->'}${label === '' ? '' : `|${quoted(label)}|`} ${ids.get(edge.to) ?? ''}`;
    }),
    ...edges.flatMap(({ status }, i) => (status === 'blocked' ? [`  linkStyle ${i} stroke:red`] : [])),
    '',
  ].join('\n');
}
