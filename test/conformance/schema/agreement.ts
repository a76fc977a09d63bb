import type { JsonObject } from '../../../lib/model/json';
import type { Answer, Problem } from '../../../lib/schema/answer';
import { answer } from '../../../lib/schema/answers';
import type { KindSchema, Schemas } from '../../../lib/schema/schemas';
import { mutate, mutationKinds } from '../differential/mutators';
import type { Engine, KubernetesObject, Verdict } from '../engines/engine';
import type { CrdSet, ObjectsQuestion } from '../engines/objects';
import { fieldOf, fieldsIn, isSameField, otherFields } from './fields';
import { randomOf, valueOf, type Random } from './from-schema';

export interface Disagreement {
  readonly object: KubernetesObject;
  readonly theirs: Verdict;
  readonly ours: Answer;
}

export interface Agreement {
  readonly asked: number;
  readonly refused: number;
  /** Objects of which a part was not judged; they are compared only where we refuse. */
  readonly unchecked: number;
  /** Refused objects of which no field of ours is one that the engine names. */
  readonly otherField: readonly Disagreement[];
  readonly disagreements: readonly Disagreement[];
}

/** Objects of a kind: generated from its schema and repaired, half of them mutated afterwards. */
export function objectsOf(schema: KindSchema, schemas: Schemas, count: number, seed: number): readonly KubernetesObject[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, i) => {
    const sound = repaired(generated(schema, random), schemas, random(4) > 0 ? 12 : 0);
    if (i % 2 === 0) return sound;
    const mutations = Array.from({ length: 1 + random(2) }, () => ({ kind: mutationKinds[random(mutationKinds.length)] ?? 'drop', salt: random(0xffff) }));
    const [mutant = sound] = mutate([sound], mutations).objects;
    return random(4) === 0 ? withNull(mutant, random) : mutant;
  });
}

function generated({ group, version, kind, namespaced, node }: KindSchema, random: Random): KubernetesObject {
  const body = valueOf(node, random) as JsonObject;
  const metadata = { name: 'web', ...(namespaced ? { namespace: 'shop' } : {}), ...(random(4) === 0 ? { labels: { app: 'web' }, annotations: { note: 'x' } } : {}) };
  return { apiVersion: group === '' ? version : `${group}/${version}`, kind, metadata, ...body };
}

/** Takes out what is wrong, so that rules behind it are reached. What is missing takes its parent along. */
function repaired(object: KubernetesObject, schemas: Schemas, rounds: number): KubernetesObject {
  let current = object;
  for (let round = 0; round < rounds; round++) {
    const [problem] = answer(current, schemas).problems;
    if (problem === undefined || problem.path.length === 0 || problem.path[0] === 'metadata') return current;
    current = without(current, problem.kind === 'required' && problem.path.length > 1 ? problem.path.slice(0, -1) : problem.path) as KubernetesObject;
  }
  return current;
}

function without(value: unknown, [step, ...rest]: Problem['path']): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return rest.length === 0 ? value.filter((_, i) => i !== step) : value.map((item: unknown, i) => (i === step ? without(item, rest) : item));
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (key !== String(step) ? [[key, item as unknown]] : rest.length === 0 ? [] : [[key, without(item, rest)]])));
}

/** One field somewhere becomes null, as `labels:` without anything after it does. */
function withNull(object: KubernetesObject, random: Random): KubernetesObject {
  const visit = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const keys = Object.keys(value).filter(key => depth > 0 || key === 'spec' || key === 'metadata');
    const chosen = keys[random(Math.max(1, keys.length))];
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key !== chosen ? item as unknown : depth > 0 && random(3) === 0 ? null : visit(item, depth + 1)]));
  };
  return visit(object, 0) as KubernetesObject;
}

export async function compareWithEngine(schema: KindSchema, schemas: Schemas, engine: Engine<ObjectsQuestion, readonly Verdict[]>, count: number, seed: number, sets?: readonly CrdSet[]): Promise<Agreement> {
  const objects = objectsOf(schema, schemas, count, seed);
  const found = { asked: 0, refused: 0, unchecked: 0, otherField: [] as Disagreement[], disagreements: [] as Disagreement[] };
  for (let from = 0; from < objects.length; from += 250) {
    const batch = objects.slice(from, from + 250);
    const verdicts = await engine.ask({ objects: batch, ...(sets === undefined ? {} : { sets }) });
    batch.forEach((object, i) => {
      const theirs = verdicts[i];
      if (theirs === undefined || !theirs.known) return;
      const ours = answer(object, schemas);
      found.asked++;
      if (theirs.errors.length > 0) found.refused++;
      if (ours.unchecked.length > 0) found.unchecked++;
      const refuses = ours.problems.length > 0;
      if (refuses && theirs.errors.length > 0 && !namesField(ours.problems, theirs.errors)) found.otherField.push({ object, theirs, ours });
      const agreed = refuses ? theirs.errors.length > 0 : theirs.errors.length === 0 || ours.unchecked.length > 0;
      if (!agreed) found.disagreements.push({ object, theirs, ours });
    });
  }
  return found;
}

/** Whether a field of ours is one that the engine names, or it is known why not. */
export function namesField(problems: readonly Problem[], errors: readonly string[]): boolean {
  const theirs = fieldsIn(errors);
  return problems.some(({ path }) => theirs.some(field => isSameField(fieldOf(path), field))) || Object.values(otherFields).some(applies => applies(problems, errors));
}
