import { excessOfIdentities } from '../identities-permitted';
import { excessOfPolicies } from '../permitted-excess';
import { permitted } from '../permitted';
import type { Rule } from '../rule';

/** What closed namespaces let through although no edge declares it, and nothing needs it. */
export const excess: Rule = {
  id: 'edge/excess',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  intents: true,
  check: view => {
    const sides = permitted(view);
    return [...(sides === undefined ? [] : excessOfPolicies(view, sides)), ...excessOfIdentities(view)];
  },
};
