/** Bounds on what is read, so that no input makes the program hang or run out of stack. Go's reader stops at a depth of 10,000; nobody writes 500. */
const deepest = 500;
const mostValues = 2_000_000;

const alias = /(?:^|[\s[{,:-])\*[^\s*,[\]{}]/m;
const nested = /(?:[[{]\s*(?:"[^"\n]{0,40}"\s*:\s*)?){50}/;
const indented = ' '.repeat(200);
const sequences = '- '.repeat(50);

/** Whether a text can hold aliases, or nests so deeply that it has to be measured. Nearly none does; the rest is not walked. In a long line everything can stand. */
function suspicious(text: string): boolean {
  return (text.includes('*') && alias.test(text)) || text.includes(indented) || text.includes(sequences) || (hasMany(text, 50) && (nested.test(text) || (hasMany(text, deepest / 2) && hasLongLine(text))));
}

/** Whether a text has that many opening brackets. */
function hasMany(text: string, most: number): boolean {
  let count = 0;
  for (const bracket of ['{', '[']) for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (++count >= most) return true;
  return false;
}

function hasLongLine(text: string): boolean {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    if ((end < 0 ? text.length : end) - at > 5000) return true;
    if (end < 0) return false;
    at = end + 1;
  }
  return false;
}

/** What is wrong with the shape of a value, or `undefined`. `text` is where it was read from. */
export function shapeProblem(value: unknown, text: string): string | undefined {
  return suspicious(text) ? measured(value) : undefined;
}

/** Aliases make one value stand in many places, and may make it hold itself. */
function measured(root: unknown): string | undefined {
  let values = 0;
  const above = new Set<unknown>();
  /** An entry that is only `left` is the way back up. */
  const stack: { readonly value: unknown; readonly left: boolean }[] = [{ value: root, left: false }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { value, left } = entry;
    if (typeof value !== 'object' || value === null) continue;
    if (left) {
      above.delete(value);
      continue;
    }
    if (above.has(value)) return 'holds an alias that contains itself';
    if (above.size >= deepest) return `is nested more than ${deepest} deep`;
    above.add(value);
    stack.push({ value, left: true });
    for (const item of Object.values(value)) stack.push({ value: item, left: false });
    values += Object.keys(value).length;
    if (values > mostValues) return `has aliases that make more than ${mostValues.toLocaleString('en')} values of it`;
  }
  return undefined;
}
