import type { Workload } from '../../cluster/workload';
import { fieldAt } from '../../model/object';
import { list } from '../../model/usage-error';
import { atPod, called, containersOf, type PlacedContainer } from '../pods';
import type { Reported, Rule } from '../rule';

/** What pods on the host network share with everybody on their node, and should therefore bound: version, resources, probes. */
export const hygiene: Rule = {
  id: 'host/hygiene',
  codes: ['HOST-13'],
  severity: 'info',
  reads: 'effective',
  check: ({ cluster }) => cluster.workloads.filter(({ hostNetwork }) => hostNetwork).flatMap(workload => containersOf(workload).filter(({ path }) => path[0] === 'containers').flatMap(placed => judge(workload, placed))),
};

function judge(workload: Workload, { name, container, path }: PlacedContainer): readonly Reported[] {
  const image = typeof container['image'] === 'string' ? container['image'] : '';
  const lacks: readonly string[] = [
    ...(image.includes('@sha256:') || /:(?!latest$)[^/:]+$/.test(image) ? [] : [`a fixed version (image ${image === '' ? 'is missing' : `"${image}"`})`]),
    ...(fieldAt(container, 'resources', 'requests') === undefined && fieldAt(container, 'resources', 'limits') === undefined ? ['resources'] : []),
    ...(container['readinessProbe'] === undefined && container['livenessProbe'] === undefined ? ['a probe'] : []),
  ];
  if (lacks.length === 0) return [];
  return [atPod(workload, ['spec', ...path], {
    message: `container ${name} of ${called(workload)} is on the host network and lacks ${list(lacks)}`,
    help: 'pin the image by digest, and write resources and a readiness probe',
  })];
}
