/** A value that Go's reader cannot put into JSON. */
export class NotFinite extends Error {}

const words = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word): [string, boolean] => [word, true]),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word): [string, boolean] => [word, false]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, null] => [word, null]),
]);
const notFinite = new Set(['.nan', '.NaN', '.NAN', ...['', '+', '-'].flatMap(sign => ['.inf', '.Inf', '.INF'].map(word => sign + word))]);
const integer = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * What a plain scalar is to kubectl and the API server: YAML 1.1 words and number forms, without sexagesimals and dates.
 *
 * Source: `resolve` of the go-yaml v2 that sigs.k8s.io/yaml 1.6 carries.
 *
 * @throws NotFinite for `.nan` and `.inf`
 */
export function scalarOf(text: string): unknown {
  const first = text.charCodeAt(0);
  // Most scalars begin with a letter that begins no word.
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) return numberOf(text);
  const word = words.get(text);
  return word === undefined ? text : word;
}

function numberOf(text: string): unknown {
  if (notFinite.has(text)) throw new NotFinite(text);
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  if (integer.test(plain)) return integerOf(plain);
  const number = float.test(plain) ? Number(plain) : Number.NaN;
  // A number too large for a double stays text.
  return Number.isFinite(number) ? number : text;
}

function integerOf(text: string): number {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return negative && value !== 0 ? -value : value;
}
