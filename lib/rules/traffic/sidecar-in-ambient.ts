import { enrolment } from '../../mesh/capture';
import { namespaceOf } from '../../mesh/fields';
import { sidecars, workloadSelector } from '../../mesh/sidecars';
import { called } from '../pods';
import { ambientNamespaces } from '../several';
import type { Reported, Rule } from '../rule';

/** A Sidecar for pods that have none, because the mesh is ambient. */
export const sidecarInAmbient: Rule = {
  id: 'traffic/sidecar-in-ambient',
  codes: ['IST0167'],
  severity: 'warning',
  reads: 'effective',
  check: world => sidecars(world).flatMap((object): readonly Reported[] => {
    const [namespace, labels] = [namespaceOf(object), workloadSelector(object)];
    const whole = Object.keys(labels).length === 0;
    const pods = whole ? world.cluster.workloadsIn(namespace) : world.cluster.labelled(namespace, labels);
    const ambient = pods.find(workload => enrolment(world, workload).enrolment === 'ambient');
    // Beside pods with a proxy of their own, it is for those.
    if (whole ? !ambientNamespaces(world).has(namespace) || pods.some(workload => enrolment(world, workload).enrolment === 'sidecar') : ambient === undefined) return [];
    return [{
      object,
      path: whole ? ['metadata', 'namespace'] : ['spec', 'workloadSelector'],
      message: `${whole || ambient === undefined ? `pods of namespace ${namespace} are` : `${called(ambient)} is`} in ambient, where no proxy reads a Sidecar`,
      help: 'drop it; a waypoint and AuthorizationPolicies say who may call whom',
      ...(ambient === undefined ? {} : { near: [{ object: ambient.object }] }),
    }];
  }),
};
