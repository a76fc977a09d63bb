import { badgeWidth, nodePadding, shown, textWidth, type PlacedEdge, type PlacedMap, type Point, type Rectangle } from '../layout/placed';
import type { Badge, MapBox, MapEdge, MapNode } from '../map';
import { escaped } from './escape';
import { pictureStyle } from './style';
import { edgeSentence, nameOfEnd, nodeName } from './words';

export interface PictureOptions {
  /** Names the picture for whoever hears it. */
  readonly title: string;
  readonly description: string;
  /** Identities of edges and nodes as attributes, and the style left out: a page has both. @default false */
  readonly inPage?: boolean;
  /** Before ids of elements, so that several pictures stand in one page. @default '' */
  readonly prefix?: string;
  /** The node that it is about. */
  readonly centre?: string;
  /** Numbers of edges in the page. */
  readonly numberOf?: (edge: MapEdge) => number;
}

/** SVG of a map. Lines lie below nodes, and labels above everything, each on a ground of its own. */
export function picture(placed: PlacedMap, options: PictureOptions): string {
  const { title, description, inPage = false, prefix = '', centre, numberOf = () => 0 } = options;
  const [width, height] = [Math.ceil(placed.width), Math.ceil(placed.height)];
  const name = nameOfEnd({ boxes: [], nodes: placed.nodes.map(({ node }) => node), edges: [] });
  const quiet = platformOnly(placed);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="map" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="${inPage ? 'group' : 'img'}" aria-labelledby="${prefix}title ${prefix}desc">`,
    `<title id="${prefix}title">${escaped(title)}</title><desc id="${prefix}desc">${escaped(description)}</desc>`,
    ...(inPage ? [] : [`<style>${pictureStyle}</style>`]),
    ...placed.titles.map(({ text, x }) => `<text class="title" x="${round(x)}" y="20">${escaped(text)}</text>`),
    ...placed.boxes.map(({ box, at }) => boxOf(box, at)),
    ...placed.edges.map(each => edgeOf(each, name, inPage, numberOf)),
    ...placed.nodes.map(({ node, at }) => nodeOf(node, at, { inPage, centre: node.id === centre, quiet: quiet.has(node.id) })),
    ...placed.edges.map(each => labelOf(each, inPage, numberOf)),
    '</svg>',
  ].filter(line => line !== '').join('\n');
}

/** Services and entries that only the platform uses go with it. */
function platformOnly({ nodes, edges }: PlacedMap): ReadonlySet<string> {
  const [some, more] = [new Set<string>(), new Set<string>()];
  for (const { edge: { from, to, layer } } of edges) for (const id of [from, to]) (layer === 'platform' ? some : more).add(id);
  return new Set(nodes.filter(({ node: { id, kind } }) => (kind === 'service' || kind === 'entry' || kind === 'external') && some.has(id) && !more.has(id)).map(({ node }) => node.id));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function boxOf({ name, badges, change }: MapBox, { x, y, width, height }: Rectangle): string {
  const sentence = [`namespace ${name}`, ...badges.map(({ text, title }) => `${text}: ${title}`), ...(change === undefined ? [] : [change])].join('; ');
  const mark = change === undefined ? '' : `${signs[change]} `;
  return [
    `<g class="box${change === undefined ? '' : ` ${change}`}" data-box="${escaped(name)}"><title>${escaped(sentence)}</title><rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="8"/>`,
    `<text x="${round(x + 10)}" y="${round(y + 17)}">${escaped(`${mark}${shown(name)}`)}</text>`, badgesOf(badges, x + 16 + textWidth(`${mark}${name}`, 14), y + 4.5), '</g>',
  ].join('');
}

function nodeOf(node: MapNode, { x, y, width, height }: Rectangle, { inPage, centre, quiet }: { readonly inPage: boolean; readonly centre: boolean; readonly quiet: boolean }): string {
  const sentence = [`${node.detail} ${nodeName(node)}`, ...node.badges.map(({ text, title }) => `${text}: ${title}`), ...(node.change === undefined ? [] : [node.change])].join('; ');
  const classes = ['node', node.kind, ...(centre ? ['centre'] : []), ...(quiet ? ['platform'] : []), ...(node.change === undefined ? [] : [node.change])].join(' ');
  const interactive = inPage ? ` tabindex="0" role="button" aria-pressed="false" data-node="${escaped(node.id)}" data-namespace="${escaped(node.namespace ?? (node.kind === 'namespace' ? node.name : ''))}" aria-label="${escaped(sentence)}"` : '';
  const left = x + nodePadding;
  const mark = node.change === undefined ? '' : `${signs[node.change]} `;
  return [
    `<g class="${classes}"${interactive}><title>${escaped(sentence)}</title><rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${node.kind === 'entry' || node.kind === 'external' ? 16 : node.kind === 'service' ? 3 : 6}"/>`,
    `<text class="name" x="${round(left)}" y="${round(y + 18)}">${escaped(`${mark}${shown(node.name)}`)}</text><text class="detail" x="${round(left)}" y="${round(y + 33)}">${escaped(shown(node.detail))}</text>`,
    badgesOf(node.badges, left, y + 38), '</g>',
  ].join('');
}

function badgesOf(badges: readonly Badge[], left: number, top: number): string {
  let x = left;
  return badges.map(({ text, tone }) => {
    const width = badgeWidth(text);
    const mark = `<g class="badge ${tone}"><rect x="${round(x)}" y="${round(top)}" width="${width}" height="16" rx="8"/><text x="${round(x + 5)}" y="${round(top + 11.5)}">${escaped(text)}</text></g>`;
    x += width + 4;
    return mark;
  }).join('');
}

function classesOf({ kind, status, wire, layer, change }: MapEdge): string {
  return [kind, status, ...(wire === undefined ? [] : [wire]), ...(layer === 'platform' ? ['platform'] : []), ...(change === undefined ? [] : [change])].join(' ');
}

function edgeOf({ edge, points }: PlacedEdge, name: (id: string) => string, inPage: boolean, numberOf: (edge: MapEdge) => number): string {
  const sentence = edgeSentence(edge, name);
  const way = pathOf(points);
  const interactive = inPage ? ` tabindex="0" role="button" data-edge="${numberOf(edge)}" data-from="${escaped(edge.from)}" data-to="${escaped(edge.to)}" aria-label="${escaped(sentence)}"` : '';
  return `<g class="edge ${classesOf(edge)}"${interactive}><title>${escaped(sentence)}</title><path class="line" d="${way}"/>${tipOf(points)}${inPage ? `<path class="hit" d="${way}"/>` : ''}</g>`;
}

function pathOf(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (start === undefined) return '';
  return `M${round(start.x)} ${round(start.y)}${rest.map(({ x, y }, i) => `${i % 3 === 0 ? 'C' : ' '}${round(x)} ${round(y)}`).join('')}`;
}

function tipOf(points: readonly Point[]): string {
  const end = points[points.length - 1];
  if (end === undefined) return '';
  const before = [...points].reverse().find(({ x, y }) => Math.hypot(end.x - x, end.y - y) > 0.5) ?? end;
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [dx, dy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const back = { x: end.x - dx * 9, y: end.y - dy * 9 };
  return `<path class="tip" d="M${round(end.x)} ${round(end.y)}L${round(back.x - dy * 4)} ${round(back.y + dx * 4)}L${round(back.x + dy * 4)} ${round(back.y - dx * 4)}Z"/>`;
}

const signs = { gained: '+', lost: '−' } as const;

function labelOf({ edge, label }: PlacedEdge, inPage: boolean, numberOf: (edge: MapEdge) => number): string {
  if (label === undefined) return '';
  let x = label.x + 4;
  const parts: string[] = [];
  if (edge.change !== undefined) {
    parts.push(`<text x="${round(x)}" y="${round(label.y + 13)}">${signs[edge.change]}</text>`);
    x += 12;
  }
  if (edge.wire === 'mutual' || edge.wire === 'tls' || edge.wire === 'plaintext') {
    parts.push(lockAt(x, label.y + 3, edge.wire !== 'plaintext'));
    x += 14;
  }
  parts.push(`<text x="${round(x)}" y="${round(label.y + 13)}">${escaped(shown(edge.label))}</text>`);
  return `<g class="label ${classesOf(edge)}"${inPage ? ` data-label="${numberOf(edge)}"` : ''} aria-hidden="true"><rect x="${round(label.x)}" y="${round(label.y)}" width="${round(label.width)}" height="${round(label.height)}" rx="4"/>${parts.join('')}</g>`;
}

/** Closed and filled, or open and hollow. */
function lockAt(x: number, y: number, closed: boolean): string {
  const [left, top] = [round(x), round(y)];
  const shackle = closed ? `M${round(left + 2.5)} ${round(top + 5.5)}v-2a2.5 2.5 0 0 1 5 0v2` : `M${round(left + 2.5)} ${round(top + 5.5)}v-3a2.5 2.5 0 0 1 4.8 -1`;
  return `<g class="lock"><path d="${shackle}"/><rect class="body" x="${round(left + 1)}" y="${round(top + 5.5)}" width="8" height="6" rx="1"/></g>`;
}
