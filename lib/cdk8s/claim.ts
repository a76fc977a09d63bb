import { App } from 'cdk8s';
import { holderOf, mark, type Holder } from '../check/holder';
import { packageFolder } from '../files/package';
import { UsageError } from '../model/usage-error';

/** This copy: its identity, not its version, tells it from another. */
const copy: Holder['copy'] = { folder: packageFolder };

/** Marks the App as taken; a second Network, or another copy of sealane, is refused by name. */
export function claim(app: App, network: Omit<Holder, 'copy'>): void {
  if (!isApp(app)) throw new UsageError({ what: 'a network without an App', fix: 'pass the App itself: new Network(app, platform)' });
  const holder = holderOf(app)?.copy;
  if (holder === copy) throw new UsageError({ what: 'the App has a Network already', fix: 'one App, one Network: build a second App for a second cluster' });
  if (holder !== undefined) throw new UsageError({ what: `two copies of sealane in one program: ${holder.folder} and ${copy.folder}`, fix: 'install sealane once; packages that build on it declare it as a peer dependency' });
  Object.defineProperty(app, mark, { value: { copy, ...network } satisfies Holder });
}

/** By shape as well: another copy of cdk8s has another class. */
function isApp(app: unknown): boolean {
  return app instanceof App || (typeof app === 'object' && app !== null && 'synthYaml' in app);
}
