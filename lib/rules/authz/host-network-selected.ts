import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { hasProxy } from '../../mesh/capture';
import { labelsAt, namespaceOf, specOf } from '../../mesh/fields';
import { formatLabels } from '../../model/labels';
import { called } from '../pods';
import type { Reported, Rule } from '../rule';

/** A policy of the mesh that selects pods on the host network by name: no proxy keeps it there. */
export const hostNetworkSelected: Rule = {
  id: 'authz/host-network-selected',
  codes: ['HOST-09'],
  severity: 'error',
  reads: 'effective',
  check: view => ['AuthorizationPolicy', 'PeerAuthentication'].flatMap(kind => view.cluster.of('security.istio.io', kind)).flatMap((policy): readonly Reported[] => {
    const labels = labelsAt(specOf(policy), 'selector', 'matchLabels');
    const workload = Object.keys(labels).length === 0 ? undefined : view.cluster.labelled(namespaceOf(policy), labels).find(candidate => candidate.hostNetwork && hasProxy(view, candidate).captured === 'no');
    return workload === undefined ? [] : [inert(policy, workload, formatLabels(labels))];
  }),
};

function inert(policy: ClusterObject, workload: Workload, labels: string): Reported {
  return {
    object: policy,
    path: ['spec', 'selector'],
    message: `${labels} selects ${called(workload)}, which is on the host network: no proxy is injected there, so the policy has no effect on it`,
    help: `guard ${workload.name} on its nodes (a host policy of the CNI, a firewall), or take it off the host network`,
    near: [{ object: workload.object, path: [...workload.templatePath, 'spec', 'hostNetwork'], note: 'hostNetwork: true' }],
  };
}
