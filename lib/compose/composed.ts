import type { Origin } from '../intents/intents';
import type { WorkloadSubject } from '../intents/subjects';
import { acceptAnnotation, patternsAnnotation, type Accept, type Finding, type FieldPath } from '../model/finding';
import { canonical, compare } from '../model/json';
import type { Labels } from '../model/labels';
import { describe, type Manifest, type ObjectReference } from '../model/object';
import type { Stage } from '../systems/contribution';
import { pageOf } from '../systems/remark';

/** One object of the result, with who contributed to it. */
export interface ComposedObject {
  readonly manifest: Manifest;
  readonly stage: Stage;
  /** Contributors in the order of their paths. */
  readonly origins: readonly Origin[];
  /** Places of the patches that changed it, in the order in which they ran. @default - none */
  readonly patches?: readonly string[];
}

/** Labels and annotations that the pod template of a construct has to get through the construct's own interface. */
export interface TemplateChange {
  readonly workload: WorkloadSubject;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly origins: readonly Origin[];
}

/** What an owner made of the contributions to its objects. */
export interface Owned {
  readonly objects: readonly ComposedObject[];
  readonly templates?: readonly TemplateChange[];
  readonly findings: readonly Finding[];
}

/** The contributors of several contributions, each once, in the order of their paths. */
export function originsOf(contributions: readonly { readonly origin: Origin }[]): readonly Origin[] {
  const [first, ...others] = contributions;
  // Most objects have one contributor; most that have several have one pattern many times.
  if (first !== undefined && others.every(({ origin }) => origin === first.origin)) return [first.origin];
  const byPath = new Map(contributions.map(({ origin }) => [`${origin.path}\n${origin.pattern}`, origin]));
  return [...byPath.entries()].sort(([a], [b]) => compare(a, b)).map(([, origin]) => origin);
}

/** The manifest with the annotations that say who contributed and what they accepted. Objects of handles alone stay as they are. */
export function annotated(manifest: Manifest, origins: readonly Origin[]): Manifest {
  const said = saidOf(origins);
  if (Object.keys(said).length === 0) return manifest;
  return { ...manifest, metadata: { ...manifest.metadata, annotations: { ...manifest.metadata.annotations, ...said } } };
}

const saidOfOne = new WeakMap<Origin, Labels>();

/** What origins say of themselves in annotations. One pattern may write thousands of objects, and says the same on all. */
function saidOf(origins: readonly Origin[]): Labels {
  const [only] = origins;
  if (only === undefined || origins.length > 1) return annotationsOf(origins);
  let said = saidOfOne.get(only);
  if (said === undefined) saidOfOne.set(only, (said = annotationsOf(origins)));
  return said;
}

function annotationsOf(origins: readonly Origin[]): Labels {
  const patterns = [...new Set(origins.map(origin => origin.pattern).filter(pattern => pattern !== 'network'))].sort(compare);
  const accepts = new Map(origins.flatMap(origin => origin.accepts).map((accept): [string, Accept] => [canonical(accept), accept]));
  return {
    ...(patterns.length === 0 ? {} : { [patternsAnnotation]: patterns.join(',') }),
    ...(accepts.size === 0 ? {} : { [acceptAnnotation]: `[${[...accepts.keys()].sort(compare).join(',')}]` }),
  };
}

/** Two patterns want different things of one object. */
export function conflict(object: ObjectReference, path: FieldPath, values: readonly { readonly value: unknown; readonly origins: readonly Origin[] }[], help: string): Finding {
  const wants = values.map(({ value, origins }) => `${origins.map(origin => `${origin.pattern} at ${origin.path}`).join(' and ')} wants ${canonical(value)}`).join(', ');
  const where = path.length === 0 ? '' : `${path.join('.')} of `;
  return {
    rule: 'api/owner-conflict',
    codes: ['API-04'],
    severity: 'error',
    object,
    path,
    constructs: [...new Set(values.flatMap(({ origins }) => origins.map(origin => origin.path)))],
    message: `patterns disagree about ${where}${describe(object)}: ${wants}`,
    help,
    url: pageOf('api/owner-conflict'),
  };
}

export function composed(manifest: Manifest, stage: Stage, contributions: readonly { readonly origin: Origin }[]): ComposedObject {
  const origins = originsOf(contributions);
  return { manifest: annotated(manifest, origins), stage, origins };
}

