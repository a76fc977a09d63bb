import type { Origin } from '../intents/intents';
import type { FieldPath, Finding } from '../model/finding';
import { canonical, compare, isObject, sameValue, type JsonObject } from '../model/json';
import type { ObjectReference } from '../model/object';
import { conflict, originsOf } from './composed';

/** A value that one contributor wants at some place. */
export interface Wanted {
  readonly value: unknown;
  readonly origin: Origin;
}

/** Objects that hold one of several fields: two of them merged would be none. */
const choices = new Set(['consistentHash']);

/**
 * Merges what several contributors want of one object, field by field. Objects are merged; anything else has to be the same from
 * all. The result does not depend on the order of contributors; where they disagree, one finding names them all.
 */
export function mergeWanted(object: ObjectReference, wanted: readonly Wanted[], help: string, path: FieldPath = []): { readonly value: unknown; readonly findings: readonly Finding[] } {
  if (!choices.has(String(path.at(-1))) && wanted.every(({ value }) => isObject(value))) {
    const keys = [...new Set(wanted.flatMap(({ value }) => Object.keys(value as JsonObject)))].sort(compare);
    const findings: Finding[] = [];
    const value = Object.fromEntries(
      keys.map(key => {
        const below = wanted.filter(({ value: object }) => key in (object as JsonObject)).map(({ value: object, origin }) => ({ value: (object as JsonObject)[key], origin }));
        const merged = mergeWanted(object, below, help, [...path, key]);
        findings.push(...merged.findings);
        return [key, merged.value];
      }),
    );
    return { value, findings };
  }
  const groups: { value: unknown; wanted: Wanted[] }[] = [];
  for (const want of [...wanted].sort((a, b) => compare(canonical(a.value), canonical(b.value)) || compare(a.origin.path, b.origin.path))) {
    const group = groups.find(({ value }) => sameValue(value, want.value));
    if (group === undefined) groups.push({ value: want.value, wanted: [want] });
    else group.wanted.push(want);
  }
  const findings = groups.length === 1 ? [] : [conflict(object, path, groups.map(group => ({ value: group.value, origins: originsOf(group.wanted) })), help)];
  return { value: groups[0]?.value, findings };
}
