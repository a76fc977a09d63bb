import type { Workload } from '../../../cluster/workload';
import { enrolment } from '../../../mesh/capture';
import { describe } from '../../../model/object';
import { evidence, type Hop } from '../hop';
import type { Way } from '../way';

/** Who the client is: its pods, identity, network and proxy. */
export function sourceHops({ world }: Way, workload: Workload): readonly Hop[] {
  const { enrolment: mesh, reason } = enrolment(world, workload);
  const pods = workload.pods.length > 0 ? workload.pods.length : workload.replicas;
  const proxy = { sidecar: 'sidecar', ambient: 'ambient', none: 'no sidecar', unknown: 'sidecar not known' }[mesh];
  const parts = [describe({ kind: workload.kind, namespace: workload.namespace, name: workload.name }), ...(pods === undefined ? [] : [pods === 1 ? '1 pod' : `${pods} pods`]), `service account ${workload.serviceAccount}`, `${proxy} (${reason})`];
  const is = evidence(workload.object, 'is');
  const own: Hop = { id: 'source', status: 'ok', text: parts.join(', '), evidence: [is] };
  if (!workload.hostNetwork) return [own];
  return [own, { id: 'source', status: 'warn', code: 'SRC-HOSTNET', text: `the pods of ${workload.name} are on the host network: policies do not see them as pods, and they get no sidecar`, evidence: [evidence(workload.object, 'says', ...workload.templatePath, 'spec', 'hostNetwork')] }];
}
