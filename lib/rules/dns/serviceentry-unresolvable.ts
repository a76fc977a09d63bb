import { ofKind } from '../../intents/intents';
import { specOf, textAt, textsAt } from '../../mesh/fields';
import { isAddress, remoteEntries } from '../../mesh/remote-entries';
import { nameAnswered } from '../../mesh/unanswered-names';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/**
 * A name that somebody made up for a ServiceEntry: it is of no domain that can be looked up, and no proxy captures DNS. Only names under domains that
 * are reserved, or of one label, are judged: others may be answered by a DNS of one's own.
 */
export const serviceentryUnresolvable: Rule = {
  id: 'dns/serviceentry-unresolvable',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const elsewhere = new Set(remoteEntries(view).map(({ object }) => object));
    const asked = new Set(ofKind(view.intents, 'call-alias').map(({ intent }) => intent.alias));
    return view.cluster.of('networking.istio.io', 'ServiceEntry').filter(entry => !elsewhere.has(entry)).flatMap(entry => textsAt(specOf(entry), 'hosts').flatMap((written, i): readonly Reported[] => {
      const host = written.toLowerCase();
      // Addresses are dialled as they are, and a name with an address of its own may stand in anybody's hosts file.
      if (!madeUp(host) || asked.has(host) || isAddress(host) || textsAt(specOf(entry), 'addresses').length > 0 || textAt(specOf(entry), 'resolution') === 'NONE' || nameAnswered(view, entry, host)) return [];
      return [{
        object: entry,
        path: ['spec', 'hosts', i],
        message: `nothing answers the name ${host} of ${describe(entry.reference)}: no public DNS has it, sidecars do not capture DNS, and no Corefile here has a zone for it`,
        help: 'set ISTIO_META_DNS_CAPTURE: "true" in proxyMetadata of the mesh, or of the callers by annotation proxy.istio.io/config',
        assumption: `neither the mesh configuration nor a DNS server outside the input answers ${host}`,
      }];
    }));
  },
};

/** Domains that public DNS never has (RFC 2606, RFC 6762, ICANN's reservation of `internal`), and `mesh`, which guides use. */
function madeUp(host: string): boolean {
  return /\.(?:internal|local|mesh|test|invalid|localhost)$/.test(host) || !host.includes('.');
}
