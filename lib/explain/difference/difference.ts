import type { World } from '../../cluster/cluster';
import type { ReachSettings } from '../../reach/settings';
import { connectionChanges, type ConnectionChange } from './connections';
import type { Place } from '../connection-sentences';

/** One cluster before or after a change. */
export interface Side {
  readonly world: World;
  readonly place: Place;
}

/** What one state of a cluster does otherwise than another, area by area. */
export interface Difference {
  readonly connections: readonly ConnectionChange[];
}

/** What a change can do; of `changed` something is gained, lost, or no longer known. */
export const outcomes = ['gained', 'lost', 'changed'] as const;
export type ChangeOutcome = (typeof outcomes)[number];

/**
 * What opens, closes and changes between two states of a cluster, each with the edits that cause it. Nothing for equal states; with the states exchanged, what
 * was gained is lost.
 *
 * @example difference(before, after).connections.filter(({ outcome }) => outcome === 'lost')
 */
export function difference(before: Side, after: Side, settings: ReachSettings = {}): Difference {
  return { connections: connectionChanges(before, after, settings) };
}

/** How many changes of each outcome there are, over all areas. */
export function counted({ connections }: Difference): Readonly<Record<ChangeOutcome, number>> {
  const of = (outcome: ChangeOutcome): number => connections.filter(change => change.outcome === outcome).length;
  return { gained: of('gained'), lost: of('lost'), changed: of('changed') };
}

/** Whether anything is lost or gained, as a whole or in part. */
export function hasOutcome({ connections }: Difference, wanted: 'lost' | 'gained' | 'any'): boolean {
  return wanted === 'any' ? connections.length > 0 : connections.some(({ outcome, lost, gained }) => outcome === wanted || (outcome === 'changed' && (wanted === 'lost' ? lost : gained).spans.length > 0));
}
