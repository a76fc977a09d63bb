import type { PrometheusDuration } from './duration';
import type { Query } from './query';

/** The five signals of a network that rules, runbooks and dashboards are grouped by. */
export const signals = ['dns', 'services', 'policy', 'gateway', 'pods'] as const;
export type Signal = (typeof signals)[number];

export type AlertSeverity = 'critical' | 'warning' | 'info';

/** A series that a rule records. As a part of another query it is its name. */
export interface Recording extends Query {
  /** `level:metric:operation`; also the text. */
  readonly record: string;
  readonly expression: Query;
}

/** What somebody who is woken has to know. */
export interface Runbook {
  /** What is the case, in a sentence or two. */
  readonly meaning: string;
  /** What users see of it. */
  readonly impact: string;
  /** Steps that only read; commands stand in `backticks`. */
  readonly diagnosis: readonly string[];
  /** What makes it go away, the quickest first. */
  readonly mitigation: readonly string[];
}

/** A series as promtool writes one, a sample a minute: `{ series: 'up{job="coredns"}', values: '0x60' }`. */
export interface Sample {
  readonly series: string;
  readonly values: string;
}

/** Series by which promtool is shown that an alert fires on its fault and on nothing else. */
export interface Proof {
  /** With the fault, from minute `begins` to the last. */
  readonly faulty: readonly Sample[];
  /** Without it, under traffic. */
  readonly healthy: readonly Sample[];
  /** Alerts of this name that fire on the fault: their labels, without `alertname`, and what they say. */
  readonly fires: readonly { readonly labels: Readonly<Record<string, string>>; readonly description: string }[];
  /** Minute at which the fault begins, for what compares with the past. @default 0 */
  readonly begins?: number;
  /** Whether it fires where there is no series at all, as what waits for something missing has to. @default false */
  readonly firesOnNothing?: boolean;
}

/** One alert of one severity. Two of one name are one runbook. */
export interface Alert {
  readonly alert: string;
  readonly signal: Signal;
  readonly severity: AlertSeverity;
  readonly expression: Query;
  /** How long it has to hold. Absent: at once. */
  readonly for?: PrometheusDuration;
  /** A sentence without values, the same for every instance of the alert. */
  readonly summary: string;
  /** A template of Prometheus: `{{ $labels.server }}`, `{{ $value | humanizePercentage }}`. */
  readonly description: string;
  readonly runbook: Runbook;
  readonly proof: Proof;
}

/** Rules of one signal: recordings, in the order in which they use each other, then alerts. What cannot be measured is said, not left out. */
export interface RuleGroup {
  readonly signal: Signal;
  readonly recordings: readonly Recording[];
  readonly alerts: readonly Alert[];
  /** What this platform does not measure, with what can be done instead. */
  readonly unmeasured: readonly string[];
}

/** A recording to be put into other queries. */
export function recording(record: string, expression: Query): Recording {
  return { record, text: record, expression };
}
