import type { Cluster } from '../cluster/cluster';
import type { Finding } from '../model/finding';
import { identityOf, textAt } from '../model/object';

/** Where people tell `istioctl analyze` which of its messages they know: codes of an object with commas between them, or `*`. */
export const suppressAnnotation = 'galley.istio.io/analyze-suppress';

/** Codes that are suppressed, by the identity of the object. */
export type Suppressions = ReadonlyMap<string, readonly string[]>;

/** What the annotations of objects suppress. One that suppresses nothing is not reported: it may be for another release of istioctl. */
export function suppressions(cluster: Cluster): Suppressions {
  const found = new Map<string, readonly string[]>();
  for (const object of cluster.objects) {
    const text = textAt(object.written, 'metadata', 'annotations', suppressAnnotation);
    if (text !== undefined) found.set(identityOf(object.reference), text.split(',').map(code => code.trim()).filter(code => code !== ''));
  }
  return found;
}

/** The reason under which a finding is accepted, where an object that it speaks of suppresses a code of it. `*` stands for every code of istioctl, and for no other. */
export function suppressed(found: Suppressions, { codes, object, near = [] }: Finding): string | undefined {
  if (found.size === 0) return undefined;
  for (const reference of [...(object === undefined ? [] : [object]), ...near.map(({ object: other }) => other)]) {
    const said = found.get(identityOf(reference)) ?? [];
    const code = said.find(each => (each === '*' ? codes.some(own => own.startsWith('IST')) : codes.includes(each)));
    if (code !== undefined) return `annotation ${suppressAnnotation} says ${code}`;
  }
  return undefined;
}
