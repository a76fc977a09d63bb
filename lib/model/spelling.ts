/**
 * The name that was probably meant: the same but for case, or at most two letters away. `undefined` when none is near.
 *
 * @example nearest('destinatoin', ['destination', 'weight']) // 'destination'
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const same = names.find(other => other.toLowerCase() === name.toLowerCase());
  if (same !== undefined) return same;
  const allowed = name.length < 4 ? 0 : name.length < 7 ? 1 : 2;
  const [best] = names.map(other => ({ other, steps: distance(name, other) })).filter(({ steps }) => steps <= allowed).sort((a, b) => a.steps - b.steps);
  return best?.other;
}

/** Letters to add, drop, change or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : changed;
      row.push(Math.min(changed, swapped, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
