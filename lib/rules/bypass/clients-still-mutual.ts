import { callsTo } from '../../mesh/known-calls';
import { clientMode } from '../../mesh/client-mode';
import { handshake } from '../../mesh/connection';
import { servedBy } from '../../mesh/served';
import { bypassedPorts, excludePath, forControlPlane, type BypassedPort } from '../bypassed';
import { atPod, called } from '../pods';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** A port goes past the proxy of the server, and clients are not told: they speak mutual TLS to the application. */
export const clientsStillMutual: Rule = {
  id: 'bypass/clients-still-mutual',
  codes: ['BYP-02'],
  severity: 'error',
  reads: 'effective',
  check: view => bypassedPorts(view).flatMap(bypassed => judge(view, bypassed)),
};

function judge(view: View, bypassed: BypassedPort): readonly (Reported | Unsettled)[] {
  const { workload, port } = bypassed;
  const calls = callsTo(view, workload, port);
  for (const call of calls) {
    const { works, client } = handshake(view, call.from, call.host, call.port, call.endpoint);
    if (works !== 'no' || client.sends !== 'mutual') continue;
    return [atPod(workload, excludePath, {
      message: `port ${port} goes past the proxy of ${called(workload)}, and ${call.from.name} (${call.because}) still speaks mutual TLS to it: ${client.reason}`,
      help: `add a PeerAuthentication that selects ${workload.name} with portLevelMtls ${port}: DISABLE`,
      near: [{ object: call.object ?? call.from.object, ...(call.path === undefined ? {} : { path: call.path }), note: call.because }],
    })];
  }
  if (calls.length > 0 || forControlPlane(view, bypassed)) return [];
  const mutual = servedBy(view, workload).some(served => served.endpoint.port === port && clientMode(view, { namespace: workload.namespace, labels: {} }, served.host, served.port, served.endpoint).sends === 'mutual');
  return mutual ? [{ unknown: 'whether pods of the mesh call a port that goes past the proxy', object: workload.object }] : [];
}
