/**
 * A value that may only be known later: a plain `T`, a Pulumi `Output<T>` or a cdk8s `Lazy`.
 *
 * Both are recognised by shape, so that nothing here imports either. Addresses, CIDRs and secret names may be
 * leaves; names, namespaces, hosts, labels and ports are structure and stay plain.
 *
 * @example
 * const cidr: Leaf<string> = database.address.apply(a => `${a}/32`);
 */
export type Leaf<T> = T | { apply<U>(f: (value: T) => U): unknown } | { produce(): unknown };

/** Whether a value is one that cannot be read yet: an Output, a Lazy or another token. */
export function isOpaque(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const candidate = value as { apply?: unknown; produce?: unknown };
  return typeof candidate.apply === 'function' || typeof candidate.produce === 'function';
}

/** The plain value of a leaf, or `undefined` when it is opaque. */
export function plain<T>(leaf: Leaf<T>): T | undefined {
  return isOpaque(leaf) ? undefined : (leaf as T);
}
