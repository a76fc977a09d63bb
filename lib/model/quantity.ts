/** An amount of a resource as Kubernetes writes it: `2`, `500m`, `1.5Gi`, `1e3`. `parseQuantity` decides. */
export type Quantity = string;

const powers: Readonly<Record<string, readonly [base: bigint, exponent: number]>> = {
  n: [10n, -9], u: [10n, -6], m: [10n, -3], '': [10n, 0], k: [10n, 3], M: [10n, 6], G: [10n, 9], T: [10n, 12], P: [10n, 15], E: [10n, 18],
  Ki: [2n, 10], Mi: [2n, 20], Gi: [2n, 30], Ti: [2n, 40], Pi: [2n, 50], Ei: [2n, 60],
};

/** Billionths in one: the finest amount that Kubernetes keeps. */
export const one = 1_000_000_000n;

/**
 * Billionths of a quantity, or `undefined` when the text is not one. What is finer is rounded away from zero, as the API server does.
 *
 * Source: `k8s.io/apimachinery/pkg/api/resource`, the grammar above `type Quantity`.
 *
 * @example parseQuantity('500m') === one / 2n
 */
export function parseQuantity(text: string): bigint | undefined {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const amount = parse(text);
  if (amount !== undefined && parsed.size < 1000) parsed.set(text, amount);
  return amount;
}

/** Manifests repeat a few amounts, and big numbers are slow. */
const parsed = new Map<string, bigint>();

function parse(text: string): bigint | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', , exponent, suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const [base, power] = exponent === undefined ? (powers[suffix] ?? [10n, 0]) : [10n, Number(exponent)];
  const scaled = BigInt(whole + fraction) * one * base ** BigInt(Math.max(power, 0));
  const divisor = 10n ** BigInt(fraction.length) * base ** BigInt(Math.max(-power, 0));
  const magnitude = (scaled + divisor - 1n) / divisor;
  return sign === '-' ? -magnitude : magnitude;
}

/** Whether two texts are the same amount. */
export function sameQuantity(a: string, b: string): boolean {
  const [first, second] = [parseQuantity(a), parseQuantity(b)];
  return first !== undefined && first === second;
}

/** Whether a quantity is a whole number, as exclusive CPUs have to be. */
export function isWhole(text: string): boolean {
  const amount = parseQuantity(text);
  return amount !== undefined && amount % one === 0n;
}
