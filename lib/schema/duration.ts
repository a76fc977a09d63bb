const nanoseconds: Readonly<Record<string, number>> = { ns: 1, us: 1e3, 'µs': 1e3, 'μs': 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/**
 * A duration as Go's `time.ParseDuration` reads it, in nanoseconds; `undefined` when it refuses it.
 *
 * @example parseGoDuration('1h15m') // 4.5e12
 */
export function parseGoDuration(text: string): number | undefined {
  const [, sign, rest] = /^([+-]?)(.+)$/s.exec(text) ?? [];
  if (rest === undefined) return undefined;
  if (rest === '0') return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined;
  let sum = 0;
  for (const [, number, unit] of rest.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) sum += Number(number) * (nanoseconds[unit ?? ''] ?? 0);
  if (sum >= 2 ** 63) return undefined;
  return sign === '-' ? -sum : sum;
}
