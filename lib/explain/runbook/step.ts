import type { HopId, HopStatus, Stage } from '../trace/hop';
import type { TraceCode } from '../trace/codes';

/** One command of a POSIX shell. It speaks of variables of the runbook, so that it can be copied as it is. */
export interface StepCommand {
  readonly run: string;
  /** It leaves something in the cluster: an ephemeral container, or an object. Absent: it only reads. */
  readonly creates?: string;
}

/** One thing to look at. */
export interface Step {
  readonly stage: Stage | 'PROVE';
  readonly hop?: HopId;
  readonly title: string;
  /** Those that read come first. */
  readonly commands: readonly StepCommand[];
  /** What manifests say of it already; empty where they do not settle it, or there are none. */
  readonly settled: readonly { readonly status: HopStatus; readonly text: string; readonly at?: string }[];
  /** What the commands print as things are, by the manifests. Absent: nobody knows. */
  readonly now?: string;
  /** What they print where all is well. */
  readonly healthy: string;
  /** Codes of `sealane trace` that the step confirms or rules out. */
  readonly codes: readonly TraceCode[];
}

/** A variable that commands use. */
export interface Variable {
  readonly name: string;
  /** Ready for the right side of an assignment. */
  readonly value: string;
  readonly comment: string;
}

/** Steps for one connection, one symptom, or one line of a log. */
export interface Runbook {
  readonly title: string;
  /** What is known before the first step: a line each. */
  readonly known: readonly string[];
  readonly variables: readonly Variable[];
  readonly steps: readonly Step[];
}

export function reads(run: string): StepCommand {
  return { run };
}

export function creates(what: string, run: string): StepCommand {
  return { run, creates: what };
}
