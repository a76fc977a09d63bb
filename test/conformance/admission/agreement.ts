import type { JsonObject } from '../../../lib/model/json';
import { answer } from '../../../lib/schema/answers';
import type { Problem } from '../../../lib/schema/answer';
import { admission, type Admission } from '../../../lib/schema/istio/admission';
import type { KindSchema, Schemas } from '../../../lib/schema/schemas';
import { exceptions } from '../differential/exceptions';
import { mutate, mutationKinds } from '../differential/mutators';
import type { KubernetesObject, Verdict } from '../engines/engine';
import type { Istio } from '../engines/istio';
import { randomOf, type Random } from '../schema/from-schema';
import { classesOf, theirClasses } from './classes';
import { objectOf } from './generator';

/** What came of comparing many objects of a kind. */
export interface Agreement {
  asked: number;
  refused: number;
  warned: number;
  /** Of which a part was not judged, so that istiod may refuse what we accept. */
  unchecked: number;
  readonly excepted: Map<string, number>;
  /** Places and kinds of refusals that were seen, to tell how much of the rules was reached. */
  readonly reached: Set<string>;
  readonly disagreements: string[];
}

/** Problems of the schema with which an object cannot be decoded, or never comes to istiod in a form that could be compared. */
const undecodable = new Set(['type', 'enum', 'invalid', 'format', 'version']);

/** A number that fits into no Go type, a name that is missing, a misspelt `spec`: the server stops before istiod is asked. */
function cannotCome({ kind, message, path }: Problem): boolean {
  return undecodable.has(kind) || message.includes('32-bit') || (kind === 'required' && path[0] === 'metadata') || (kind === 'unknown-field' && (path.length === 1 || path[0] === 'metadata'));
}

export async function compareAdmission({ group, version, kind, node }: KindSchema, schemas: Schemas, istio: Istio, count: number, seed: number): Promise<Agreement> {
  const found: Agreement = { asked: 0, refused: 0, warned: 0, unchecked: 0, excepted: new Map(), reached: new Set(), disagreements: [] };
  const random = randomOf(seed);
  while (found.asked < count) {
    const batch: KubernetesObject[] = [];
    while (batch.length < Math.min(250, count)) {
      const object = made(`${group}/${version}`, kind, node, random);
      if (!answer(object, schemas).problems.some(cannotCome)) batch.push(object);
    }
    const verdicts = await istio.admit(batch);
    batch.forEach((object, i) => { compare(object, verdicts[i], found); });
  }
  return found;
}

/** Made, then freed of all problems but one at most, so that no problem hides another; some are mutated besides. */
function made(apiVersion: string, kind: string, node: KindSchema['node'], random: Random): KubernetesObject {
  const object = objectOf(apiVersion, kind, node, random);
  const [mutant = object] = random(3) > 0 ? [object] : mutate([object], [{ kind: mutationKinds[random(mutationKinds.length)] ?? 'drop', salt: random(0xffff) }]).objects;
  return random(10) === 0 ? mutant : repaired(mutant, random(3) > 0 ? undefined : random);
}

function repaired(object: KubernetesObject, keep: Random | undefined): KubernetesObject {
  const { errors } = admission(object);
  const kept = keep === undefined || errors.length === 0 ? undefined : errors[keep(errors.length)];
  let current = object;
  for (let round = 0; round < 60; round++) {
    const next = admission(current as JsonObject).errors.find(problem => kept === undefined || keyOf(problem) !== keyOf(kept));
    if (next === undefined || next.path.length < 2) break;
    const shorter = without(current, next.path) as KubernetesObject;
    current = JSON.stringify(shorter) === JSON.stringify(current) ? without(current, next.path.slice(0, -1)) as KubernetesObject : shorter;
  }
  return current;
}

/** Paths lose their places in lists when items are taken out. */
const keyOf = ({ path, message }: Problem): string => `${path.filter(step => typeof step === 'string').join('.')} ${message}`;

export function without(value: unknown, [step, ...rest]: Problem['path']): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return rest.length === 0 ? value.filter((_, i) => i !== step) : value.map((item: unknown, i) => (i === step ? without(item, rest) : item));
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (key !== String(step) ? [[key, item as unknown]] : rest.length === 0 ? [] : [[key, without(item, rest)]])));
}

function compare(object: KubernetesObject, theirs: Verdict | undefined, found: Agreement): void {
  if (theirs?.known !== true) throw new Error(`istiod does not look at ${String(object['kind'])}`);
  const ours = admission(object);
  found.asked++;
  if (theirs.errors.length > 0) found.refused++;
  else if (theirs.warnings.length > 0) found.warned++;
  if (ours.unchecked.length > 0) found.unchecked++;
  for (const { path, message } of [...ours.errors, ...ours.warnings]) found.reached.add(`${path.filter(step => typeof step === 'string').join('.')}: ${message.replaceAll(/"[^"]*"|-?\d[\d.e-]*/g, '…')}`);
  const difference = differenceOf(theirs, ours);
  if (difference === undefined) return;
  const opinions = [{ accepted: theirs.errors.length === 0, reasons: [...theirs.errors, ...theirs.warnings] }, { accepted: ours.errors.length === 0, reasons: [...ours.errors, ...ours.warnings].map(({ message }) => message) }] as const;
  const exception = exceptions.find(one => one.engine === 'istio admission' && one.applies([object], opinions[0], opinions[1]));
  if (exception !== undefined) found.excepted.set(exception.id, (found.excepted.get(exception.id) ?? 0) + 1);
  else found.disagreements.push(`${difference}\n  ${JSON.stringify(object)}\n  istiod: ${[...theirs.errors, ...theirs.warnings.map(text => `(warning) ${text}`)].join('; ') || 'accepts'}\n  sealane: ${said(ours) || 'accepts'}`);
}

function said({ errors, warnings }: Admission): string {
  return [...errors.map(({ path, message }) => `${path.join('.')}: ${message}`), ...warnings.map(({ path, message }) => `(warning) ${path.join('.')}: ${message}`)].join('; ');
}

/** What istiod says of a patch's value that is none of Envoy's types. */
const ofValues = /could not resolve|proto:|bad Duration|cannot unmarshal|unknown value/;

function differenceOf(theirs: Verdict, { errors, warnings, unchecked }: Admission): string | undefined {
  if (theirs.errors.length > 0 && errors.length === 0) return unchecked.length > 0 && theirs.errors.every(text => ofValues.test(text)) ? undefined : 'istiod alone refuses';
  if (theirs.errors.length === 0 && errors.length > 0) return 'sealane alone refuses';
  if (errors.length > 0) return undefined;
  const [a, b] = [theirClasses(theirs.warnings), classesOf(warnings)];
  if (a.join() === b.join() || (unchecked.length > 0 && b.every(one => a.includes(one)))) return undefined;
  return `istiod warns of ${a.join(', ') || 'nothing'}, sealane of ${b.join(', ') || 'nothing'}`;
}
