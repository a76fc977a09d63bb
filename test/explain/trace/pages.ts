import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from '../../../lib/check/check-objects';
import type { World } from '../../../lib/cluster/cluster';
import { placeFinder } from '../../../lib/cluster/read/locate';
import { readFiles } from '../../../lib/cluster/read/read';
import { originsOf, targetOf } from '../../../lib/explain/trace/ask';
import { applied } from '../../../lib/explain/trace/fix';
import type { Place } from '../../../lib/explain/trace/formats/text';
import type { Question } from '../../../lib/explain/trace/question';
import { loadSchemas } from '../../../lib/files/schemas';
import type { JsonObject } from '../../../lib/model/json';

const base = readFileSync(join(__dirname, 'golden', 'base.yaml'), 'utf8');

/** What a page of a code shows: who asks whom, what is wrong, and what is right. Both are put over the small shop of `golden/base.yaml`. */
export interface Page {
  readonly text: string;
  readonly from: string;
  readonly url: string;
  readonly wrong: string;
  readonly right: string | undefined;
}

export function pageOf(code: string): Page {
  const text = readFileSync(join(__dirname, '../../../docs/trace', `${code}.md`), 'utf8');
  const [, from = '', url = ''] = /^sealane trace (\S+) (\S+) -f \.$/m.exec(text) ?? [];
  const [wrong = '', right] = [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml]) => yaml ?? '');
  return { text, from, url, wrong, right };
}

export interface Shown {
  readonly world: World;
  readonly place: Place;
  readonly objects: readonly JsonObject[];
}

/** Objects over those of the shop, in files by name. */
export function overShop(...files: readonly (readonly [name: string, yaml: string])[]): Shown {
  return shown([['base.yaml', base], ...files]);
}

/** Objects of files, by name. */
export function shown(files: readonly (readonly [name: string, yaml: string])[]): Shown {
  const { objects, documents, errors } = readFiles(files.map(([path, text]) => ({ path, text })));
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const { world } = prepare({ objects, loadSchemas });
  const alone = objects.reduce<readonly JsonObject[]>((present, { written }) => applied(present, { changes: [{ how: 'create', object: written }] }), []);
  return { world, place: placeFinder(documents), objects: alone };
}

/** The world of objects without files. */
export function worldOfAll(objects: readonly JsonObject[]): World {
  return prepare({ objects: objects.map(written => ({ written })), loadSchemas }).world;
}

export function asked(world: World, { from, url }: Pick<Page, 'from' | 'url'>): Question {
  const [origin] = originsOf(world, from);
  if (origin === undefined) throw new Error(`nobody is ${from}`);
  return { from: origin, to: targetOf(url) };
}
