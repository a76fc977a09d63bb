/** Milliseconds of a duration as Istio's proxies read them, `1h30m`, `0.5s`, `100ms`; `undefined` for what is none. */
export function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:\d+(?:\.\d+)?(?:h|ms|m|s))+$/.test(text)) return undefined;
  const unit: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce((sum, [, number, name]) => sum + Number(number) * (unit[name ?? ''] ?? 0), 0);
}
