import type { TierRule } from '../reach/tier-policy';

/** What a rule of a cluster-scoped policy does, as messages say it. */
export function verbOf({ action }: Pick<TierRule, 'action'>): 'accepts' | 'denies' | 'passes' {
  return ({ accept: 'accepts', deny: 'denies', pass: 'passes' } as const)[action];
}
