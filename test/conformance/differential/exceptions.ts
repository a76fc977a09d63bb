import type { KubernetesObject } from '../engines/engine';
import type { Opinion } from './judge';

/** A difference between an engine and our own judgement that is meant to be. */
export interface Exception {
  /** Short and unique, for counting. */
  readonly id: string;
  /** The engine it is about, by the name of its judge. */
  readonly engine: string;
  /** Why the difference is right: shown to whoever asks what was let pass. */
  readonly reason: string;
  /** Whether a disagreement is this one. As narrow as can be: what it lets pass is no longer compared. */
  applies(objects: readonly KubernetesObject[], engine: Opinion, candidate: Opinion): boolean;
}

/** The one table of agreed differences. Empty means that every difference is a defect of one side. */
export const exceptions: readonly Exception[] = [];
