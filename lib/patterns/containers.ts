import type { WorkloadSubject } from '../intents/subjects';
import type { JsonObject } from '../model/json';
import { isObject } from '../model/json';
import { fieldAt } from '../model/object';
import { UsageError } from '../model/usage-error';

/** One container of a pod template. */
export interface Container {
  readonly name: string;
  readonly list: 'containers' | 'initContainers';
  readonly fields: JsonObject;
}

/**
 * Containers and init containers of a workload.
 *
 * @throws UsageError for a workload that was only described, because nobody says which containers it has
 */
export function containersOf(pattern: string, workload: WorkloadSubject): readonly Container[] {
  const found = (['containers', 'initContainers'] as const).flatMap(list => {
    const items = fieldAt(workload.template, 'spec', list);
    return Array.isArray(items) ? items.filter(isObject).map(fields => ({ name: String(fields['name']), list, fields })) : [];
  });
  if (found.length === 0) {
    throw new UsageError({ what: `${pattern}: nobody says which containers ${workload.kind} ${workload.namespace.name}/${workload.name} has`, fix: 'pass its whole manifest, with existing: true when somebody else applies it' });
  }
  return found;
}
