import { capturesInbound, capturesOutbound, excludedInbound, hasProxy, portsOfProxies, trafficPrefix, type Capture } from '../../../mesh/capture';
import { annotationsOf } from '../../../mesh/fields';
import { evidence, type Hop } from '../hop';
import type { Arrival, Way } from '../way';

/** Whether the proxies at both ends see the connection. */
export function captureHops({ world, sender }: Way, { endpoint, host, port }: Arrival): readonly Hop[] {
  const { workload, port: number } = endpoint;
  const misplaced = ['excludeInboundPorts', 'excludeOutboundPorts'].flatMap((list): readonly Hop[] => {
    const key = `${trafficPrefix}${list}`;
    return annotationsOf(host.object)[key] === undefined ? [] : [{ id: 'capture', status: 'warn', code: 'CAP-MISPLACED', text: `${key} stands on the ${host.object.kind}, where nobody reads it: it is for pods`, evidence: [evidence(host.object, 'says', 'metadata', 'annotations', key)] }];
  });
  if (world.facts.mesh === 'none') return [{ id: 'capture', status: 'skipped', text: 'no mesh', evidence: [] }, ...misplaced];
  const out = sender.workload === undefined ? undefined : capturesOutbound(world, sender.workload, port.number);
  const into = workload === undefined || number === undefined ? undefined : capturesInbound(world, workload, number);
  const excluded: Hop[] = [];
  if (workload !== undefined && number !== undefined && into?.captured === 'no' && !portsOfProxies.has(number) && hasProxy(world, workload).captured === 'yes') {
    const listed = excludedInbound(workload).includes(number);
    excluded.push({ id: 'capture', status: 'warn', code: 'CAP-EXCLUDED', text: `the pods of ${workload.name} take inbound ${number} out of their proxy: ${into.reason}`, evidence: [evidence(workload.object, 'says', ...workload.templatePath, 'metadata', 'annotations', into.annotation ?? `${trafficPrefix}${listed ? 'excludeInboundPorts' : 'includeInboundPorts'}`)] });
  }
  if (sender.workload !== undefined && out?.captured === 'no' && hasProxy(world, sender.workload).captured === 'yes') {
    excluded.push({ id: 'capture', status: 'warn', code: 'CAP-EXCLUDED', text: `the pods of ${sender.workload.name} take outbound ${port.number} out of their proxy: ${out.reason}`, evidence: out.annotation === undefined ? [] : [evidence(sender.workload.object, 'says', ...sender.workload.templatePath, 'metadata', 'annotations', out.annotation)] });
  }
  if (excluded.length > 0) return [...excluded, ...misplaced];
  return [{ id: 'capture', status: 'ok', text: bothEnds(out, into), evidence: [] }, ...misplaced];
}

function bothEnds(out: Capture | undefined, into: Capture | undefined): string {
  if (out?.captured === 'yes' && into?.captured === 'yes') return 'both proxies see the connection';
  const one = (end: string, capture: Capture | undefined): string => (capture === undefined ? `no proxy is known at the ${end}` : capture.captured === 'yes' ? `the ${end}'s proxy sees it` : capture.captured === 'no' ? `no proxy at the ${end}: ${capture.reason}` : `whether the ${end} has a proxy is not known: ${capture.reason}`);
  return `${one('client', out)}; ${one('server', into)}`;
}
