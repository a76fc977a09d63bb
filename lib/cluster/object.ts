import type { FieldPath, Source } from '../model/finding';
import type { JsonObject } from '../model/json';
import type { ObjectReference } from '../model/object';

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
  /** Keys that stand twice in one map of the text; `written` has the last value of each. */
  readonly repeated: readonly FieldPath[];
  /** Whether the object came out of a live cluster (`status`, `uid`, `managedFields`): the server accepted it. */
  readonly live: boolean;
}
