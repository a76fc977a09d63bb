import { isObject, type JsonObject } from '../../model/json';

// JSON Web Keys, as the library of istiod reads them: lestrrat-go/jwx 1.2.

/** The keys of a set, or of a single key; a text says why there are none. */
export function keysOf(text: string): readonly JsonObject[] | string {
  let value: unknown;
  try {
    value = JSON.parse(firstObject(text));
  } catch {
    return 'it is no JSON';
  }
  if (!isObject(value)) return 'it is no object';
  if (value['keys'] === undefined) return keyProblem(value) ?? [value];
  const { keys } = value;
  if (!Array.isArray(keys)) return '"keys" is no list';
  const wrong = keys.map(key => (isObject(key) ? keyProblem(key) : 'a key is no object')).find(problem => problem !== undefined);
  return wrong ?? keys.filter(isObject);
}

/** What stands behind an object is not read. */
function firstObject(text: string): string {
  let depth = 0;
  for (const { 0: part, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    depth += part === '{' ? 1 : part === '}' ? -1 : 0;
    if (depth === 0 && part === '}') return text.slice(0, index + 1);
  }
  return text;
}

/** Fields that a key of a type must have, each in base64 for URLs. */
const needed: Readonly<Record<string, readonly string[]>> = { RSA: ['n', 'e'], EC: ['x', 'y'], OKP: ['x'], oct: ['k'] };

function keyProblem(key: JsonObject): string | undefined {
  const { kty } = key;
  const fields = typeof kty === 'string' ? needed[kty] : undefined;
  if (fields === undefined) return 'a key has no type that is known: RSA, EC, OKP, oct are';
  const missing = fields.find(field => typeof key[field] !== 'string' || !/^[A-Za-z0-9_\-+/=]+$/.test(key[field]));
  return missing === undefined ? undefined : `a key of type ${String(kty)} has no good "${missing}"`;
}

export function isPrivate(key: JsonObject): boolean {
  return key['kty'] === 'oct' || key['d'] !== undefined;
}
