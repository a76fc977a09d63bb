import { ofKind, type Recorded } from '../intents/intents';
import type { NamespaceSubject, WorkloadSubject } from '../intents/subjects';
import type { Platform } from '../platform/platform';
import type { View } from './rule';

/** Why pods have no proxy of the mesh; `undefined` when they have one, or nobody says. */
export function withoutProxy(caller: WorkloadSubject, { facts: { platform }, intents }: View): string | undefined {
  if (platform.mesh !== 'istio') return undefined;
  if (caller.hostNetwork) return 'uses the host network, where no proxy is injected';
  if (caller.injected === false) return 'opts out of injection';
  if (caller.injected === true) return undefined;
  return enrolled(caller, platform, intents) === false ? `is in namespace ${caller.namespace.name}, which is not in the mesh` : undefined;
}

/** `undefined` when nobody says: a namespace written elsewhere. */
function enrolled(caller: WorkloadSubject, platform: Extract<Platform, { mesh: 'istio' }>, intents: readonly Recorded[]): boolean | undefined {
  const namespace: NamespaceSubject = caller.namespace;
  const asked = ofKind(intents, 'enrol').some(({ intent: { subject } }) => ('workload' in subject ? subject.workload === caller : subject.namespace.name === namespace.name));
  const meshWide = ofKind(intents, 'server-tls').some(({ intent }) => intent.scope === 'mesh') && namespace.enrolled !== false;
  if (asked || meshWide || namespace.enrolled === true || namespace.labels[platform.enrolment.label] === platform.enrolment.value) return true;
  return namespace.created || namespace.enrolled === false ? false : undefined;
}
