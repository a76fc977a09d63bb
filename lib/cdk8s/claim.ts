import { App } from 'cdk8s';
import { packageFolder } from '../files/package';
import { UsageError } from '../model/usage-error';

/** Two copies of sealane, whatever their versions, meet under this key. */
const mark = Symbol.for('sealane');

/** This copy: its identity, not its version, tells it from another. */
const copy = { folder: packageFolder };

/** Marks the App as taken; a second Network, or another copy of sealane, is refused by name. */
export function claim(app: App): void {
  if (!isApp(app)) throw new UsageError({ what: 'a network without an App', fix: 'pass the App itself: new Network(app, platform)' });
  const holder = (app as unknown as Record<symbol, typeof copy | undefined>)[mark];
  if (holder === copy) throw new UsageError({ what: 'the App has a Network already', fix: 'one App, one Network: build a second App for a second cluster' });
  if (holder !== undefined) throw new UsageError({ what: `two copies of sealane in one program: ${holder.folder} and ${copy.folder}`, fix: 'install sealane once; packages that build on it declare it as a peer dependency' });
  Object.defineProperty(app, mark, { value: copy });
}

/** By shape as well: another copy of cdk8s has another class. */
function isApp(app: unknown): boolean {
  return app instanceof App || (typeof app === 'object' && app !== null && 'synthYaml' in app);
}
