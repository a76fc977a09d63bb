import type { Arrival, Leg, Way } from './way';

/** The course that requests of one branch take: what its hops are about, and what repairs and proofs need to know. */
export interface Course {
  readonly way: Way;
  /** Whether they come from outside of the cluster; the sender is what lets them in. */
  readonly fromOutside: boolean;
  /** Absent where they end before a host is chosen. */
  readonly to?: NonNullable<Leg['to']>;
  /** Absent where they end before pods, or an address, are. */
  readonly arrival?: Arrival;
}
