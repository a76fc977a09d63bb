import type { Leaf } from '../../model/leaf';
import type { EgressGateway } from '../../network/egress-gateway';
import type { External } from '../../network/external';
import type { Workload } from '../../network/workload';
import type { Platform } from '../../platform/platform';
import type { Requires, Supported } from '../../platform/supported';
import type { PatternProps } from '../props';

interface Names {
  /** Names of which the server's certificate has to carry one. @default - the host that is called */
  readonly subjectAltNames?: readonly [string, ...string[]];
}

/** Authorities, and the certificate of the client, as files in the container of the proxy. */
interface ByFiles extends Names {
  /** @default - the authorities of the proxy's image */
  readonly caCertificates?: string;
  /** For servers that want a certificate of their clients. @default - none is shown */
  readonly client?: { readonly certificate: string; readonly privateKey: string };
  readonly secret?: never;
  readonly mutual?: never;
}

/** The same as a Secret in the namespace of the egress gateway. A sidecar does not read it. */
interface BySecret extends Names {
  /** Its name; keys `ca.crt`, and with `mutual` `tls.crt` and `tls.key`. */
  readonly secret: Leaf<string>;
  /** Whether the server wants a certificate of its clients. @default false */
  readonly mutual?: boolean;
  readonly caCertificates?: never;
  readonly client?: never;
}

/** TLS that a proxy begins for callers that speak plaintext; `{}` checks the server against the authorities of the proxy's image. */
export type TlsOrigination = ByFiles | BySecret;

/** Props of `ExternalService`. */
export interface ExternalServiceProps<P extends Platform, N extends string = string> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'external-service'>;
  /** What is called, from `net.external`. */
  readonly external: External<N>;
  /** Workloads that call every port of it: their edges are declared with it. @default [] - edges are given to other patterns */
  readonly callers?: readonly Workload[];
  /** Ports on which callers speak plaintext and the destination TLS. @default {} - what the application says goes out as it is */
  readonly originate?: Supported<P, 'external-service.originate', { readonly [K in NoInfer<N>]?: TlsOrigination }>;
  /**
   * Where a namespace is closed and the policy cannot name the host, permit every address on its ports. Needs an accept of
   * `platform/external-service-any-address`. @default false - an edge that no policy can say is an error
   */
  readonly anyAddress?: boolean;
  /** The egress gateway by which calls leave. @default - straight from the callers */
  readonly through?: Supported<P, 'external-service.through', EgressGateway>;
}
