import type { FieldPath } from '../model/finding';
import type { JsonObject } from '../model/json';

/** How an object breaks its API, in the terms of the API server's own causes. */
export type ProblemKind =
  | 'unknown-field'
  | 'duplicate-key'
  | 'type'
  | 'required'
  | 'enum'
  | 'format'
  | 'pattern'
  | 'range'
  | 'length'
  | 'duplicate'
  | 'rule'
  | 'forbidden'
  | 'invalid';

/** One thing that the API server would refuse. `message` says in substance what it says, in this project's form: lower case, the value, no period. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly path: FieldPath;
  readonly message: string;
  /** An imperative, where one can be said. */
  readonly help?: string;
}

/** What the API server would answer to the creation of an object. */
export interface Answer {
  /** Empty: it would be stored. */
  readonly problems: readonly Problem[];
  /** What it would say in a `Warning` header: deprecations and the like. */
  readonly warnings: readonly Omit<Problem, 'kind'>[];
  /** Parts that were not judged, each with the reason: a CEL function that is not built, a kind without schema. Never a pass. */
  readonly unchecked: readonly string[];
}

/** Validation that is code in Kubernetes and not schema. Reads the object after defaulting; a wrong type was reported before and is skipped. */
export type CodeValidation = (object: JsonObject) => readonly Problem[];
