import { isObject, type JsonObject } from '../../model/json';
import { PlainYaml } from './plain-yaml';
import { parseYaml, type Fault, type Parsed } from './yaml';

/**
 * Simple lines before `metadata`, the lines of `metadata`, and what follows from the next key on. Only with one-line texts before it
 * can no quote or bracket be open where `metadata` begins.
 */
const parts = /^((?:[ \t]*(?:#.*)?\n|[A-Za-z]+:[ \t]+[A-Za-z0-9./_-]+[ \t]*\n)*)(metadata:[ \t]*\n(?:(?:[ \t].*|#.*|)\n)*)(?=[A-Za-z])/;

/** What documents have beside their metadata. */
interface Rest {
  /** Its values, shared by every document that repeats it. */
  readonly value: JsonObject;
  /** How many of its keys stand before `metadata`. */
  readonly before: number;
}

/**
 * Reads documents of which many differ in nothing but their metadata, as those of one chart in many namespaces do. What they have in
 * common is read once, and is one value in all of them, so that what was found out about it holds for all.
 */
export class SharedParts {
  /** By what stands before and after the metadata: met once, cannot be taken apart, or known. */
  private readonly rests = new Map<string, Map<string, 'once' | 'whole' | Rest>>();
  private readonly plain = new PlainYaml();

  parse(document: string): Parsed | Fault {
    // An anchor in one part may be meant in the other.
    const found = document.includes('&') ? null : parts.exec(document);
    if (found === null) return parseYaml(document, this.plain);
    const [, head = '', metadata = ''] = found;
    const rest = this.restOf(head, document.slice(head.length + metadata.length));
    return (rest === undefined ? undefined : joined(rest, parseYaml(metadata, this.plain))) ?? parseYaml(document, this.plain);
  }

  private restOf(head: string, tail: string): Rest | undefined {
    let tails = this.rests.get(head);
    if (tails === undefined) this.rests.set(head, (tails = new Map<string, 'once' | 'whole' | Rest>()));
    const known = tails.get(tail);
    if (known === undefined) tails.set(tail, 'once');
    if (known === undefined || known === 'whole') return undefined;
    if (known !== 'once') return known;
    const rest = readRest(head, parseYaml(head + tail, this.plain));
    tails.set(tail, rest ?? 'whole');
    return rest;
  }
}

function readRest(head: string, parsed: Parsed | Fault): Rest | undefined {
  if ('message' in parsed || parsed.faults.length > 0 || !isObject(parsed.value) || Object.hasOwn(parsed.value, 'metadata')) return undefined;
  return { value: parsed.value, before: head.split('\n').filter(line => /^[A-Za-z]/.test(line)).length };
}

/** The whole, its keys in the order of the text; `undefined` where the metadata are not plain, and had better be read with the rest. */
function joined({ value, before }: Rest, parsed: Parsed | Fault): Parsed | undefined {
  if ('message' in parsed || parsed.faults.length > 0 || !isObject(parsed.value)) return undefined;
  const whole: Record<string, unknown> = {};
  let at = 0;
  for (const key in value) {
    if (at++ === before) Object.assign(whole, parsed.value);
    whole[key] = value[key];
  }
  return { value: whole, faults: [] };
}
