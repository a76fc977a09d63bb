import { ofKind, type Recorded } from '../../intents/intents';
import type { NamespaceSubject, WorkloadSubject } from '../../intents/subjects';
import type { Platform } from '../../platform/platform';

type Istio = Extract<Platform, { readonly mesh: 'istio' }>;

/** Whether the namespace of a workload, or the workload itself, is in the mesh; `undefined` when nobody says: a namespace written elsewhere. */
export function enrolled(workload: WorkloadSubject, platform: Istio, intents: readonly Recorded[]): boolean | undefined {
  const namespace: NamespaceSubject = workload.namespace;
  const asked = ofKind(intents, 'enrol').some(({ intent: { subject } }) => ('workload' in subject ? subject.workload === workload : subject.namespace.name === namespace.name));
  const meshWide = ofKind(intents, 'server-tls').some(({ intent }) => intent.scope === 'mesh') && namespace.enrolled !== false;
  if (asked || meshWide || namespace.enrolled === true || namespace.labels[platform.enrolment.label] === platform.enrolment.value) return true;
  return namespace.created || namespace.enrolled === false ? false : undefined;
}

/** Why the pods of a workload have no proxy, in half a sentence; `undefined` when they have one or nobody knows. */
export function withoutProxy(workload: WorkloadSubject, platform: Platform, intents: readonly Recorded[]): string | undefined {
  if (platform.mesh !== 'istio') return undefined;
  if (workload.hostNetwork) return 'uses the host network, where no proxy is injected';
  if (workload.injected === false) return 'opts out of injection';
  if (workload.injected === true) return undefined;
  return enrolled(workload, platform, intents) === false ? `is in namespace ${workload.namespace.name}, which is not in the mesh` : undefined;
}
