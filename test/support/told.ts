import type { Side } from '../../lib/explain/difference/change';
import { difference, type DifferenceOptions } from '../../lib/explain/difference/difference';
import type { Facts } from '../../lib/cluster/facts';
import type { JsonObject } from '../../lib/model/json';
import { worldOf } from './world';

/** A state without files. */
export function side(objects: readonly JsonObject[], facts: Partial<Facts> = {}): Side {
  return { world: worldOf(objects, facts), place: () => undefined };
}

/** What changes, one line each with its causes: `routes lost … <- VirtualService shop/reviews is removed`. */
export function told(before: readonly JsonObject[], after: readonly JsonObject[], options: DifferenceOptions = {}): readonly string[] {
  return toldOf(side(before), side(after), options);
}

export function toldOf(before: Side, after: Side, options: DifferenceOptions = {}): readonly string[] {
  return difference(before, after, { blocksMeanPods: 'no', ...options }).changes.map(({ area, outcome, sentence, because }) => `${area} ${outcome} ${sentence} <- ${because.map(edit => edit.sentence).join('; ')}`);
}

/** Without the objects of some names. */
export function without(objects: readonly JsonObject[], ...names: readonly string[]): readonly JsonObject[] {
  return objects.filter(({ kind, metadata }) => !names.includes(`${String(kind)} ${(metadata as { readonly name: string }).name}`));
}
