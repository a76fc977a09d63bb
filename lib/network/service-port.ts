import type { ServicePortSubject, ServiceSubject } from '../intents/subjects';

/** A port of a Service: what an edge leads to. */
export interface ServicePort {
  readonly service: ServiceSubject;
  readonly port: ServicePortSubject;
}
