import type { Accept } from '../../model/finding';
import type { Edge } from '../../network/edge';
import type { ServicePort } from '../../network/service-port';
import type { Platform } from '../../platform/platform';
import type { Impossible, Requires } from '../../platform/supported';
import type { PatternProps } from '../props';

type Unencrypted = 'platform/mesh-bypass-unencrypted';

/** Who answers for traffic that nothing encrypts or identifies, and why that is right here. */
export interface UnencryptedAccept extends Accept {
  readonly rule: Unencrypted;
}

interface Common<P extends Platform> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'mesh-bypass'>;
  /** All connections that pass the mesh by; nobody else gets through. Their callees are the workloads behind the Services. */
  readonly clients: readonly [Edge<ServicePort>, ...Edge<ServicePort>[]];
  /** Without it nothing is bypassed: the network is the only control that is left. */
  readonly accept: readonly [UnencryptedAccept, ...Accept[]];
}

/**
 * How much passes the mesh by.
 *
 * - `server`: the server's proxy leaves its port alone. Clients still use theirs, for routes and metrics, in plaintext.
 * - `both`: and clients go past their own proxies too, on the numbers of the Service's port and of the container's.
 * - `workload`: the pods behind the Services get no proxy at all, for no port and no call of their own.
 */
export type MeshBypassProps<P extends Platform> = Common<P> &
  (
    | {
        /** @default 'server' */
        readonly level?: 'server' | 'both';
        /**
         * Whether clients get a DestinationRule that says plaintext. `auto`: where they cannot find out by themselves: headless Services, and
         * meshes that are told to speak mutual TLS. `always`: everywhere. @default 'auto'
         */
        readonly destinationRule?: 'auto' | 'always';
      }
    | { readonly level: 'workload'; readonly destinationRule?: Impossible<"clients find out by themselves that pods have no proxy; leave destinationRule out"> }
  );
