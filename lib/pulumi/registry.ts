import { packageFolder } from '../files/package';
import { describe, fieldAt, identityOf, referenceOf, type Manifest } from '../model/object';
import { UsageError } from '../model/usage-error';

/** Every copy of sealane in the process meets under this key. */
const mark = Symbol.for('sealane');

interface Registry {
  readonly folder: string;
  /** Who has what: component by stack, cluster and object or host. */
  readonly owners: Map<string, string>;
}

/**
 * Notes what a component writes on a cluster. There is no moment after all components at which shares could still be merged, so a
 * second component that wants a share of the same object or host is refused.
 */
export function claim(objects: readonly { readonly manifest: Manifest }[], component: string, stack: string, cluster: string): void {
  const { owners } = registry();
  const claims = objects.flatMap(({ manifest }) => [
    { key: identityOf(referenceOf(manifest)), what: describe(referenceOf(manifest)) },
    ...hosts(manifest).map(host => ({ key: `${manifest.kind} of ${host}`, what: `the ${manifest.kind} of ${host}` })),
  ]);
  for (const { key, what } of claims) {
    const owner = owners.get(`${stack}\n${cluster}\n${key}`);
    if (owner !== undefined && owner !== component) {
      throw new UsageError({ what: `${what} on cluster ${cluster} is written by ${owner} already`, fix: 'put both patterns into one Network, which merges them', at: component });
    }
  }
  for (const { key } of claims) owners.set(`${stack}\n${cluster}\n${key}`, component);
}

function hosts(manifest: Manifest): readonly string[] {
  const host = manifest.kind === 'DestinationRule' ? [fieldAt(manifest, 'spec', 'host')] : manifest.kind === 'VirtualService' ? fieldAt(manifest, 'spec', 'hosts') : [];
  return Array.isArray(host) ? host.map(String) : [];
}

function registry(): Registry {
  const store = globalThis as unknown as Record<symbol, Registry | undefined>;
  const present = store[mark];
  if (present !== undefined && present.folder !== packageFolder) {
    throw new UsageError({ what: `two copies of sealane in one program: ${present.folder} and ${packageFolder}`, fix: 'install sealane once; packages that build on it declare it as a peer dependency' });
  }
  return (store[mark] ??= { folder: packageFolder, owners: new Map() });
}
