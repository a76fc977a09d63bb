import type { Duration } from '../model/duration';
import type { Leaf } from '../model/leaf';
import type { GatewaySubject, ListenerSubject, ServicePortSubject, ServiceSubject } from './subjects';

/** Paths of a host: one, or all that begin with its parts (`/cart` means `/cart` and `/cart/…`, never `/cartoons`). */
export type RoutePath = { readonly exact: string } | { readonly prefix: string };

/** Requests of outsiders for a host and path lead through a gateway to a Service. */
export interface ExposeIntent {
  readonly kind: 'expose';
  readonly gateway: GatewaySubject;
  readonly listener: ListenerSubject;
  readonly host: string;
  readonly path: RoutePath;
  readonly service: ServiceSubject;
  readonly port: ServicePortSubject;
  readonly timeout?: Duration;
  /** Whether outsiders may steer by header where the Service is split. */
  readonly override: boolean;
}

/** The same through an ingress controller that no gateway stands for. */
export interface ExposeByIngressIntent {
  readonly kind: 'expose-by-ingress';
  readonly className: string;
  readonly host: string;
  readonly path: RoutePath;
  /** Name of the TLS Secret in the namespace of the Service; absent: plaintext. */
  readonly secret?: Leaf<string>;
  readonly service: ServiceSubject;
  readonly port: ServicePortSubject;
}
