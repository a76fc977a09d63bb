import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, objectsAt, specOf, textAt } from '../../mesh/fields';
import type { FieldPath } from '../../model/finding';
import { pinnedWorkloads } from '../pinned';
import { called } from '../pods';
import type { Reported, Rule } from '../rule';

/** Something that changes CPUs of a pinned workload, or counts its pods by how busy they look. */
export const resized: Rule = {
  id: 'cpu/resized',
  codes: ['CPU-08'],
  severity: 'warning',
  reads: 'effective',
  check: world => {
    const pinned = new Map(pinnedWorkloads(world).map(workload => [`${workload.namespace}/${workload.kind}/${workload.name}`, workload]));
    if (pinned.size === 0) return [];
    return scalers(world).flatMap(({ scaler, target, path, does, help }): readonly Reported[] => {
      const workload = pinned.get(`${namespaceOf(scaler)}/${textAt(specOf(scaler), target, 'kind') ?? ''}/${textAt(specOf(scaler), target, 'name') ?? ''}`);
      if (workload === undefined) return [];
      return [{ object: scaler, path, message: `${scaler.kind} ${scaler.reference.name} ${does} ${called(workload)}, whose CPUs shall be its own`, help, near: [{ object: workload.object }], assumption: 'nobody counts on it' }];
    });
  },
};

interface Scaler {
  readonly scaler: ClusterObject;
  readonly target: 'targetRef' | 'scaleTargetRef';
  readonly path: FieldPath;
  readonly does: string;
  readonly help: string;
}

function scalers({ cluster }: World): readonly Scaler[] {
  const vertical = cluster.of('autoscaling.k8s.io', 'VerticalPodAutoscaler').filter(scaler => textAt(specOf(scaler), 'updatePolicy', 'updateMode') !== 'Off').map((scaler): Scaler => ({
    scaler, target: 'targetRef', path: ['spec', 'updatePolicy'], does: 'changes requests of', help: 'set updatePolicy.updateMode: "Off", and read its recommendations',
  }));
  const horizontal = cluster.of('autoscaling', 'HorizontalPodAutoscaler').flatMap((scaler): Scaler[] => {
    const metric = objectsAt(specOf(scaler), 'metrics').findIndex(candidate => textAt(candidate, 'resource', 'name') === 'cpu' || textAt(candidate, 'containerResource', 'name') === 'cpu');
    const old = specOf(scaler)['targetCPUUtilizationPercentage'] !== undefined;
    if (metric < 0 && !old) return [];
    return [{ scaler, target: 'scaleTargetRef', path: old ? ['spec', 'targetCPUUtilizationPercentage'] : ['spec', 'metrics', metric], does: 'scales by CPU', help: 'scale by a measure of the work, such as requests or the length of a queue: a busy loop uses all of its own CPUs' }];
  });
  return [...vertical, ...horizontal];
}
