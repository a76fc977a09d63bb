import { overlap, type PlacedEdge, type Rectangle } from './placed';

const step = 6;
const furthest = 120;

/**
 * Moves labels up or down to where they cover nothing that is drawn, and no other label.
 *
 * @param taken nodes and titles
 */
export function spreadLabels(edges: readonly PlacedEdge[], taken: readonly Rectangle[]): readonly PlacedEdge[] {
  const rows = new Map<number, Rectangle[]>();
  const bucket = 64;
  const put = (at: Rectangle): void => {
    for (let row = Math.floor((at.y - 2) / bucket); row <= Math.floor((at.y + at.height + 2) / bucket); row++) {
      const present = rows.get(row);
      if (present === undefined) rows.set(row, [at]);
      else present.push(at);
    }
  };
  const free = (at: Rectangle): boolean => {
    for (let row = Math.floor((at.y - 2) / bucket); row <= Math.floor((at.y + at.height + 2) / bucket); row++) {
      if ((rows.get(row) ?? []).some(other => overlap(at, other, 2))) return false;
    }
    return true;
  };
  for (const at of taken) put(at);
  return edges.map(placed => {
    const { label } = placed;
    if (label === undefined) return placed;
    const found = candidates(label).find(free) ?? label;
    put(found);
    return { ...placed, label: found };
  });
}

function candidates(label: Rectangle): readonly Rectangle[] {
  const all = [label];
  for (let i = 1; i <= furthest; i++) {
    all.push({ ...label, y: label.y + i * step });
    if (label.y - i * step >= 2) all.push({ ...label, y: label.y - i * step });
  }
  return all;
}
