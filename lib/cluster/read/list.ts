import type { FieldPath } from '../../model/finding';
import { isObject, type JsonObject } from '../../model/json';
import { isList } from '../given';
import { classify } from './classify';

/** What is wrong with an item of a List. */
export interface ListProblem {
  readonly at: FieldPath;
  readonly problem: string;
}

/** A List, at any depth, in which `null` stands for what is no object: the others keep their places. The List itself where all is well. */
export function readableList(list: JsonObject, path: FieldPath = []): { readonly problems: readonly ListProblem[]; readonly readable: JsonObject } {
  const problems: ListProblem[] = [];
  const typed = list['kind'] === 'List' ? {} : { apiVersion: list['apiVersion'], kind: String(list['kind']).slice(0, -'List'.length) };
  const items = (list['items'] as readonly unknown[]).map((item, i) => {
    const at = [...path, 'items', i];
    const problem = problemOf(item, typed);
    if (problem !== undefined) {
      problems.push({ at, problem: `items[${i}] of ${String(list['kind'])}${problem}` });
      return null;
    }
    if (!isObject(item) || !isList(item)) return item;
    const inner = readableList(item, at);
    problems.push(...inner.problems);
    return inner.readable;
  });
  return { problems, readable: problems.length === 0 ? list : { ...list, items } };
}

function problemOf(item: unknown, typed: JsonObject): string | undefined {
  if (!isObject(item)) return ` is ${JSON.stringify(item)}, which is no object`;
  const classified = classify(item['kind'] === undefined ? { ...typed, ...item } : item);
  if (classified.is === 'broken') return /^(?:has|is) /.test(classified.problem) ? ` ${classified.problem}` : `: ${classified.problem}`;
  return classified.is === 'other' || classified.is === 'empty' ? ' has no apiVersion and kind' : undefined;
}
