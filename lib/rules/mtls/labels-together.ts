import type { World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { list } from '../../model/usage-error';
import { atPod } from '../pods';
import type { Reported, Rule } from '../rule';

const [inject, revision, mode, podInject] = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode', 'sidecar.istio.io/inject'] as const;

/** Labels that enrol in two ways, of which one is read. */
export const labelsTogether: Rule = {
  id: 'mtls/labels-together',
  codes: ['IST0123', 'KIA1311'],
  severity: 'warning',
  reads: 'effective',
  check: world => [...ofNamespaces(world), ...world.cluster.workloads.flatMap(ofPods)],
};

function ofNamespaces({ cluster }: World): readonly Reported[] {
  return [...cluster.namespaces.values()].flatMap(({ name, labels, object }): readonly Reported[] => {
    // A namespace that is left out by one label may carry the others.
    if (object === undefined || (labels[inject] !== undefined && labels[inject] !== 'enabled')) return [];
    const enrolling = [inject, revision, mode].filter(label => labels[label] !== undefined && labels[label] !== 'none');
    if (enrolling.length < 2) return [];
    const [winner = inject] = enrolling;
    return [{
      object,
      path: ['metadata', 'labels', enrolling.at(-1) ?? mode],
      message: `namespace ${name} is enrolled by ${list(enrolling.map(label => `${label}=${labels[label] ?? ''}`))}: ${enrolling.includes(revision) && winner === inject ? `the revision is not read${enrolling.includes(mode) ? ', and neither is ambient' : ''}` : 'pods get a sidecar, and are no part of ambient'}`,
      help: `keep ${winner === inject && enrolling.includes(revision) ? 'the one that is meant' : 'one of them'}`,
    }];
  });
}

function ofPods(workload: Workload): readonly Reported[] {
  const { labels } = workload;
  if (labels[mode] !== 'ambient' || labels[podInject] !== 'true') return [];
  return [atPod(workload, ['metadata', 'labels', mode], { message: `pods have ${podInject}=true and ${mode}=ambient: they get a sidecar, and are no part of ambient`, help: 'keep one of them' })];
}
