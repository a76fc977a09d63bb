import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

export const root = join(__dirname, '../..');

/** A fenced block of a page. */
export interface Block {
  /** What stands after the fence: `ts`, `yaml output`. */
  readonly info: string;
  readonly text: string;
  /** The heading it stands under. */
  readonly section: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let [section, info, lines]: [string, string | undefined, string[]] = ['', undefined, []];
  for (const line of readFileSync(join(root, page), 'utf8').split('\n')) {
    const fence = /^```(.*)$/.exec(line);
    if (info === undefined && line.startsWith('#')) section = line.replace(/^#+ /, '');
    if (fence !== null && info === undefined) [info, lines] = [(fence[1] ?? '').trim(), []];
    else if (fence !== null && info !== undefined) {
      blocks.push({ info, text: lines.join('\n'), section });
      info = undefined;
    } else if (info !== undefined) lines.push(line);
  }
  if (info !== undefined) throw new Error(`${page}: a block of ${section} does not end`);
  return blocks;
}

/** An object as a page shows it: parts may be left out, lists may not be shortened. */
export interface Shown {
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

export function shownBy({ text }: Block): readonly Shown[] {
  return loadAll(text) as readonly Shown[];
}

/** Those of some objects that a shown one can be. */
export function candidates<T extends Shown>({ kind, metadata: { name, namespace } = {} }: Shown, objects: readonly T[]): readonly T[] {
  return objects.filter(object => object.kind === kind && (name === undefined || object.metadata?.name === name) && (namespace === undefined || object.metadata?.namespace === namespace));
}
