import type { ClusterObject } from '../../cluster/object';
import type { FieldPath } from '../../model/finding';
import { describe } from '../../model/object';

/** What objects do to pods, in the order in which they are told. */
export const effectGroups = [
  'namespace', 'identity', 'admission', 'services', 'ways in', 'egress', 'ingress', 'mutual TLS', 'authentication', 'authorization', 'client rules', 'proxy', 'scaling', 'monitoring', 'mounts',
] as const;
export type EffectGroup = (typeof effectGroups)[number];

/** `wins`: others want the same, and this one holds. `ignored`: it selects the pods, and another thing keeps it from counting. */
export type Standing = 'applies' | 'wins' | 'ignored' | 'unknown';

/** One object, and what it does to the pods that were asked about. */
export interface Effect {
  readonly group: EffectGroup;
  readonly standing: Standing;
  /** Absent where it is only named, and not in the input. */
  readonly object?: ClusterObject;
  /** `Service shop/web`. */
  readonly name: string;
  /** The field that selects, or decides. */
  readonly path: FieldPath;
  /** A half sentence: what it does, or why it does nothing. */
  readonly text: string;
}

export function effect(group: EffectGroup, standing: Standing, object: ClusterObject, path: FieldPath, text: string): Effect {
  return { group, standing, object, name: describe(object.reference), path, text };
}
