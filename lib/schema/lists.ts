import { canonical, isObject } from '../model/json';
import type { Node } from './node';
import { show, type Report } from './report';

/** The invariants of `x-kubernetes-list-type`: items of a set are distinct, items of a map have distinct keys. */
export function validateListKeys(list: readonly unknown[], node: Node, report: Report): void {
  const keys = node.keys ?? [];
  if (node.list === 'map') {
    const odd = list.findIndex(item => item !== null && !isObject(item));
    // The wrong type is reported where the item is looked at.
    if (odd >= 0) return;
  }
  const seen = new Map<string, number>();
  list.forEach((item, i) => {
    const identity = node.list === 'set' ? canonical(item) : keyOf(item, keys);
    const times = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, times);
    // Like the server: once per value, at its second appearance.
    if (times === 2) report.add('duplicate', node.list === 'set' ? `${show(item)} stands in the list twice` : `another item has the same ${keys.map(key => `${key} ${show(isObject(item) ? item[key] : undefined)}`).join(', ')}`, [i]);
  });
}

function keyOf(item: unknown, keys: readonly string[]): string {
  return isObject(item) ? canonical(keys.map(key => (item[key] === undefined ? [] : [item[key]]))) : canonical(keys.map(() => []));
}
