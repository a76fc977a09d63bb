import { allConnections, intersection, minus, noConnections, union, type ConnectionSet } from './connection-set';

/** What is open between two parties, and what the input does not settle; all other ports are closed. */
export interface Verdict {
  readonly open: ConnectionSet;
  readonly unknown: ConnectionSet;
}

export const nothingOpen: Verdict = { open: noConnections, unknown: noConnections };
export const allOpen: Verdict = { open: allConnections, unknown: noConnections };
export const allUnknown: Verdict = { open: noConnections, unknown: allConnections };

/**
 * Sets and verdicts that are one object where they are equal, so that comparing them is cheap, and what was computed once of them need not be again.
 * Lives as long as one evaluation.
 */
export interface Algebra {
  readonly set: (set: ConnectionSet) => ConnectionSet;
  readonly union: (a: ConnectionSet, b: ConnectionSet) => ConnectionSet;
  readonly intersection: (a: ConnectionSet, b: ConnectionSet) => ConnectionSet;
  readonly minus: (a: ConnectionSet, b: ConnectionSet) => ConnectionSet;
  readonly verdict: (open: ConnectionSet, unknown: ConnectionSet) => Verdict;
  /** What both ends let pass: closed where one end is. */
  readonly both: (egress: Verdict, ingress: Verdict) => Verdict;
}

export function algebra(): Algebra {
  const sets = new Map<string, ConnectionSet>();
  const intern = (set: ConnectionSet): ConnectionSet => {
    const key = set.spans.join(',');
    const present = sets.get(key);
    if (present !== undefined) return present;
    sets.set(key, set);
    return set;
  };
  const [none, all] = [intern(noConnections), intern(allConnections)];
  const united = remembered<ConnectionSet, ConnectionSet>((a, b) => intern(union(a, b)));
  const common = remembered<ConnectionSet, ConnectionSet>((a, b) => intern(intersection(a, b)));
  const less = remembered<ConnectionSet, ConnectionSet>((a, b) => intern(minus(a, b)));
  const plus: Algebra['union'] = (a, b) => (a === b || b === none ? a : a === none ? b : a === all || b === all ? all : united(a, b));
  const shared: Algebra['intersection'] = (a, b) => (a === b || b === all ? a : a === all ? b : a === none || b === none ? none : common(a, b));
  const without: Algebra['minus'] = (a, b) => (b === none || a === none ? a : a === b || b === all ? none : less(a, b));
  const verdict = remembered<ConnectionSet, Verdict>((open, unknown) => (open === all ? allOpen : open === none && unknown === none ? nothingOpen : open === none && unknown === all ? allUnknown : { open, unknown }));
  const met = remembered<Verdict, Verdict>((a, b) => {
    const open = shared(a.open, b.open);
    return verdict(open, without(shared(plus(a.open, a.unknown), plus(b.open, b.unknown)), open));
  });
  return { set: intern, union: plus, intersection: shared, minus: without, verdict, both: (egress, ingress) => (egress === allOpen ? ingress : ingress === allOpen ? egress : egress === nothingOpen || ingress === nothingOpen ? nothingOpen : met(egress, ingress)) };
}

/** Remembers what a function makes of two objects, by identity. */
function remembered<A extends object, T>(make: (a: A, b: A) => T): (a: A, b: A) => T {
  const known = new Map<A, Map<A, T>>();
  return (a, b) => {
    let row = known.get(a);
    if (row === undefined) known.set(a, (row = new Map<A, T>()));
    const present = row.get(b);
    if (present !== undefined) return present;
    const made = make(a, b);
    row.set(b, made);
    return made;
  };
}
