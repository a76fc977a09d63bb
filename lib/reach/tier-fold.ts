import { allConnections, noConnections, type ConnectionSet } from './connection-set';
import type { Step } from './peer-map';
import type { Action } from './tier-policy';
import type { Algebra } from './verdict';

/** What a tier makes of the ports towards one peer. A port can be in several where the input does not settle which rule decides. */
export interface TierState {
  readonly accept: ConnectionSet;
  readonly deny: ConnectionSet;
  readonly pass: ConnectionSet;
  /** Ports that no rule has decided so far. */
  readonly left: ConnectionSet;
  /** Of several policies of one priority: what was left before the first of them, and what none of those so far has decided. */
  readonly before: ConnectionSet;
  readonly kept: ConnectionSet;
}

export const untouched: TierState = { accept: noConnections, deny: noConnections, pass: noConnections, left: allConnections, before: allConnections, kept: allConnections };

/** Makes the transitions of one evaluation; equal states are one object. */
export interface TierTransitions {
  readonly rule: (action: Action, ports: ConnectionSet) => Pick<Step<TierState>, 'certain' | 'uncertain'>;
  readonly beginPolicies: (state: TierState) => TierState;
  readonly endPolicy: (state: TierState) => TierState;
  readonly endPolicies: (state: TierState) => TierState;
}

export function tierTransitions({ union, intersection, minus }: Algebra): TierTransitions {
  const ids = new Map<ConnectionSet, number>();
  const states = new Map<string, TierState>();
  const id = (set: ConnectionSet): number => {
    let known = ids.get(set);
    if (known === undefined) ids.set(set, (known = ids.size));
    return known;
  };
  const state = (made: TierState): TierState => {
    const key = [made.accept, made.deny, made.pass, made.left, made.before, made.kept].map(id).join();
    const present = states.get(key);
    if (present !== undefined) return present;
    states.set(key, made);
    return made;
  };
  const known = (change: (from: TierState) => TierState): ((from: TierState) => TierState) => {
    const made = new Map<TierState, TierState>();
    return from => {
      let to = made.get(from);
      if (to === undefined) made.set(from, (to = state(change(from))));
      return to;
    };
  };
  state(untouched);
  return {
    rule: (action, ports) => {
      const said = (from: TierState): TierState => ({ ...from, [action]: union(from[action], intersection(from.left, ports)) });
      return { certain: known(from => ({ ...said(from), left: minus(from.left, ports) })), uncertain: known(said) };
    },
    beginPolicies: known(from => ({ ...from, before: from.left, kept: from.left })),
    endPolicy: known(from => ({ ...from, kept: intersection(from.kept, from.left), left: from.before })),
    endPolicies: known(from => ({ ...from, left: from.kept, before: allConnections, kept: allConnections })),
  };
}
