import type { FieldPath } from '../../model/finding';

/** Only a server gives these, and what it gives has every key once. */
const dump = /"resourceVersion"\s*:/;

/**
 * Where keys of a JSON text stand twice in one object, each once. `JSON.parse` takes the last value, as kubectl does; the API server refuses
 * the object. The text is walked only where it names more keys than the value has.
 */
export function repeatedJsonKeys(text: string, value: unknown): readonly FieldPath[] {
  if (dump.test(text) || namedKeys(text) <= keysOf(value)) return [];
  const found: FieldPath[] = [];
  const frames: { readonly keys: Map<string, number> | undefined; step: string | number }[] = [];
  const tokens = /"(?:[^"\\]|\\[\s\S])*"|[{}[\],:]/g;
  let isKey = false;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const [said] = token;
    const frame = frames.at(-1);
    if (said === '{' || said === '[') frames.push({ keys: said === '{' ? new Map<string, number>() : undefined, step: said === '{' ? '' : 0 });
    else if (said === '}' || said === ']') frames.pop();
    else if (said === ',' && typeof frame?.step === 'number') frame.step++;
    else if (isKey && frame?.keys !== undefined && said.startsWith('"')) {
      const key = JSON.parse(said) as string;
      const count = (frame.keys.get(key) ?? 0) + 1;
      frame.keys.set(key, count);
      frame.step = key;
      if (count === 2) found.push(frames.map(({ step }) => step));
    }
    isKey = said === '{' || (said === ',' && frames.at(-1)?.keys !== undefined);
  }
  return found;
}

/** Keys that a text names, and more where texts look like keys. */
function namedKeys(text: string): number {
  const pattern = /"\s*:/g;
  let count = 0;
  while (pattern.exec(text) !== null) count++;
  return count;
}

function keysOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const items: readonly unknown[] = Object.values(value);
  return items.reduce<number>((sum, item) => sum + keysOf(item), Array.isArray(value) ? 0 : items.length);
}
