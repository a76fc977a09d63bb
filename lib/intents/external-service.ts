import type { Leaf } from '../model/leaf';
import type { EgressGatewaySubject, ExternalSubject } from './subjects';

/** TLS that a proxy begins on behalf of callers that speak plaintext. */
export interface Origination {
  /** Names that the server's certificate has to carry; absent: the host itself. */
  readonly subjectAltNames?: readonly string[];
  /** Where the authorities that the server is checked against, and the certificate of the client, come from. */
  readonly trust: OriginationTrust;
}

/** `system`: the authorities of the proxy's image. Files are those of the proxy's container; a secret is one in the gateway's namespace. */
export type OriginationTrust =
  | { readonly from: 'system' }
  | { readonly from: 'files'; readonly caCertificates?: string; readonly client?: { readonly certificate: string; readonly privateKey: string } }
  | { readonly from: 'secret'; readonly name: Leaf<string>; readonly mutual: boolean };

/** Callers may reach something outside, with what proxies do on the way. */
export interface ExternalServiceIntent {
  readonly kind: 'external-service';
  readonly external: ExternalSubject;
  /** By name of the port. */
  readonly originate: ReadonlyMap<string, Origination>;
  readonly through?: EgressGatewaySubject;
  /** Where a policy has nothing but any address to permit, that is accepted. */
  readonly anyAddress: boolean;
}
