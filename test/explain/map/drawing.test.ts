import { mapAsDot, mapAsMermaid } from '../../../lib/explain/map/draw/graph-texts';
import { page } from '../../../lib/explain/map/draw/page';
import { picture } from '../../../lib/explain/map/draw/picture';
import { graphFor, isTooDense, placedBy } from '../../../lib/explain/map/layout/graphviz';
import { layered } from '../../../lib/explain/map/layout/layered';
import { overlap, type PlacedMap, type Rectangle } from '../../../lib/explain/map/layout/placed';
import type { NetworkMap } from '../../../lib/explain/map/map';
import { networkMap } from '../../../lib/explain/map/network-map';
import { viewsOf } from '../../../lib/explain/map/views';
import { deployment, service } from '../../support/closed';
import { generatedMap } from '../../support/map-clusters';
import { manifest, worldOf } from '../../support/world';

interface Engine {
  readonly renderString: (graph: string, options: { readonly format: 'json0' }) => string;
}
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { instance } = require('@viz-js/viz') as { readonly instance: () => Promise<Engine> };
const layouts: readonly (readonly [string, () => Promise<(map: NetworkMap) => PlacedMap>])[] = [
  ['without an engine', () => Promise.resolve(layered)],
  ['by Graphviz', async () => {
    const engine = await instance();
    return map => placedBy(map, engine.renderString(graphFor(map), { format: 'json0' }));
  }],
];

const evil = '</title><script>alert("1")</script>';
const hostile = [
  deployment('web', { http: 8080 }, { labels: { note: evil } }), service('web', { http: [80, 8080] }),
  manifest('v1', 'Service', 'pay', { namespace: 'shop', spec: { type: 'ExternalName', externalName: `x"'><img src=x onerror=alert(1)>]|#;${evil}` } }),
];
const pageOf = (map: NetworkMap): string => page(map, viewsOf(map, { layout: layered }), { title: `Network of ${evil}`, hashOf: () => 'sha256-x', place: () => `${evil}.yaml:1`, command: () => `sealane trace ${evil}` });

test('names that would be markup are text everywhere', () => {
  const map = networkMap(worldOf(hostile));
  for (const text of [pageOf(map), picture(layered(map), { title: evil, description: evil })]) {
    expect(text.match(/<script/g) ?? []).toHaveLength(text.startsWith('<svg') ? 0 : 2);
    expect(text).not.toMatch(/<img|onerror=alert\(1\)>/);
    expect(text).not.toContain('alert("1")');
  }
});

test('Mermaid: every label is quoted, and nothing in it ends the quotes or the line', () => {
  const lines = mapAsMermaid(networkMap(worldOf([...hostile, ...generatedMap(2, 3)]))).trimEnd().split('\n');
  const text = String.raw`"(?:[^"<>#\x60|\\[\]{}()&]|#\d+;)*"`;
  const shape = new RegExp(`^(?:flowchart LR| +subgraph b\\d+ \\[${text}\\]| +end| +[ne]\\d+(?:\\(\\[|\\[\\[|\\[|\\()${text}(?:\\]\\)|\\]\\]|\\]|\\))| +[nb]\\d+ (?:-->|-\\.->)(?:\\|${text}\\|)? [nb]\\d+| +linkStyle \\d+ stroke:red)$`);
  expect(lines.filter(line => !shape.test(line))).toEqual([]);
  expect(lines.filter(line => line.includes('subgraph'))).toHaveLength(lines.filter(line => line === '  end').length);
});

test('DOT is read by Graphviz, whatever names are', async () => {
  const engine = await instance();
  expect(JSON.parse(engine.renderString(mapAsDot(networkMap(worldOf(hostile))), { format: 'json0' }))).toMatchObject({ name: 'map' });
});

test('many edges between few nodes are not for Graphviz, many nodes are', () => {
  const map = networkMap(worldOf(generatedMap(2, 4)));
  const [node, edge] = [map.nodes[0], map.edges[0]];
  const of = (nodes: number, edges: number): NetworkMap => ({ boxes: [], nodes: Array.from({ length: nodes }, () => node).filter(each => each !== undefined), edges: Array.from({ length: edges }, () => edge).filter(each => each !== undefined) });
  expect([of(20, 200), of(20, 201), of(200, 300), of(900, 601)].map(isTooDense)).toEqual([false, true, false, true]);
});

describe.each(layouts)('laid out %s', (_title, load) => {
  test.each([[3, 5], [5, 15]])('%i namespaces of %i Services: no label covers a node or another label', async (namespaces, services) => {
    const layout = await load();
    const map = networkMap(worldOf(generatedMap(namespaces, services)));
    const all = [...viewsOf(map, { layout }).map(({ placed }) => placed), ...(namespaces === 3 ? [layout(map)] : [])];
    for (const { nodes, edges, width, height } of all) {
      const labels = edges.flatMap(({ label, edge }) => (label === undefined ? [] : [{ name: edge.id, at: label }]));
      const taken = [...nodes.map(({ node, at }) => ({ name: node.id, at })), ...labels];
      expect(labels.length).toBeGreaterThan(0);
      expect(labels.flatMap(({ name, at }) => taken.filter(other => other.at !== at && overlap(at, other.at)).map(other => `${name} covers ${other.name}`))).toEqual([]);
      const out = ({ x, y, width: w, height: h }: Rectangle): boolean => x < 0 || y < 0 || x + w > width || y + h > height;
      expect(taken.filter(({ at }) => out(at)).map(({ name }) => name)).toEqual([]);
      expect(nodes.flatMap(({ at }, i) => nodes.slice(i + 1).filter(other => overlap(at, other.at)))).toEqual([]);
    }
  }, 30_000);

  test('boxes hold what is in them, and nothing else', async () => {
    const layout = await load();
    const { boxes, nodes } = layout(networkMap(worldOf(generatedMap(3, 4))));
    for (const { box, at } of boxes) {
      for (const each of nodes) {
        const inside = each.at.x >= at.x && each.at.y >= at.y && each.at.x + each.at.width <= at.x + at.width && each.at.y + each.at.height <= at.y + at.height;
        expect([each.node.id, inside, overlap(each.at, at)]).toEqual([each.node.id, each.node.namespace === box.name, each.node.namespace === box.name]);
      }
    }
  });

  test('the same map is the same bytes', async () => {
    const layout = await load();
    const draw = (): string => picture(layout(networkMap(worldOf(generatedMap(2, 4)))), { title: 't', description: 'd' });
    expect(draw()).toBe(draw());
  });
});
