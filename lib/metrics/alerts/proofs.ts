import type { Sample } from '../alert';

/** A counter that grows by so much a minute: 60 is once a second. */
export function grows(series: string, each: number = 60, minutes: number = 60): Sample {
  return { series, values: `0+${each}x${minutes}` };
}

/** A value that stays. */
export function stays(series: string, value: number, minutes: number = 60): Sample {
  return { series, values: `${value}x${minutes}` };
}

/** Buckets of a histogram in which every observation, so many a minute, falls into one bucket: the one that ends at `edge`. */
export function bucketed(metric: string, labels: string, edges: readonly string[], edge: string, each: number = 240, minutes: number = 60): readonly Sample[] {
  const own = labels === '' ? '' : `${labels},`;
  return [...edges, '+Inf'].map(le => grows(`${metric}_bucket{${own}le="${le}"}`, le === '+Inf' || Number(le) >= Number(edge) ? each : 0, minutes));
}

/** The 99th percentile of observations that all fall between two edges, as `histogram_quantile` guesses it. */
export function guess(lower: number, upper: number): number {
  return lower + 0.99 * (upper - lower);
}
