import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { changed } from '../explain/map/changed';
import { collapsed, isLarge } from '../explain/map/collapsed';
import { mapAsDot, mapAsMermaid } from '../explain/map/draw/graph-texts';
import { page } from '../explain/map/draw/page';
import { picture } from '../explain/map/draw/picture';
import { focused, nodeNamed } from '../explain/map/focused';
import { graphFor, isTooDense, placedBy } from '../explain/map/layout/graphviz';
import { layered } from '../explain/map/layout/layered';
import type { PlacedMap } from '../explain/map/layout/placed';
import type { MapEdge, MapNode, NetworkMap } from '../explain/map/map';
import { networkMap } from '../explain/map/network-map';
import { viewsOf } from '../explain/map/views';
import { originsOf, targetOf } from '../explain/trace/ask';
import { traceText } from '../explain/trace/formats/text';
import { trace } from '../explain/trace/trace';
import { UsageError } from '../model/usage-error';
import type { ReachSettings } from '../reach/settings';
import type { Output } from './output';
import { reachInput, type ReachInput, type ReachInputOptions } from './reach-input';
import { vizFrom, type Viz } from './svg';

export const mapFormats = ['html', 'svg', 'mermaid', 'dot'] as const;
export type MapFormat = (typeof mapFormats)[number];

/** Options of `sealane map`, as the command line gives them. */
export interface MapOptions extends ReachInputOptions {
  readonly format?: MapFormat;
  readonly output?: string;
  readonly focus?: string;
  /** The state before. */
  readonly diff?: string;
}

const byExtension: Readonly<Record<string, MapFormat>> = { '.html': 'html', '.htm': 'html', '.svg': 'svg', '.mmd': 'mermaid', '.mermaid': 'mermaid', '.dot': 'dot', '.gv': 'dot' };

/**
 * `sealane map`. What needs Graphviz is written once that is loaded, after the command has settled.
 *
 * @param viz loads it; `undefined` where it is not installed
 * @returns the exit code
 */
export function map(paths: readonly string[], options: MapOptions, output: Output, viz: () => Viz | undefined = vizFrom): number {
  const format = formatOf(options);
  const input = reachInput(paths, options);
  const settings = { blocksMeanPods: options.blocksMeanPods };
  const now = networkMap(input.world, settings);
  const old = options.diff === undefined ? undefined : reachInput([options.diff], options);
  const whole = old === undefined ? now : changed(networkMap(old.world, settings), now);
  const focus = options.focus === undefined ? undefined : nodeNamed(whole, options.focus);
  const write = (text: string): void => (options.output === undefined ? output.out(text) : writeFileSync(options.output, text));
  if (format === 'dot' || format === 'mermaid') {
    const part = focus !== undefined ? focused(whole, focus).map : isLarge(whole) ? collapsed(whole) : whole;
    write(format === 'dot' ? mapAsDot(part) : mapAsMermaid(part));
    return 0;
  }
  const drawn: Drawn = { paths, whole, focus, format, input: old === undefined ? input : { ...input, place: placeInEither(input.place, old.place) }, settings, title: titleOf(paths, options) };
  if (focus !== undefined) write(drawing(drawn, layered));
  else withEngine(viz(), output, engine => write(drawing(drawn, engine)));
  return 0;
}

/** What is lost stands in the files of the state before, of which the others know no line. */
function placeInEither(now: ReachInput['place'], before: ReachInput['place']): ReachInput['place'] {
  return (source, path) => {
    const found = now(source, path);
    return found === source.file ? before(source, path) : found;
  };
}

function formatOf({ format, output }: MapOptions): MapFormat {
  if (format !== undefined) return format;
  if (output === undefined) return 'html';
  const found = byExtension[extname(output).toLowerCase()];
  if (found === undefined) throw new UsageError({ what: `the name ${output} says no format`, fix: 'end it in .html, .svg, .mmd or .dot, or give --format' });
  return found;
}

function titleOf(paths: readonly string[], { diff }: MapOptions): string {
  return diff === undefined ? `Network of ${paths.join(', ')}` : `Network of ${paths.join(', ')}, and of ${diff} before`;
}

/** Graphviz lays out better than we do; where it is not installed, or fails, ours does. */
function withEngine(viz: Viz | undefined, output: Output, draw: (layout: (map: NetworkMap) => PlacedMap) => void): void {
  if (viz === undefined) {
    output.err('note: laid out without Graphviz, so that more lines cross: npm install @viz-js/viz\n');
    return draw(layered);
  }
  const without = (error: unknown): typeof layered => {
    output.err(`note: laid out without Graphviz: ${String(error)}\n`);
    return layered;
  };
  void viz.instance().then(engine => (part: NetworkMap): PlacedMap => {
    if (isTooDense(part)) return layered(part);
    try {
      return placedBy(part, engine.renderString(graphFor(part), { format: 'json0' }));
    } catch (error) {
      return without(error)(part);
    }
  }, without).then(draw);
}

interface Drawn {
  readonly paths: readonly string[];
  readonly whole: NetworkMap;
  readonly focus: MapNode | undefined;
  readonly format: 'html' | 'svg';
  readonly input: ReachInput;
  readonly settings: ReachSettings;
  readonly title: string;
}

function drawing({ paths, whole, focus, format, input, settings, title }: Drawn, layout: (map: NetworkMap) => PlacedMap): string {
  const views = viewsOf(whole, { layout, ...(focus === undefined ? {} : { focus }) });
  const [first] = views;
  if (first === undefined) throw new Error('a map without a view');
  if (format === 'svg') return `${picture(first.placed, { title: focus === undefined ? title : first.title, description: first.description, ...(first.centre === undefined ? {} : { centre: first.centre }) })}\n`;
  return page(focus === undefined ? whole : first.map, views, { title, hashOf, place: input.place, command: edge => commandFor(edge, paths), trace: tracer(focus === undefined ? whole : first.map, input, settings) });
}

/** Connections that are followed for a page; of others it has the command. */
const mostTraces = 400;

/** What `sealane trace` says of an edge, those that are blocked before others. What is gone, and what cannot be asked, has no answer. */
function tracer({ edges }: NetworkMap, { world, place }: ReachInput, settings: ReachSettings): (edge: MapEdge) => string | undefined {
  const asked = edges.filter(({ asks, change, status }) => asks !== undefined && (change !== 'lost' || status !== 'open'));
  const first = [...asked.filter(({ status }) => status !== 'open'), ...asked.filter(({ status }) => status === 'open')].slice(0, mostTraces);
  const chosen = new Set(first.map(({ id }) => id));
  return ({ id, asks }) => {
    if (asks === undefined || !chosen.has(id)) return undefined;
    try {
      const to = targetOf(asks.url);
      return originsOf(world, asks.from).map(from => traceText(trace(world, { from, to }, settings), { place, detail: 'quiet' })).join('\n');
    } catch (error) {
      if (error instanceof UsageError) return undefined;
      throw error;
    }
  };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function commandFor({ asks }: MapEdge, paths: readonly string[]): string | undefined {
  return asks === undefined ? undefined : `sealane trace ${[asks.from, asks.url].map(quoted).join(' ')} -f ${paths.map(quoted).join(' ')}`;
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
