import type { MapBox, MapEdge, MapNode } from '../map';

/** In pixels, from the left and the top. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A curve: its start, then two handles and an end for each part. */
export interface PlacedEdge {
  readonly edge: MapEdge;
  readonly points: readonly Point[];
  readonly label: Rectangle | undefined;
}

/** A map with a place for everything. */
export interface PlacedMap {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly { readonly box: MapBox; readonly at: Rectangle }[];
  readonly nodes: readonly { readonly node: MapNode; readonly at: Rectangle }[];
  readonly edges: readonly PlacedEdge[];
  /** Titles of columns, where there are some. */
  readonly titles: readonly { readonly text: string; readonly x: number }[];
}

export const titleHeight = 26;
const longest = 34;

/** Names as they are drawn: long ones are cut, and are whole in the title of the node. */
export function shown(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** Widths are those of a wide sans-serif, since nobody measures text here. */
export function textWidth(text: string, size: number): number {
  return Math.ceil(shown(text).length * size * 0.62);
}

export function badgeWidth(text: string): number {
  return textWidth(text, 10) + 10;
}

export const nodePadding = 10;

export function nodeSize({ name, detail, badges }: MapNode): { readonly width: number; readonly height: number } {
  const marks = badges.reduce((sum, { text }) => sum + badgeWidth(text) + 4, -4);
  return { width: Math.max(70, textWidth(name, 13), textWidth(detail, 10), marks) + 2 * nodePadding, height: badges.length === 0 ? 42 : 62 };
}

/** The line at the top of a box. */
export function titleWidth({ name, badges }: MapBox): number {
  return 20 + textWidth(name, 14) + badges.reduce((sum, { text }) => sum + badgeWidth(text) + 6, 0);
}

/** The label of an edge, with room for a lock. `undefined`: nothing to say. */
export function labelSize({ label, wire, change }: MapEdge): { readonly width: number; readonly height: number } | undefined {
  const lock = wire === 'mutual' || wire === 'plaintext' || wire === 'tls' ? 14 : 0;
  const sign = change === undefined ? 0 : 12;
  if (label === '' && lock + sign === 0) return undefined;
  return { width: textWidth(label, 11) + lock + sign + 8, height: 18 };
}

export function overlap(a: Rectangle, b: Rectangle, margin = 0): boolean {
  return a.x < b.x + b.width + margin && b.x < a.x + a.width + margin && a.y < b.y + b.height + margin && b.y < a.y + a.height + margin;
}
