import type { EdgeSubject, GatewaySubject, WorkloadSubject } from '../intents/subjects';
import { dnsLabelProblem } from '../model/names';
import { fieldAt } from '../model/object';
import { UsageError } from '../model/usage-error';
import type { ExternalPort, ServicePort } from './service-port';

/**
 * A connection: a caller and a port of a Service or of something external. Made by `web.calls(reviews.port('http'))`; it has an effect once it
 * is given to a pattern.
 */
export class Edge<End extends ServicePort | ExternalPort = ServicePort | ExternalPort> implements EdgeSubject<End> {
  readonly name: string | undefined;

  /** @internal */
  constructor(
    readonly from: WorkloadSubject | GatewaySubject,
    readonly to: End,
    options: EdgeOptions = {},
  ) {
    if (typeof to !== 'object' || to === null || !('port' in to)) throw new UsageError({ what: `${from.name} calls ${describeCallee(to)}`, fix: "pass a port of a Service, such as reviews.port('http')" });
    if (options.name !== undefined) {
      const problem = dnsLabelProblem(options.name);
      if (problem !== undefined) throw new UsageError({ what: `edge name "${options.name}" ${problem}`, fix: 'use a short name such as "web-to-reviews"' });
    }
    this.name = options.name;
  }
}

/** What somebody gave where a port of a Service belongs. */
function describeCallee(to: unknown): string {
  const name = fieldAt(to, 'name');
  return typeof name === 'string' ? `${name} itself` : JSON.stringify(to) ?? 'nothing';
}

/** Options of an edge. */
export interface EdgeOptions {
  /** What the objects of the edge are called, before `-ingress` and `-egress`. @default - `<caller>-to-<service>-<port>` */
  readonly name?: string;
}
