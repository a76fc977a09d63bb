import { formatConnections, isEmpty } from '../../reach/connection-set';
import type { Verdict } from '../../reach/verdict';
import type { Change, Edit } from './change';
import { listed } from './compared';
import type { ConnectionChange } from './connections';

/** Connections as changes among others. Those of one pod that change alike, for the same reasons, are told as one: callers of the same pods, then what the same pods call. */
export function changesOfConnections(changes: readonly ConnectionChange[], facts: readonly Edit[]): readonly Change[] {
  const alone = changes.map((change): Row => ({ from: [change.src], to: [change.dst], change, because: change.edits.length === 0 ? facts : change.edits }));
  const byCallee = joined(alone, ({ to }) => to.join(), rows => ({ from: rows.flatMap(({ from }) => from) }));
  return joined(byCallee, ({ from }) => from.join(), rows => ({ to: rows.flatMap(({ to }) => to) })).map(({ from, to, change, because }): Change => {
    const subject = `${listed(from)} → ${listed(to)}`;
    return {
      area: 'connections', outcome: change.outcome, subject, subjects: from.flatMap(src => to.map(dst => `${src} → ${dst}`)), sentence: `${subject}  ${portsOf(change)}`, because,
      severity: isEmpty(change.lost) ? 'notice' : 'warning', weight: false,
    };
  });
}

interface Row {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly change: ConnectionChange;
  readonly because: readonly Edit[];
}

function joined(rows: readonly Row[], end: (row: Row) => string, join: (alike: readonly Row[]) => Partial<Row>): readonly Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = [end(row), row.change.outcome, portsOf(row.change), ...row.because.map(({ sentence }) => sentence)].join('\n');
    const present = groups.get(key);
    if (present === undefined) groups.set(key, [row]);
    else present.push(row);
  }
  return [...groups.values()].flatMap(([first, ...more]) => (first === undefined ? [] : [more.length === 0 ? first : { ...first, ...join([first, ...more]) }]));
}

/** What is gained and lost; where all there is came or went, just that. */
export function portsOf({ outcome, before, after, gained, lost }: ConnectionChange): string {
  const known = (verdict: Verdict): string => [...(isEmpty(verdict.open) ? [] : [formatConnections(verdict.open)]), ...(isEmpty(verdict.unknown) ? [] : [`not known: ${formatConnections(verdict.unknown)}`])].join('; ');
  if (outcome === 'gained') return known(after);
  if (outcome === 'lost') return known(before);
  return [
    ...(isEmpty(gained) ? [] : [`+ ${formatConnections(gained)}`]), ...(isEmpty(lost) ? [] : [`- ${formatConnections(lost)}`]),
    ...(isEmpty(after.unknown) ? [] : [`not known: ${formatConnections(after.unknown)}`]), ...(isEmpty(before.unknown) ? [] : [`not known before: ${formatConnections(before.unknown)}`]),
  ].join('; ');
}
