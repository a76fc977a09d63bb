import type { ClusterObject } from '../cluster/object';
import type { FieldPath } from '../model/finding';
import type { Action } from './tier-policy';

/** A rule that has a say about a connection. */
export interface Evidence {
  readonly object: ClusterObject;
  readonly path: FieldPath;
  /** A rule of a NetworkPolicy can only admit. */
  readonly says: Action | 'admit';
  /** `false`: the input does not settle whether the rule means it. */
  readonly certain: boolean;
  /** Name of the rule, where it has one. */
  readonly rule?: string;
}

/** Who has the last word about a connection at one end. */
export type Decider =
  /** Its pods are on the host network, which no policy governs. */
  | 'host network'
  /** A policy of a system that is not evaluated here. */
  | 'other system'
  | 'admin'
  | 'network policy'
  | 'baseline'
  /** Policies are for the pods, and none of their rules means it: pods are open. */
  | 'no rule'
  /** Nobody speaks of it: pods are open. */
  | 'nobody'
  /** The input leaves several deciders possible. */
  | 'unsettled';
