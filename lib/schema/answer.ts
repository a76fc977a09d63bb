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
  | 'invalid'
  /** The server does not serve this kind or version. */
  | 'version';

/** One thing that the API server would refuse. `message` says in substance what it says, in this project's form: lower case, the value, no period. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly path: FieldPath;
  readonly message: string;
  /** An imperative, where one can be said. */
  readonly help?: string;
  /** Of an unknown field: other releases or channels that have it, as `Gateway API 1.6.1 experimental`. */
  readonly knownTo?: readonly string[];
  /** Of what an admission webhook warns of and lets pass: the id of the warning. */
  readonly warning?: string;
  /** Of a warning: whether it is advice, about what does no harm by itself. */
  readonly advice?: true;
}

/** Where a schema comes from. An object of another release may rightly have other fields, so findings about them name it. */
export interface SchemaOrigin {
  /** `Istio`, `Gateway API`, `Kubernetes`; of a schema in the input, the name of its CustomResourceDefinition. */
  readonly product: string;
  /** Absent when the input does not say. */
  readonly version?: string;
  /** `standard` or `experimental`, where there are channels. */
  readonly channel?: string;
  /** Whether the schema stands in the input itself, so that it is the one of the cluster. */
  readonly given: boolean;
}

/** What the API server would answer to the creation of an object. */
export interface Answer {
  /** Empty: it would be stored. */
  readonly problems: readonly Problem[];
  /** What it would say in a `Warning` header: deprecations and the like. */
  readonly warnings: readonly Omit<Problem, 'kind'>[];
  /** Parts that were not judged, each with the reason: a CEL function that is not built, a kind without schema. Never a pass. */
  readonly unchecked: readonly string[];
  /** The schema that was used; absent when there is none. */
  readonly origin?: SchemaOrigin;
}

/** Validation that is code in Kubernetes and not schema. Reads the object before or after defaulting; a wrong type was reported before and is skipped. */
export type CodeValidation = (object: JsonObject) => readonly Problem[];

/** What the server adds in a `Warning` header, decided by code. Reads the object as `CodeValidation` does. */
export type CodeWarnings = (object: JsonObject) => readonly Omit<Problem, 'kind'>[];

/** The code of one kind: what it refuses, what it warns of, and what of the kind's own code is not repeated here. */
export interface KindCode {
  readonly problems: CodeValidation;
  readonly warnings?: CodeWarnings;
  /** Parts of this object that the server would judge and this does not, each with the reason. */
  readonly unchecked?: (object: JsonObject) => readonly string[];
}
