/**
 * A span of time as Istio and the Gateway API both write it: whole hours, minutes, seconds and milliseconds in that order,
 * `1h30m`, `2s`, `1s500ms`. The pattern lets editors complain early; `parseDuration` decides.
 */
export type Duration = `${number}${'h' | 'm' | 's' | 'ms'}` | `${number}${'h' | 'm' | 's'}${number}${'m' | 's' | 'ms'}`;

/**
 * Milliseconds of a duration, or `undefined` when the text is not one.
 *
 * The grammar is the common part of Go's durations and GEP-2257: whole numbers, each unit at most once, largest first, at most five
 * digits. `0.5s`, which Istio alone takes, is not accepted.
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(?:(\d{1,5})h)?(?:(\d{1,5})m(?!s))?(?:(\d{1,5})s)?(?:(\d{1,5})ms)?$/.exec(text);
  if (text === '' || match === null) return undefined;
  const [hours, minutes, seconds, milliseconds] = match.slice(1).map(part => Number(part ?? 0));
  return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000 + (milliseconds ?? 0);
}
