import type { ClusterObject } from '../../cluster/object';
import type { FieldPath } from '../../model/finding';
import type { TraceCode } from './codes';
import type { Fix } from './fix';

/** The four parts of a connection, in the order in which it meets them. */
export const stages = ['RESOLVE', 'ROUTE', 'REACH', 'ADMIT'] as const;
export type Stage = (typeof stages)[number];

/** The thirteen hops, in the order in which a connection meets them, each with its stage. */
export const stageOf = {
  source: 'RESOLVE', dns: 'RESOLVE', service: 'RESOLVE',
  route: 'ROUTE', subset: 'ROUTE', endpoints: 'ROUTE', locality: 'ROUTE',
  egress: 'REACH', ingress: 'REACH',
  capture: 'ADMIT', mtls: 'ADMIT', authz: 'ADMIT', app: 'ADMIT',
} as const satisfies Readonly<Record<string, Stage>>;
export type HopId = keyof typeof stageOf;
export const hopIds = Object.keys(stageOf) as readonly HopId[];

/**
 * `ok`: it passes. `warn`: it passes, and something beside it is wrong. `fail`: it does not pass. `unknown`: the input does not settle it. `skipped`: there is
 * nothing to decide.
 */
export type HopStatus = 'ok' | 'warn' | 'fail' | 'unknown' | 'skipped';

/** What an object has to do with a hop. */
export type Role = 'is' | 'selects' | 'isolates' | 'admits' | 'doesNotAdmit' | 'routes' | 'says';

/** A field that a statement rests on. An empty path is the object itself. */
export interface HopEvidence {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  readonly role: Role;
}

/** One statement about a hop. A hop may have several; the worst of them is what it comes to. */
export interface Hop {
  readonly id: HopId;
  readonly status: HopStatus;
  /** Of every `fail` and `warn`. */
  readonly code?: TraceCode;
  /** One sentence without a period. */
  readonly text: string;
  readonly evidence: readonly HopEvidence[];
  /** What was considered: each policy that selects, each rule that was not it. */
  readonly details?: readonly { readonly text: string; readonly evidence?: HopEvidence }[];
  /** What the input lacks to settle an `unknown`: `EndpointSlice`. */
  readonly missing?: readonly string[];
  /** Changes, any one of which makes the statement pass. */
  readonly fixes?: readonly Fix[];
}

/** A statement in a trace: whether an earlier hop failed, so that it holds as if that were repaired. */
export interface TracedHop extends Hop {
  readonly stage: Stage;
  readonly hypothetical: boolean;
}

export function evidence(object: ClusterObject, role: Role, ...path: FieldPath): HopEvidence {
  return { object, path, role };
}

/** What earlier evaluators rest on, in one role. */
export function evidences(found: readonly { readonly object: ClusterObject; readonly path: FieldPath }[], role: Role): readonly HopEvidence[] {
  return found.map(({ object, path }) => ({ object, path, role }));
}
