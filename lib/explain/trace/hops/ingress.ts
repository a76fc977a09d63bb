import type { Workload } from '../../../cluster/workload';
import type { Protocol } from '../../../model/port';
import { admission } from '../../../reach/admission';
import { podsOf } from '../../../reach/pods';
import { admissionHop } from '../admission-hop';
import { evidence, type Hop } from '../hop';
import type { Arrival, Way } from '../way';

/** Whether policies of the server's pods let the sender in. */
export function ingressHop(way: Way, { endpoint, port: { transport: protocol } }: Arrival): Hop {
  const { workload, port } = endpoint;
  if (workload === undefined) return { id: 'ingress', status: 'skipped', text: `${endpoint.address ?? 'the server'} is not a pod of the input`, evidence: [] };
  if (port === undefined) return { id: 'ingress', status: 'skipped', text: 'without a port there is nothing to admit', evidence: [] };
  return ingressAt(way, workload, port, protocol);
}

/** The same at any pods: those of a gateway, too. */
export function ingressAt({ world, sender, settings }: Way, workload: Workload, number: number, protocol: Protocol = 'TCP'): Hop {
  if (workload.hostNetwork) return { id: 'ingress', status: 'warn', code: 'NP-HOSTNET', text: `the pods of ${workload.name} are on the host network, which no policy governs`, evidence: [evidence(workload.object, 'says', ...workload.templatePath)] };
  const said = admission(world, podsOf(workload), 'ingress', sender.party, { number, protocol }, { ...settings, everyRule: true });
  return admissionHop(said, { direction: 'ingress', name: `${workload.namespace}/${workload.name}`, other: sender.party, port: { number, protocol }, server: workload });
}
