import { labelKeyProblem } from '../../model/labels';
import { entries, refuse, spell, type Place } from './place';

/** Annotations of embedded metadata: qualified names in any case, 256 KiB together. */
export function annotations(metadata: Place): void {
  let size = 0;
  for (const [key, value] of entries(metadata, 'annotations')) {
    spell(metadata, ['annotations', key], key.toLowerCase(), labelKeyProblem);
    size += byteLength(key) + (typeof value === 'string' ? byteLength(value) : 0);
  }
  if (size > 256 * 1024) refuse(metadata, 'annotations', 'length', `annotations have ${size} bytes together, at most ${256 * 1024} are allowed`);
}

/** Bytes of a text in UTF-8. */
export function byteLength(value: string): number {
  return new TextEncoder().encode(value).length;
}
