import type { Duration } from '../model/duration';
import type { Labels } from '../model/labels';
import type { ScrapeMode } from '../platform/monitoring';
import type { ServicePortSubject, ServiceSubject } from './subjects';

/** What tells Prometheus to read, and how often. */
export interface Monitor {
  /** Name of the objects that say it. */
  readonly name: string;
  /** Path of the application's metrics. */
  readonly path: string;
  readonly interval: Duration;
  readonly scrapeTimeout: Duration;
  readonly sampleLimit: number;
  /** Label of the Service whose value becomes the label `job`. */
  readonly jobLabel: string;
  /** Labels of the monitor beside those that the platform demands. */
  readonly labels: Labels;
}

/** Prometheus reads metrics of the pods behind a Service. */
export interface ScrapeIntent {
  readonly kind: 'scrape';
  readonly service: ServiceSubject;
  /** Port of the application's metrics. */
  readonly port: ServicePortSubject;
  readonly mode: ScrapeMode;
  /** Absent: somebody else tells Prometheus; it is only let in. */
  readonly monitor?: Monitor;
}
