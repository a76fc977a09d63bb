import { UsageError } from '../../model/usage-error';

/** The part of a pod that says how it asks for names. */
export interface ClientDnsConfig {
  readonly options: readonly { readonly name: 'ndots'; readonly value: string }[];
}

/**
 * `dnsConfig` of pods that call names outside the cluster: names with that many dots are asked as they are, before the search path is tried. Kubernetes gives pods 5,
 * so that one lookup of `api.example.com` becomes four or five, and twice as many with IPv6.
 *
 * With 2, `service` and `service.namespace` still resolve; names such as `service.namespace.svc` are asked outside first and want the whole domain.
 *
 * @param ndots @default 2
 * @throws UsageError below 2, where `service.namespace` no longer resolves, and above 15, the most that resolvers take
 * @example { dnsConfig: clientNdots(), containers: [ … ] }
 */
export function clientNdots(ndots: number = 2): ClientDnsConfig {
  if (!Number.isInteger(ndots) || ndots < 2 || ndots > 15) throw new UsageError({ what: `cluster-dns: clientNdots(${String(ndots)}): service.namespace has one dot and has to be searched, and resolvers stop at 15`, fix: 'use a whole number from 2 to 15' });
  return { options: [{ name: 'ndots', value: String(ndots) }] };
}
