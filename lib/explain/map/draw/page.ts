import type { Place } from '../../connection-sentences';
import { boxId, type MapEdge, type NetworkMap } from '../map';
import type { View } from '../views';
import { escaped, jsonInScript } from './escape';
import { pageScript } from './page-script';
import { picture } from './picture';
import { pageStyle } from './style';
import { edgeSentence, nameOfEnd, statusText, verbOf, wireText } from './words';

export interface PageOptions {
  readonly title: string;
  /** `sha256-…` of a text, for the policy of the page: nothing runs in it but its own script. */
  readonly hashOf: (text: string) => string;
  readonly place: Place;
  /** The command that follows an edge. */
  readonly command: (edge: MapEdge) => string | undefined;
  /** What it prints, where it was followed. */
  readonly trace?: (edge: MapEdge) => string | undefined;
}

/**
 * A page that stands alone: pictures as SVG, a table of all edges, and a little script. It asks for nothing from anywhere; without its script everything but filters
 * is there.
 */
export function page(map: NetworkMap, views: readonly View[], options: PageOptions): string {
  const { title, hashOf } = options;
  const numbers = numbered(map, views);
  const numberOf = ({ id }: MapEdge): number => numbers.get(id)?.number ?? 0;
  const name = nameOfEnd(map);
  const policy = `default-src 'none'; style-src '${hashOf(pageStyle)}'; script-src '${hashOf(pageScript)}'; base-uri 'none'; form-action 'none'`;
  const namespaces = map.boxes.map(({ name: own }) => own);
  return [
    '<!doctype html>', '<html lang="en">', '<head>', '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">', `<title>${escaped(title)}</title>`, `<style>${pageStyle}</style>`, '</head>', '<body>',
    '<a class="skip" href="#edges">Skip to the table of edges</a>',
    `<header><h1>${escaped(title)}</h1>`,
    '<div class="tools" role="search" data-script hidden>',
    '<label>Filter <input id="filter" type="search" autocomplete="off" placeholder="web 8080 blocked"></label>',
    `<label>Namespace <select id="namespace"><option value="">all</option>${namespaces.map(own => `<option>${escaped(own)}</option>`).join('')}</select></label>`,
    '<label><input id="platform" type="checkbox"> DNS, metrics, control plane</label>',
    '<label><input id="fit" type="checkbox"> Fit to width</label>',
    '<button id="reset" type="button">Clear (Esc)</button>', '<button id="back" type="button" hidden>Back to all namespaces</button>', '<span id="count" role="status"></span>', '</div></header>',
    '<main>',
    ...views.map((view, i) => viewOf(view, i, numberOf)),
    `<p class="legend">${legend(map)}</p>`,
    '<div id="detail" class="detail" tabindex="-1" role="region" aria-live="polite" aria-label="Chosen edge"></div>',
    '<h2 id="edges">Edges</h2>', tableOf(map, name, numberOf), '</main>',
    `<script type="application/json" id="data">${jsonInScript({ edges: detailsOf(map, numbers, name, options) })}</script>`,
    `<script>${pageScript}</script>`, '</body>', '</html>', '',
  ].join('\n');
}

interface Numbered {
  readonly number: number;
  readonly edge: MapEdge;
  readonly name: (id: string) => string;
}

/** Edges of the map in their order, then those that stand for several of them. */
function numbered(map: NetworkMap, views: readonly View[]): ReadonlyMap<string, Numbered> {
  const all = new Map<string, Numbered>();
  const put = (part: NetworkMap): void => {
    const name = nameOfEnd(part);
    for (const edge of part.edges) if (!all.has(edge.id)) all.set(edge.id, { number: all.size, edge, name });
  };
  put(map);
  for (const view of views) put(view.map);
  return all;
}

function viewOf({ name, title, description, placed, centre }: View, index: number, numberOf: (edge: MapEdge) => number): string {
  return [
    `<section class="view" data-view="${escaped(name)}"${index === 0 ? '' : ' hidden'} aria-label="${escaped(title)}"><h2>${escaped(title)}</h2><p class="legend">${escaped(description)}</p>`,
    `<div class="paper" tabindex="0" aria-label="${escaped(`Picture: ${title}`)}" role="region">`, picture(placed, { title, description, inPage: true, prefix: `v${index}`, numberOf, ...(centre === undefined ? {} : { centre }) }), '</div></section>',
  ].join('\n');
}

function legend({ edges, nodes }: NetworkMap): string {
  const has = (test: (edge: MapEdge) => boolean): boolean => edges.some(test);
  return [
    'Purple: routed. Dotted: pods of a Service.', 'A number with % is a share of requests.',
    ...(has(({ wire }) => wire !== undefined) ? ['A closed lock: mutual TLS or TLS; an open one: plaintext.'] : []),
    ...(has(({ status }) => status === 'blocked') ? ['Red and dashed: blocked.'] : []), ...(has(({ status }) => status === 'half') ? ['Grey and dashed: admitted at one end only, or not settled.'] : []),
    ...(has(({ change }) => change !== undefined) || nodes.some(({ change }) => change !== undefined) ? ['+ and green: gained; − and red: lost.'] : []),
    'Choose an edge to see what it rests on, a node to see its neighbours; Escape clears.',
  ].join(' ');
}

function tableOf({ edges }: NetworkMap, name: (id: string) => string, numberOf: (edge: MapEdge) => number): string {
  const changes = edges.some(({ change }) => change !== undefined);
  const heads = ['From', 'How', 'To', 'Port or share', 'State', 'On the wire', 'Layer', ...(changes ? ['Change'] : [])];
  const row = (edge: MapEdge): string => {
    const classes = [edge.status, ...(edge.layer === 'platform' ? ['platform'] : []), ...(edge.change === undefined ? [] : [edge.change])].join(' ');
    const cells = [escaped(name(edge.from)), `<button type="button">${verbOf(edge)}</button>`, escaped(name(edge.to)), escaped(edge.label)].map(cell => `<td>${cell}</td>`);
    return `<tr class="${classes}" data-edge="${numberOf(edge)}">${cells.join('')}<td class="status">${statusText(edge)}</td><td>${wireText(edge)}</td><td>${edge.layer}</td>${changes ? `<td class="change">${edge.change === undefined ? '' : edge.change === 'gained' ? '+ gained' : '− lost'}</td>` : ''}</tr>`;
  };
  return [`<div class="wide"><table><caption>Every edge, also those that the picture leaves out</caption>`, `<thead><tr>${heads.map(head => `<th scope="col"><button type="button">${head}</button></th>`).join('')}</tr></thead>`, `<tbody>${edges.map(row).join('\n')}</tbody></table></div>`].join('\n');
}

function detailsOf(map: NetworkMap, numbers: ReadonlyMap<string, Numbered>, names: (id: string) => string, { place, command, trace }: PageOptions): readonly object[] {
  const within = new Map(map.nodes.map(({ id, namespace }) => [id, namespace]));
  const spaceOf = (id: string): readonly string[] => {
    const own = id.startsWith(boxId('')) ? id.slice(boxId('').length) : within.get(id);
    return own === undefined ? [] : [own];
  };
  return [...numbers.values()].map(({ edge, name }) => {
    const traced = edge.of === undefined ? trace?.(edge) : undefined;
    const asked = command(edge);
    return {
      title: edgeSentence(edge, edge.of === undefined ? names : name),
      facts: edge.facts.map(({ text, object, path }) => {
        const at = object === undefined ? undefined : place(object.source, path ?? []);
        return at === undefined ? text : `${text} (${at})`;
      }),
      spaces: [...new Set([...spaceOf(edge.from), ...spaceOf(edge.to)])], ends: [edge.from, edge.to],
      ...(edge.of === undefined ? {} : { of: edge.of.flatMap(id => numbers.get(id)?.number ?? []) }),
      ...(traced === undefined ? {} : { trace: traced }), ...(asked === undefined ? {} : { command: asked }),
    };
  });
}
