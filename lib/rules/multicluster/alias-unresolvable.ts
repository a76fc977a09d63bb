import { ofKind } from '../../intents/intents';
import { isAddress, remoteEntries } from '../../mesh/remote-entries';
import { nameAnswered } from '../../mesh/unanswered-names';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** The name of a Service in another cluster that no DNS knows: callers get NXDOMAIN before their proxy sees a byte. Sidecars answer names only where they are told to. */
export const aliasUnresolvable: Rule = {
  id: 'multicluster/alias-unresolvable',
  codes: ['MC-06', 'X5'],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    // A program has said who answers for its aliases.
    const asked = new Set(ofKind(view.intents, 'call-alias').map(({ intent }) => intent.alias));
    return remoteEntries(view).flatMap(({ object, hosts }) => hosts.flatMap((host, i): readonly Reported[] => (asked.has(host) || isAddress(host) || nameAnswered(view, object, host) ? [] : [{
      object,
      path: ['spec', 'hosts', i],
      message: `nothing answers the name ${host} of ${describe(object.reference)}: it is no name of the cluster, sidecars do not capture DNS, and no Corefile here has a zone for it`,
      help: 'set ISTIO_META_DNS_CAPTURE: "true" in proxyMetadata of the mesh, or of the callers by annotation proxy.istio.io/config',
      assumption: `neither the mesh configuration nor a DNS server outside the input answers ${host}`,
    }])));
  },
};
