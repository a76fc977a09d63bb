import type { World } from '../../cluster/cluster';
import { compare } from '../../model/json';
import { describe } from '../../model/object';
import type { ReachSettings } from '../../reach/settings';
import { readers } from './areas';
import { causesOf, type Suspects } from './causes';
import { differenceAreas, type AreaReader, type Change, type ChangeOutcome, type DifferenceArea, type Side, type Told } from './change';
import { compared, folded, rank } from './compared';
import { changesOfConnections } from './connection-sentence';
import { connectionChanges, type ConnectionChange } from './connections';
import { editedObjects, type EditedObject } from './edited';
import { factEdits, type FactEdit } from './facts';
import { readsConnections } from './kinds';

/** What one state of a cluster does otherwise than another. */
export interface Difference {
  /** All that changes, area by area; in each what is lost first, then what is gained. */
  readonly changes: readonly Change[];
  /** The changes of connections with their ports as sets. */
  readonly connections: readonly ConnectionChange[];
  /** Objects that are edited and that no change has among its causes: `Deployment shop/web`. Empty where not all areas are looked at. */
  readonly withoutEffect: readonly string[];
}

/** How two states are compared. */
export interface DifferenceOptions extends ReachSettings {
  /** @default - all areas */
  readonly areas?: readonly DifferenceArea[];
}

/**
 * What opens, closes and changes between two states of a cluster, each with the edits that cause it. Nothing for equal states; with the states exchanged, what was gained is lost. The evaluators
 * decide: an edit that they answer alike for is no change.
 *
 * @example difference(before, after).changes.filter(({ area, outcome }) => area === 'routes' && outcome === 'lost')
 */
export function difference(before: Side, after: Side, { areas = differenceAreas, ...settings }: DifferenceOptions = {}): Difference {
  const edited = editedObjects(before, after);
  const facts = factEdits(before, after);
  if (edited.size === 0 && facts.length === 0) return { changes: [], connections: [], withoutEffect: [] };
  const reads = (by: AreaReader['reads']): readonly EditedObject[] => [...edited.values()].filter(({ before: was, after: is }) => [was, is].some(object => object !== undefined && by(object)));
  const asks = (area: DifferenceArea, readable: readonly EditedObject[]): boolean => areas.includes(area) && (readable.length > 0 || facts.length > 0);
  const connections = asks('connections', reads(readsConnections)) ? connectionChanges(before, after, settings) : [];
  const both = [before.world, after.world];
  const changes = [
    ...changesOfConnections(connections, facts.map(({ edit }) => edit)),
    ...readers.flatMap(reader => {
      const readable = reads(reader.reads);
      return asks(reader.area, readable) ? changesOf(reader, { before, after, edited, readable }, facts, both) : [];
    }),
  ];
  const order = (area: DifferenceArea): number => differenceAreas.indexOf(area);
  const blamed = new Set(changes.flatMap(({ because }) => because.map(({ object }) => object)));
  return {
    changes: changes.map((change, i) => ({ change, i })).sort((a, b) => order(a.change.area) - order(b.change.area) || rank(a.change.outcome) - rank(b.change.outcome) || a.i - b.i).map(({ change }) => change),
    connections,
    withoutEffect: areas.length < differenceAreas.length ? [] : [...new Set([...edited.values()].flatMap(({ before: was, after: is }) => [is ?? was].flatMap(object => (object === undefined ? [] : [describe(object.reference)]))))].filter(name => !blamed.has(name)).sort(compare),
  };
}

function changesOf(reader: AreaReader, suspects: Omit<Suspects, 'facts'>, facts: readonly FactEdit[], both: readonly World[]): readonly Change[] {
  const [was, is] = [suspects.before, suspects.after].map(({ world }) => reader.statements(world, both));
  const found = toldBy(reader, was ?? [], is ?? []);
  if (found.length === 0) return [];
  const whole = { ...suspects, facts: facts.map(fact => ({ edit: fact.edit, makes: facts.length === 1 && suspects.edited.size === 0 ? () => true : makes(reader, was ?? [], fact.hypothesis, both) })) };
  return folded(found.map(told => ({ ...told, because: causesOf(told, whole) })))
    .map(({ outcome, subject, subjects, text, because, severity, weight }): Change => ({ area: reader.area, outcome, subject, subjects, sentence: text === '' ? subject : `${subject}: ${text}`, because, severity, weight }))
    .sort((a, b) => compare(a.subject, b.subject) || compare(a.sentence, b.sentence));
}

function toldBy({ beside, warnsOfGains = false }: AreaReader, was: readonly ReturnType<AreaReader['statements']>[number][], is: typeof was): readonly Told[] {
  return [...compared(was, is, warnsOfGains), ...(beside?.(was, is) ?? [])];
}

/** Whether a fact alone makes a change: what is told of the world that has it is the same. */
function makes(reader: AreaReader, was: ReturnType<AreaReader['statements']>, hypothesis: World, both: readonly World[]): (told: Told) => boolean {
  let words: ReadonlySet<string> | undefined;
  const key = ({ outcome, subject, text, who }: Told): string => [outcome, subject, who?.name ?? '', text].join('\n');
  return told => {
    words ??= new Set(toldBy(reader, was, reader.statements(hypothesis, both)).map(key));
    return words.has(key(told));
  };
}

/** How many changes of each outcome there are, over all areas. */
export function counted({ changes }: Pick<Difference, 'changes'>): Readonly<Record<ChangeOutcome, number>> {
  const of = (outcome: ChangeOutcome): number => changes.filter(change => change.outcome === outcome).length;
  return { gained: of('gained'), lost: of('lost'), changed: of('changed') };
}

/** What can make a difference fail: an outcome, an area, shares of routes, or anything. */
export const failures = ['lost', 'gained', 'changed', 'weight', ...differenceAreas, 'any'] as const;
export type Failure = (typeof failures)[number];

/** Whether a difference has one of these. A connection that loses some of its ports is lost in part, and counts. */
export function hasOutcome({ changes, connections }: Pick<Difference, 'changes' | 'connections'>, wanted: Failure | readonly Failure[]): boolean {
  const all: readonly Failure[] = typeof wanted === 'string' ? [wanted] : wanted;
  return all.some(each => {
    switch (each) {
      case 'any': return changes.length > 0;
      case 'weight': return changes.some(({ weight }) => weight);
      case 'lost':
      case 'gained': return changes.some(({ outcome }) => outcome === each) || connections.some(({ outcome, lost, gained }) => outcome === 'changed' && (each === 'lost' ? lost : gained).spans.length > 0);
      case 'changed': return changes.some(({ outcome }) => outcome === each);
      default: return changes.some(({ area }) => area === each);
    }
  });
}
