/** A whole number as Go's `strconv.Atoi` reads it; `undefined` when it does not. */
export function parseInteger(text: string, bits: 32 | 64 = 64): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  const end = 1n << BigInt(bits - 1);
  return value >= -end && value < end ? Number(value) : undefined;
}

/** A number without sign, as Go's `strconv.ParseUint` reads it in base 10. */
export function parseUnsigned(text: string, bits: 16 | 32 | 64): number | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < 1n << BigInt(bits) ? Number(value) : undefined;
}

/** A number without sign in the base that its prefix names, `0x1F`, `0b1`, `0o7`, `017`: Go's `ParseUint` with base 0. */
export function parsePrefixed(text: string, bits: 16): number | undefined {
  const digits = text.replaceAll(/(?<=[0-9a-fA-FxXoObB])_(?=[0-9a-fA-F])/g, '');
  if (digits !== text && !/^0/.test(text)) return undefined;
  const octal = /^0([0-7]+)$/.exec(digits);
  if (!/^(?:\d+|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(digits) || (/^0\d/.test(digits) && octal === null)) return undefined;
  const value = BigInt(octal === null ? digits : `0o${octal[1] ?? ''}`);
  return value < 1n << BigInt(bits) ? Number(value) : undefined;
}

/** A number as Go's `strconv.ParseFloat` reads it, but for hexadecimal ones. */
export function parseFloatingPoint(text: string): number | undefined {
  if (/^[+-]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** `true` or `false` as Go's `strconv.ParseBool` reads them. */
export function isBoolean(text: string): boolean {
  return /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(text);
}
