import type { World } from '../cluster/cluster';
import { placeFinder } from '../cluster/read/locate';
import { readFiles } from '../cluster/read/read';
import { prepare } from '../check/check-objects';
import { configurationFor } from '../files/configuration';
import { inputFiles } from '../files/input';
import { loadSchemas } from '../files/schemas';
import type { Certainty } from '../model/certainty';
import { formatPath } from '../model/finding';
import { describe } from '../model/object';
import { UsageError } from '../model/usage-error';
import type { Place } from '../explain/connection-sentences';
import { refusedPolicies } from '../reach/refused';

/** Options that all commands about reachability have. */
export interface ReachInputOptions {
  readonly namespace?: string;
  readonly platform?: string;
  readonly blocksMeanPods: Certainty;
}

/** A cluster that can be asked who reaches whom. */
export interface ReachInput {
  readonly world: World;
  readonly place: Place;
  /** As a `sealane.yaml` says it. */
  readonly debugImage?: string;
}

/**
 * Reads the objects at some paths.
 *
 * @throws UsageError where nothing, or only a part, can be read, and for a policy that the API server refuses: an answer would be about another cluster
 */
export function reachInput(paths: readonly string[], { namespace, platform }: ReachInputOptions): ReachInput {
  const configuration = configurationFor(paths, platform);
  const reading = readFiles(inputFiles(paths));
  const [error] = reading.errors;
  if (error !== undefined) throw new UsageError({ what: `${error.file}:${error.line}: ${error.message}`, fix: 'correct it: what cannot be read may hold a policy' });
  if (reading.objects.length === 0) throw new UsageError({ what: `no Kubernetes objects in ${paths.join(', ')}`, fix: reading.advice[0] ?? 'name files or folders with manifests' });
  const { world } = prepare({ objects: reading.objects, loadSchemas, ...(configuration === undefined ? {} : { configuration: configuration.configuration, configurationFile: configuration.file }), ...(namespace === undefined ? {} : { namespace }) });
  const place = placeFinder(reading.documents);
  const [refused, ...more] = refusedPolicies(world);
  if (refused !== undefined) {
    const { object, path, message } = refused;
    const at = place(object.source, path);
    throw new UsageError({ what: `the API server refuses ${describe(object.reference)}: ${path.length === 0 ? '' : `${formatPath(path)} `}${message}${at === undefined ? '' : ` (${at})`}${more.length === 0 ? '' : `, and ${more.length} more`}`, fix: 'correct it; sealane check says more' });
  }
  const { debugImage } = configuration?.configuration ?? {};
  return { world, place, ...(debugImage === undefined ? {} : { debugImage }) };
}
