import { formatConnections, isEmpty } from '../../reach/connection-set';
import type { Verdict } from '../../reach/verdict';
import type { Change, Edit } from './change';
import type { ConnectionChange } from './connections';

/** A connection as a change among others. */
export function changeOfConnection(change: ConnectionChange, facts: readonly Edit[]): Change {
  const subject = `${change.src} → ${change.dst}`;
  return { area: 'connections', outcome: change.outcome, subject, subjects: [subject], sentence: `${subject}  ${portsOf(change)}`, because: change.edits.length === 0 ? facts : change.edits, severity: isEmpty(change.lost) ? 'notice' : 'warning', weight: false };
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
