import { Output } from '@pulumi/pulumi';
import { isOpaque } from '../model/leaf';

/** The Outputs in plain data, each once, in the order in which they stand. */
export function outputsIn(value: unknown): readonly Output<unknown>[] {
  const found = new Set<Output<unknown>>();
  collect(value, found);
  return [...found];
}

function collect(value: unknown, found: Set<Output<unknown>>): void {
  if (Output.isInstance(value)) found.add(value);
  else if (typeof value === 'object' && value !== null && !isOpaque(value)) for (const item of Object.values(value)) collect(item, found);
}

/** A copy of plain data with each Output replaced by what it came to; what holds none is the same as before, and so are handles. */
export function withValues<T>(value: T, values: ReadonlyMap<unknown, unknown>): T {
  return replaced(value, values) as T;
}

function replaced(value: unknown, values: ReadonlyMap<unknown, unknown>): unknown {
  if (values.has(value)) return values.get(value);
  if (typeof value !== 'object' || value === null || isOpaque(value)) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => replaced(item, values));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  // A handle is known by its identity.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, replaced(item, values), item] as const);
  return entries.some(([, now, before]) => now !== before) ? Object.fromEntries(entries.map(([key, now]) => [key, now])) : value;
}

/** Whether an Output has a value, or will have one in this run: in a preview some have none. */
export async function isKnown(output: Output<unknown>): Promise<boolean> {
  // The SDK keeps this field out of its declarations; one that lacks it is taken to be known.
  const { isKnown: known } = output as unknown as { readonly isKnown?: Promise<boolean> };
  return (await known) !== false;
}
