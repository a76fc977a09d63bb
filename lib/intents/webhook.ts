import type { ServicePortSubject, ServiceSubject } from './subjects';

/** The API server calls a port of a Service: it has an address nobody may know, no labels, and no certificate of a mesh. */
export interface ControlPlaneCallIntent {
  readonly kind: 'control-plane-call';
  readonly service: ServiceSubject;
  readonly port: ServicePortSubject;
}
