import type { ObjectReference } from './object';
import type { TextEdit } from './text-edit';

/**
 * `error`: rejected by an engine, or provably inert, or provably breaking, in what was given. `warning`: wrong unless something
 * outside says otherwise. `info`: advice, off by default.
 */
export type Severity = 'error' | 'warning' | 'info';

/** Where rules live; the first half of every rule id. */
export const areas = ['api', 'service', 'route', 'traffic', 'mtls', 'authz', 'policy', 'edge', 'expose', 'dns', 'metrics', 'host', 'cpu', 'bypass',
  'multicluster', 'platform'] as const;
export type Area = (typeof areas)[number];

/** `area/kebab-case`, stable for ever. */
export type RuleId = `${Area}/${string}`;

/** A field of an object: `['spec', 'http', 0, 'route']`. */
export type FieldPath = readonly (string | number)[];

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
  /** Folder of the kustomization that the file belongs to. Equal objects of two are alternatives, not duplicates. */
  readonly layer?: string;
}

/** Another object that a finding speaks of. */
export interface Near {
  readonly object: ObjectReference;
  readonly path?: FieldPath;
  readonly file?: string;
  readonly line?: number;
  readonly source?: Source;
  /** What is to be seen there, such as `subsets: v1`. */
  readonly note?: string;
}

/**
 * What a rule reports: data, never text alone. Messages are lower case without a final period and show the value; `help` is an
 * imperative.
 */
export interface Finding {
  readonly rule: RuleId;
  /** Ids that other tools use for the same thing: `CAN-02`, `IST0101`, `KIA1107`. */
  readonly codes: readonly string[];
  readonly severity: Severity;
  readonly cluster?: string;
  readonly object?: ObjectReference;
  readonly path: FieldPath;
  /** A place in the text that the field holds, such as a Corefile, from 1. */
  readonly within?: { readonly line: number; readonly column: number };
  /** What would put it right in the text that the field holds, where that is mechanical. */
  readonly edits?: readonly TextEdit[];
  readonly near?: readonly Near[];
  /** Paths of the constructs (or names of the components) that caused it, first the one to look at. */
  readonly constructs?: readonly string[];
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1, in UTF-16 code units. */
  readonly column?: number;
  /** Where the object was written; what `file`, `line` and `column` are found by. */
  readonly source?: Source;
  readonly message: string;
  readonly help: string;
  /** What the finding takes for granted about things that are not in the input. */
  readonly assumption?: string;
  readonly url: string;
}

/**
 * A finding, or a lossy capability (rule `platform/<pattern>-<code>`), accepted by name.
 *
 * @example { rule: 'platform/canary-fault-everyone', reason: 'game day, approved by the shop team' }
 */
export interface Accept {
  readonly rule: string;
  readonly reason: string;
}

/** Where accepts travel: a JSON list of `Accept` on the objects of the construct that accepts. */
export const acceptAnnotation = 'sealane.dev/accept';

/** Names the places of the patches that changed an object, comma-separated, in the order in which they ran. */
export const patchesAnnotation = 'sealane.dev/patches';

/** Names every pattern that contributed to an object, comma-separated. */
export const patternsAnnotation = 'sealane.dev/patterns';

/** `spec.http[0].route[0].destination.subset`. */
export function formatPath(path: FieldPath): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : /^[A-Za-z0-9_-]+$/.test(step) ? `${i === 0 ? '' : '.'}${step}` : `["${step}"]`)).join('');
}
