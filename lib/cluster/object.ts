import type { FieldPath } from '../model/finding';
import type { JsonObject } from '../model/json';
import type { ObjectReference } from '../model/object';

/** Where an object was written. A program has constructs, files have lines; an object of a `List` has its place in it. */
export interface Source {
  /** As given on the command line; `-` is standard input. Absent for objects of a program. */
  readonly file?: string;
  /** The document of the file that holds it, from 0. */
  readonly document?: number;
  /** Where the object begins in its document: `['items', 3]` for the fourth of a `List`, else empty. */
  readonly inside: FieldPath;
  /** Path of the construct, or name of the component, that writes it. */
  readonly construct?: string;
}

/**
 * One object of the cluster under proof, in two views.
 *
 * `written` is what the author wrote: what the API server validates, and where a finding points. `effective` is what the cluster acts
 * on: defaults filled in, nulls dropped as the server drops them, the namespace said. Rules say which of the two they read.
 */
export interface ClusterObject {
  /** With the namespace it will have: `default`, or what the reader was told, where a namespaced object names none. */
  readonly reference: ObjectReference;
  /** API group: `''` for the core group. Kinds are told apart by group and kind together. */
  readonly group: string;
  readonly kind: string;
  readonly written: JsonObject;
  /** Made at the first look. */
  readonly effective: JsonObject;
  readonly source: Source;
  /** Whether the object came out of a live cluster (`status`, `uid`, `managedFields`): the server accepted it. */
  readonly live: boolean;
}
