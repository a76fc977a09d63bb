/** Items under each of their keys, in their order. */
export function grouped<T, K>(items: Iterable<T>, keys: (item: T) => readonly K[]): ReadonlyMap<K, readonly T[]> {
  const found = new Map<K, T[]>();
  for (const item of items) {
    for (const key of keys(item)) {
      const present = found.get(key);
      if (present === undefined) found.set(key, [item]);
      else present.push(item);
    }
  }
  return found;
}
