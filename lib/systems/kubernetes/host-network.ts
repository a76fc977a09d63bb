import { ofKind, type Recorded } from '../../intents/intents';
import type { HostNetworkIntent } from '../../intents/host-network';
import type { WorkloadSubject } from '../../intents/subjects';
import { isObject, type JsonObject } from '../../model/json';
import { fieldAt } from '../../model/object';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';

/** Pods on the host network, and the namespace that admits them. */
export function emitHostNetwork(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  return ofKind(recorded, 'host-network').flatMap(({ intent, origin }) => [template(intent, origin, platform), ...namespace(intent.workload, origin)]);
}

function template({ workload, dns, addressVariable }: HostNetworkIntent, origin: Recorded['origin'], platform: Platform): Contribution {
  const env = [{ name: addressVariable, valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }];
  const opened = (list: 'containers' | 'initContainers'): JsonObject => {
    const containers = containersAt(workload, list).flatMap(container => {
      const ports = portsOf(container);
      return ports.length === 0 ? [] : [{ name: container['name'], ports, env }];
    });
    return containers.length === 0 ? {} : { [list]: containers };
  };
  return {
    share: {
      owner: 'pod-template',
      workload,
      // A proxy cannot be there; said aloud, it is no surprise, and whoever asks for one is a conflict.
      labels: platform.mesh === 'istio' ? { 'sidecar.istio.io/inject': 'false' } : {},
      spec: { hostNetwork: true, dnsPolicy: dns === 'cluster' ? 'ClusterFirstWithHostNet' : 'Default', ...opened('containers'), ...opened('initContainers') },
      workloadSpec: update(workload),
      without: 'its pods are not on the host network as it says',
    },
    origin,
  };
}

/** A port of a node is free only once the old pod is gone, so that no new one may come first. */
function update({ kind, document }: WorkloadSubject): JsonObject {
  const strategy = kind === 'Deployment' ? 'strategy' : 'updateStrategy';
  const type = fieldAt(document, 'spec', strategy, 'type');
  if (kind === 'StatefulSet' || type === 'Recreate' || type === 'OnDelete') return {};
  const unavailable = fieldAt(document, 'spec', strategy, 'rollingUpdate', 'maxUnavailable');
  const none = unavailable === undefined || unavailable === 0 || unavailable === '0%';
  return { [strategy]: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, ...(none ? { maxUnavailable: 1 } : {}) } } };
}

function containersAt(workload: WorkloadSubject, list: string): readonly JsonObject[] {
  const containers = fieldAt(workload.template, 'spec', list);
  return Array.isArray(containers) ? containers.filter(isObject) : [];
}

function portsOf({ ports }: JsonObject): readonly JsonObject[] {
  if (!Array.isArray(ports)) return [];
  return ports.filter(isObject).map(({ containerPort, protocol }) => ({ containerPort, hostPort: containerPort, ...(protocol === undefined ? {} : { protocol }) }));
}

/** Pod Security of the namespace: `baseline` refuses the host network. Audit keeps the rest in view; a warning at every apply would be noise. */
function namespace({ namespace: subject }: WorkloadSubject, origin: Recorded['origin']): readonly Contribution[] {
  const labels = { 'pod-security.kubernetes.io/enforce': 'privileged', 'pod-security.kubernetes.io/audit': 'baseline' };
  // Of a namespace that is written elsewhere, the rule host/namespace-not-privileged speaks.
  return subject.created ? [{ share: { owner: 'namespace', namespace: subject, labels }, origin }] : [];
}
