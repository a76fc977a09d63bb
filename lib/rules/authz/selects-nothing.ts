import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { enrolment } from '../../mesh/capture';
import { namespaceOf, objectsAt, specOf } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import { matchLabels } from '../../mesh/sidecars';
import { describe } from '../../model/object';
import { called } from '../pods';
import { pickedBy, picksNobody } from '../selecting';
import type { Reported, Rule, Unsettled } from '../rule';

/** A policy for pods that are not there, or that no proxy guards. */
export const selectsNothing: Rule = {
  id: 'authz/selects-nothing',
  codes: ['IST0127', 'KIA0004'],
  severity: 'warning',
  reads: 'effective',
  check: world => (['AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication'] as const).flatMap(kind => world.cluster.of('security.istio.io', kind).flatMap(policy => judge(world, kind, policy))),
};

function judge(world: World, kind: string, policy: ClusterObject): readonly (Reported | Unsettled)[] {
  const spec = specOf(policy);
  const root = namespaceOf(policy) === rootNamespace(world);
  const labels = matchLabels(policy);
  const wide = Object.keys(labels).length === 0;
  // Targets are named; what holds for the mesh needs no pod yet; selectors of the root namespace mean nothing to mutual TLS, which another rule says.
  if (objectsAt(spec, 'targetRefs').length > 0 || spec['targetRef'] !== undefined || (root && (wide || kind === 'PeerAuthentication'))) return [];
  const picked = wide ? world.cluster.workloadsIn(namespaceOf(policy)) : pickedBy(world, policy, labels, true);
  const [first] = picked;
  if (first === undefined) return wide ? [] : [{ ...picksNobody(world, policy, labels, ['spec', 'selector', 'matchLabels'], true), codes: kind === 'AuthorizationPolicy' ? ['IST0127', 'KIA0004'] : ['KIA0004'] }];
  // Of mutual TLS, other rules say which pods are outside of the mesh; of pods on the host network, too.
  if (kind !== 'AuthorizationPolicy' || picked.some(workload => workload.hostNetwork || enrolment(world, workload).enrolment !== 'none')) return [];
  return [{
    object: policy,
    path: wide ? ['metadata', 'namespace'] : ['spec', 'selector', 'matchLabels'],
    message: `no proxy keeps ${describe(policy.reference)}: ${called(first)}${picked.length === 1 ? '' : ` and ${picked.length - 1} more`} ${picked.length === 1 ? 'is' : 'are'} outside of the mesh, because ${enrolment(world, first).reason}`,
    help: `enrol namespace ${first.namespace}, or guard the pods with a NetworkPolicy`,
    near: [{ object: first.object }],
  }];
}
