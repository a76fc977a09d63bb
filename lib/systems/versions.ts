import type { ServiceSubject, WorkloadSubject } from '../intents/subjects';
import type { Labels } from '../model/labels';
import { formatLabels } from '../model/labels';

/** How the pods of one version are told apart from those of the others. */
export interface VersionLabels {
  readonly workload: WorkloadSubject;
  readonly labels: Labels;
  /** Whether the label is not on the template yet and has to be put there. */
  readonly missing: boolean;
}

/**
 * The `version` label of every version of a Service: the templates' own where they all differ, else the name of the version where
 * none has one.
 *
 * @returns labels by version name, or what is wrong
 */
export function versionLabels(service: ServiceSubject): ReadonlyMap<string, VersionLabels> | { readonly problem: string; readonly fix: string } {
  const versions = [...service.versions];
  const present = versions.map(([, workload]) => workload.podLabels['version']);
  if (present.every(value => value === undefined)) {
    return new Map(versions.map(([name, workload]) => [name, { workload, labels: { version: name }, missing: true }]));
  }
  if (present.some(value => value === undefined) || new Set(present).size < present.length) {
    const seen = versions.map(([name, workload]) => `${name} has ${formatLabels({ version: workload.podLabels['version'] ?? '(none)' })}`).join(', ');
    return { problem: `versions of Service ${service.namespace.name}/${service.name} are not told apart by label "version": ${seen}`, fix: 'give every pod template its own value of label "version", or leave the label to sealane on all of them' };
  }
  return new Map(versions.map(([name, workload]) => [name, { workload, labels: { version: workload.podLabels['version'] ?? name }, missing: false }]));
}
