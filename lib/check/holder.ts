import type { Profile } from '../configuration/configuration';
import type { Report } from './check';

/** Two copies of sealane, whatever their versions, meet under this key on an App. */
export const mark = Symbol.for('sealane');

/** What holds an App: a copy of sealane, and in it the Network that checks. */
export interface Holder {
  /** Identity of the copy. */
  readonly copy: { readonly folder: string };
  /** What the Network's check comes to. Composes at the first call; nothing can be added afterwards. */
  readonly report: () => Report;
  readonly profile: Profile;
}

/** Who holds an App; `undefined` where it has no Network. */
export function holderOf(app: object): Holder | undefined {
  return (app as Readonly<Record<symbol, Holder | undefined>>)[mark];
}
