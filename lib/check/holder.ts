import type { World } from '../cluster/cluster';
import type { Profile } from '../configuration/configuration';
import type { JsonObject } from '../model/json';
import type { Report } from './check';

/** Two copies of sealane, whatever their versions, meet under this key on an App. */
export const mark = Symbol.for('sealane');

/** What holds an App: a copy of sealane, and in it the Network that checks. */
export interface Holder {
  /** Identity of the copy. */
  readonly copy: { readonly folder: string };
  /** What the Network's check comes to. Composes at the first call; nothing can be added afterwards. */
  readonly report: () => Report;
  readonly profile: Profile;
  /** The objects that are checked, and what is known around them. */
  readonly world: () => World;
  /** Name of the cluster. */
  readonly cluster: string;
  /** Judges the same objects with others in the place of some, by identity: with values that were not known. `filled` puts them into what patterns asked for. */
  readonly judge: (objects: ReadonlyMap<string, JsonObject>, filled: <T>(asked: T) => T) => Report;
}

/** What carries values through a synth that renders plain data only. */
export interface Carriage {
  /** What was rendered, with the values in their places. */
  readonly restore: (rendered: JsonObject) => JsonObject;
}

const carriage = Symbol.for('sealane:carriage');

/** Says of an App that values are carried through it. */
export function carry(app: object, how: Carriage): void {
  Object.defineProperty(app, carriage, { value: how });
}

/** How values are carried through an App; `undefined` where none are. */
export function carriedIn(app: object): Carriage | undefined {
  return (app as Readonly<Record<symbol, Carriage | undefined>>)[carriage];
}

/** Who holds an App; `undefined` where it has no Network. */
export function holderOf(app: object): Holder | undefined {
  return (app as Readonly<Record<symbol, Holder | undefined>>)[mark];
}
