import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { ofKind } from '../../intents/intents';
import { enrolment } from '../../mesh/capture';
import { namespaceOf, specOf, textAt } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import { list } from '../../model/usage-error';
import type { Reported, Rule, Unsettled, View } from '../rule';

/** A namespace that shall refuse plaintext, and whose pods have no proxy that would. */
export const namespaceNotEnrolled: Rule = {
  id: 'mtls/namespace-not-enrolled',
  codes: ['MTLS-06'],
  severity: 'error',
  reads: 'effective',
  intents: true,
  check: view => [...amongObjects(view), ...writtenElsewhere(view)],
};

function amongObjects(view: View): readonly (Reported | Unsettled)[] {
  const root = rootNamespace(view);
  const strict = view.cluster.of('security.istio.io', 'PeerAuthentication').filter(policy => namespaceOf(policy) !== root && textAt(specOf(policy), 'mtls', 'mode') === 'STRICT' && specOf(policy)['selector'] === undefined);
  return strict.flatMap(policy => judge(view, policy));
}

function judge(view: View, policy: ClusterObject): readonly (Reported | Unsettled)[] {
  const namespace = namespaceOf(policy);
  const object = view.cluster.namespaces.get(namespace)?.object;
  if (object === undefined) return [{ unknown: 'the labels of a namespace are not in the input', object: policy }];
  if (isEnrolled(view, namespace)) return [];
  const workloads = view.cluster.workloadsIn(namespace);
  const modes = workloads.map(workload => enrolment(view, workload).enrolment);
  if (modes.includes('sidecar') || modes.includes('ambient')) return [];
  if (modes.includes('unknown')) return [{ unknown: 'whether pods have a proxy', object: policy }];
  const label = labelOf(view);
  return [{
    ...(workloads.length > 0 ? {} : { severity: 'warning' as const, assumption: `no pod of namespace ${namespace} asks for a proxy itself` }),
    object: policy,
    path: ['spec', 'mtls', 'mode'],
    message: `namespace ${namespace} is not in the mesh${workloads.length === 0 ? '' : `, and neither ${workloads.length === 1 ? 'is' : 'are'} ${some(workloads.map(({ name }) => name))}`}: without proxies nobody refuses plaintext`,
    help: `label namespace ${namespace} with ${label}, and restart its pods`,
    near: [{ object, note: `labels: ${Object.keys(view.cluster.namespaces.get(namespace)?.labels ?? {}).join(', ')}` }],
  }];
}

function isEnrolled(view: View, namespace: string): boolean {
  const labels = view.cluster.namespaces.get(namespace)?.labels ?? {};
  const { platform } = view.facts;
  const own = platform.mesh === 'istio' && labels[platform.enrolment.label] === platform.enrolment.value;
  return own || labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined || labels['istio.io/dataplane-mode'] === 'ambient';
}

function labelOf({ facts: { platform } }: World): string {
  if (platform.mesh !== 'istio') return 'istio-injection=enabled';
  return platform.dataPlane === 'ambient' ? 'istio.io/dataplane-mode=ambient' : `${platform.enrolment.label}=${platform.enrolment.value}`;
}

function some(names: readonly string[]): string {
  return names.length <= 3 ? list(names) : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** Namespaces that a program speaks of and does not write. */
function writtenElsewhere(view: View): readonly Reported[] {
  return ofKind(view.intents, 'enrol').flatMap(({ intent: { subject }, origin }): readonly Reported[] => {
    if (!('namespace' in subject) || subject.namespace.created || subject.namespace.enrolled === true) return [];
    const { name } = subject.namespace;
    const label = labelOf(view);
    return [{
      severity: 'warning',
      constructs: [origin.path],
      message: `namespace ${name} is not written here and nobody says that it is in the mesh: without proxies no mode has an effect`,
      help: `run "kubectl label namespace ${name} ${label}" and declare it with net.namespace('${name}', { enrolled: true })`,
      object: { apiVersion: 'v1', kind: 'Namespace', name },
      assumption: `namespace ${name} carries the label ${label}`,
    }];
  });
}
