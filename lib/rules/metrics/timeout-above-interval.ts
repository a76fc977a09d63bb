import { describe, fieldAt, textAt } from '../../model/object';
import { monitors } from '../monitors';
import type { Rule } from '../rule';

/** A scrape that may take longer than the time to the next: the operator drops the whole monitor. */
export const timeoutAboveInterval: Rule = {
  id: 'metrics/timeout-above-interval',
  codes: ['MON-05'],
  severity: 'error',
  reads: 'effective',
  check: view =>
    monitors(view).flatMap(({ object, endpoints }) =>
      endpoints.flatMap(({ written, path }) => {
        const [interval, timeout] = [textAt(written, 'interval') ?? '', textAt(written, 'scrapeTimeout') ?? ''];
        const [between, within] = [milliseconds(interval), milliseconds(timeout)];
        if (between === undefined || within === undefined || within <= between) return [];
        return [{
          object,
          path: [...path, 'scrapeTimeout'],
          message: `scrapeTimeout ${timeout} of ${describe(object.reference)} is longer than its interval ${interval}: the operator leaves the monitor out`,
          help: `write at most ${interval}`,
          near: [{ object, path: [...path, 'interval'], note: `interval: ${String(fieldAt(written, 'interval'))}` }],
        }];
      }),
    ),
};

const units: Readonly<Record<string, number>> = { y: 31_536_000_000, w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** A duration of Prometheus: `1m30s`, with days, weeks and years. */
function milliseconds(text: string): number | undefined {
  if (!/^(?:\d+(?:ms|[ywdhms]))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, number, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/g)) sum += Number(number) * (units[unit ?? ''] ?? 0);
  return sum;
}
