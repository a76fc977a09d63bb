import type { ExternalPortSubject, ExternalSubject, ServicePortSubject, ServiceSubject } from '../intents/subjects';

/** A port of a Service: what an edge leads to. */
export interface ServicePort {
  readonly service: ServiceSubject;
  readonly port: ServicePortSubject;
}

/** A port of an external service: what an edge out of the cluster leads to. */
export interface ExternalPort {
  readonly external: ExternalSubject;
  readonly port: ExternalPortSubject;
}
