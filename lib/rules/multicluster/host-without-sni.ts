import { clientTls, isClusterHost, remoteEntries } from '../../mesh/remote-entries';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/**
 * A host that the gateway of the other cluster does not know: it passes on what names a Service of its own registry, and clients name the host as it is
 * written here unless a DestinationRule says otherwise. Source: `builtAutoPassthroughFilterChains` (`core/gateway.go`) of Istio 1.31.
 */
export const hostWithoutSni: Rule = {
  id: 'multicluster/host-without-sni',
  codes: ['MC-05'],
  severity: 'error',
  reads: 'effective',
  check: view => remoteEntries(view).flatMap(({ object, hosts }) => hosts.flatMap((host, i): readonly Reported[] => {
    const { rules, sni } = clientTls(view, host);
    if (isClusterHost(view, host) || sni) return [];
    const [rule] = rules;
    return [{
      object,
      path: ['spec', 'hosts', i],
      message: `clients ask the gateway of the other cluster for ${host}, which is no name of a Service there${rule === undefined ? '' : `: ${describe(rule.reference)} sets no tls.sni`}`,
      help: 'add a DestinationRule for the host with tls: { mode: ISTIO_MUTUAL, sni: outbound_.PORT_._.NAME.NAMESPACE.svc.cluster.local }',
      ...(rule === undefined ? { severity: 'warning' as const, assumption: `no DestinationRule for ${host} exists outside the input` } : { near: [{ object: rule }] }),
    }];
  })),
};
