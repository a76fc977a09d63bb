import { lackOfIdentities } from '../identities-permitted';
import { permitted } from '../permitted';
import { lackOfPolicies } from '../permitted-lack';
import type { Rule } from '../rule';

/** An edge that is declared and does not open. */
export const lack: Rule = {
  id: 'edge/lack',
  codes: [],
  severity: 'error',
  reads: 'effective',
  intents: true,
  check: view => {
    const sides = permitted(view);
    return [...(sides === undefined ? [] : lackOfPolicies(view, sides)), ...lackOfIdentities(view)];
  },
};
