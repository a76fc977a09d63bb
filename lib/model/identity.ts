/** The mesh identity of a workload: trust domain, namespace and service account. */
export interface Identity {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** `cluster.local/ns/shop/sa/web`: the SPIFFE id without its scheme, the form of `principals` in an AuthorizationPolicy. */
export function principal(identity: Identity): string {
  return `${identity.trustDomain}/ns/${identity.namespace}/sa/${identity.serviceAccount}`;
}
