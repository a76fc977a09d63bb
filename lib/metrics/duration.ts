/** A span of time as Prometheus writes it: `5m`, `1h`, `30s`. */
export type PrometheusDuration = `${number}${'s' | 'm' | 'h' | 'd' | 'w'}`;

const seconds = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/** Minutes of a span of time. */
export function minutesOf(duration: PrometheusDuration): number {
  const unit = duration.at(-1) as keyof typeof seconds;
  return (Number(duration.slice(0, -1)) * seconds[unit]) / 60;
}
