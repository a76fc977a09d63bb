import type { Workload } from '../../cluster/workload';
import { ofKind } from '../../intents/intents';
import { atPod, called } from '../pods';
import type { Reported, Rule, View } from '../rule';

const enforce = 'pod-security.kubernetes.io/enforce';

/** Pod Security of the namespace refuses pods on the host network. */
export const namespaceNotPrivileged: Rule = {
  id: 'host/namespace-not-privileged',
  codes: ['HOST-02'],
  severity: 'error',
  reads: 'effective',
  intents: true,
  check: view => [...amongObjects(view), ...writtenElsewhere(view)],
};

function amongObjects({ cluster }: View): readonly Reported[] {
  return cluster.workloads.flatMap((workload): readonly Reported[] => {
    const namespace = cluster.namespaces.get(workload.namespace);
    const level = namespace?.object === undefined ? undefined : namespace.labels[enforce];
    // Pods that run were let in.
    if (!workload.hostNetwork || (level !== 'baseline' && level !== 'restricted') || workload.pods.length > 0 || namespace?.object === undefined) return [];
    return [atPod(workload, ['spec', 'hostNetwork'], {
      message: `${called(workload)} is on the host network, and namespace ${workload.namespace} enforces ${level}: ${refused(workload)}`,
      help: `label namespace ${workload.namespace} with ${enforce}=privileged, or move ${workload.name} to a namespace of its own that has it`,
      near: [{ object: namespace.object, path: ['metadata', 'labels', enforce], note: level }],
    })];
  });
}

function refused({ kind }: Workload): string {
  return kind === 'Pod' ? 'the Pod is refused' : `the ${kind} is stored with a warning, and each of its pods is refused`;
}

/** Namespaces that a program speaks of and does not write. */
function writtenElsewhere({ intents }: View): readonly Reported[] {
  return ofKind(intents, 'host-network').flatMap(({ intent: { workload: { namespace, name } }, origin }): readonly Reported[] => (namespace.created ? [] : [{
    severity: 'warning',
    constructs: [origin.path],
    message: `namespace ${namespace.name} is not written here: where it enforces baseline or restricted, the pods of ${name} on the host network are refused one by one`,
    help: `run "kubectl label namespace ${namespace.name} ${enforce}=privileged", or create the namespace here`,
    object: { apiVersion: 'v1', kind: 'Namespace', name: namespace.name },
    assumption: `namespace ${namespace.name} enforces neither baseline nor restricted`,
  }]));
}
