import type { World } from '../../../cluster/cluster';
import type { Workload } from '../../../cluster/workload';
import { labelsAt } from '../../../mesh/fields';
import type { Labels } from '../../../model/labels';

/** A name that no object of a kind has yet: the wanted one, or with the first free number behind it. */
export function freeName(world: World, group: string, kind: string, namespace: string, wanted: string): string {
  const taken = (name: string): boolean => world.cluster.find(group, kind, namespace, name) !== undefined;
  if (!taken(wanted)) return wanted;
  for (let i = 2; ; i += 1) if (!taken(`${wanted}-${i}`)) return `${wanted}-${i}`;
}

/**
 * Labels that select the pods of one workload and no others of the input: those of its own controller where they do, else all that its pods have. `undefined` where no
 * labels tell it from another.
 */
export function ownLabels(world: World, workload: Workload): Labels | undefined {
  const { namespace, kind, object, labels } = workload;
  const selecting = kind === 'Pod' ? {} : labelsAt(object.effective, 'spec', 'selector', 'matchLabels');
  return [selecting, labels].find(candidate => Object.keys(candidate).length > 0 && world.cluster.labelled(namespace, candidate).every(found => found === workload) && world.cluster.labelled(namespace, candidate).length > 0);
}
