import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { FieldPath } from '../../model/finding';
import type { Certainty } from '../../model/certainty';
import type { Place } from '../connection-sentences';

/** One cluster before or after a change. */
export interface Side {
  readonly world: World;
  readonly place: Place;
  /** The `sealane.yaml` that the platform comes from, for causes that are facts. @default - none is named */
  readonly factsFile?: string;
}

/** What a difference is about, in the order in which it is told. */
export const differenceAreas = ['connections', 'exposure', 'routes', 'traffic', 'mtls', 'authorization', 'dns', 'capture'] as const;
export type DifferenceArea = (typeof differenceAreas)[number];

/** What a change can do; of `changed` something is otherwise, or no longer known. */
export const outcomes = ['lost', 'gained', 'changed'] as const;
export type ChangeOutcome = (typeof outcomes)[number];

/** One object, or one fact, that is not as it was, and what that means. */
export interface Edit {
  readonly kind: 'added' | 'removed' | 'changed';
  /** `NetworkPolicy shop/db-in`; of a fact its name, `platform.istioVersion`. */
  readonly object: string;
  readonly sentence: string;
  /** `file:line` in the state before, where the object is there. */
  readonly before?: string;
  readonly after?: string;
}

/** Something that the cluster does otherwise. */
export interface Change {
  readonly area: DifferenceArea;
  readonly outcome: ChangeOutcome;
  /** What it is about: `requests to reviews.shop:80`. Several that change alike are one change, and listed. */
  readonly subject: string;
  readonly subjects: readonly string[];
  /** All of it but the causes, without the outcome. */
  readonly sentence: string;
  readonly because: readonly Edit[];
  /** `warning`: something is lost, or something is let in or is protected less than before. */
  readonly severity: 'warning' | 'notice';
  /** Whether shares of a route are other ones. */
  readonly weight: boolean;
}

/** A field of an object that an answer rests on. */
export interface Ground {
  readonly object: ClusterObject;
  readonly path: FieldPath;
}

/** One thing that holds, by a name that is the same in both states. */
export interface Part {
  readonly name: string;
  readonly value: string;
  /** How it is told: `10 % to v2` puts the value first. @default 'name first' */
  readonly order?: 'value first';
  /** `changes`: told only where it is other than before. `comes`: told only of something that comes or goes as a whole. `goes`: told only as the reason why something went. @default - told whenever there is something to tell */
  readonly detail?: 'changes' | 'comes' | 'goes';
  /** Shares of a route. */
  readonly weight?: boolean;
  /** How much it protects; less than before is a warning. */
  readonly strength?: number;
}

/** What an evaluator answers about one thing in one state. */
export interface Statement {
  /** The same in both states. */
  readonly key: string;
  readonly subject: string;
  /** Clients, callers or the like that it holds for: merged where several of one subject change alike. `of`: how many there are. */
  readonly who?: { readonly name: string; readonly of: number };
  readonly parts: readonly Part[];
  readonly grounds: readonly Ground[];
  /** Whether it is there, works or is let through: `no` is the same as no statement. @default 'yes' */
  readonly holds?: Certainty;
  /** How its coming and going is told. @default - only what it is */
  readonly verbs?: { readonly lost: string; readonly gained: string };
  /** Statement that tells of this one, too, where it comes or goes. */
  readonly within?: string;
  /** Nothing is told where only one state has it: its subject came or went, and that is told elsewhere. */
  readonly onlyInBoth?: boolean;
}

/** How one area reads a state. */
export interface AreaReader {
  readonly area: DifferenceArea;
  /** Whether an object can have a say. Where no object that is edited can, nobody is asked. */
  readonly reads: (object: ClusterObject) => boolean;
  /** @param both the states that are compared, `world` one of them: what is asked is the same for both */
  readonly statements: (world: World, both: readonly World[]) => readonly Statement[];
  /** Whether something that is gained is a warning. @default false */
  readonly warnsOfGains?: boolean;
  /** Changes that are not of single statements, such as an order. */
  readonly beside?: (before: readonly Statement[], after: readonly Statement[]) => readonly Told[];
}

/** A change before its causes are looked for. */
export interface Told {
  readonly outcome: ChangeOutcome;
  readonly subject: string;
  readonly who?: Statement['who'];
  readonly text: string;
  readonly grounds: { readonly before: readonly Ground[]; readonly after: readonly Ground[] };
  readonly severity: Change['severity'];
  readonly weight: boolean;
}
