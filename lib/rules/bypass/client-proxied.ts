import { capturesOutbound, hasProxy } from '../../mesh/capture';
import { callsTo } from '../../mesh/known-calls';
import { bypassedPorts, excludePath } from '../bypassed';
import { atPod, called } from '../pods';
import type { Reported, Rule } from '../rule';

/** The server's proxy is passed by, and the client's is not: half of the way is saved. */
export const clientProxied: Rule = {
  id: 'bypass/client-proxied',
  codes: ['BYP-07'],
  severity: 'info',
  reads: 'effective',
  check: view => bypassedPorts(view).flatMap(({ workload, port }): readonly Reported[] => {
    const call = callsTo(view, workload, port).find(({ from, port: dialled }) => hasProxy(view, from).captured === 'yes' && capturesOutbound(view, from, dialled.number).captured === 'yes');
    if (call === undefined) return [];
    return [atPod(workload, excludePath, {
      message: `port ${port} of ${called(workload)} goes past its proxy, and calls of ${call.from.name} still pass theirs`,
      help: `annotate the pods of ${call.from.name} with traffic.sidecar.istio.io/excludeOutboundPorts: "${call.port.number}" if both shall go past`,
      near: [{ object: call.from.object, note: call.because }],
    })];
  }),
};
