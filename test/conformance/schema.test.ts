import fc from 'fast-check';
import { bundledSchemas, loadSchema } from '../support/schemas';
import { answer } from '../../lib/schema/answers';
import { kindCodes } from '../../lib/schema/builtin/table';
import type { KindSchema, SchemaSet } from '../../lib/schema/schemas';
import { mutate, mutation } from './differential/mutators';
import { seeds } from './differential/seeds';
import { startApiServer, type ApiServer } from './engines/apiserver';
import { describeWith } from './engines/parts';
import type { Engine, KubernetesObject, Verdict } from './engines/engine';
import { startObjects, type CrdSet, type ObjectsQuestion } from './engines/objects';
import { compareWithEngine, namesField, objectsOf, type Disagreement } from './schema/agreement';

// Objects are generated from the schemas themselves and repaired until we accept most of them, then every other one is mutated; whatever
// becomes of them, the API server's own code has to say the same. Where valid objects need more than a schema tells, seeds are written by hand.

const perKind = process.env['CONFORMANCE_DEPTH'] === 'full' ? 2000 : 120;
const seed = 20261124;

const kubernetes = 'kubernetes-1.36';

/** Groups of Kubernetes that hold no objects, or none that anyone keeps in files: reviews are asked and answered, and storage versions are the servers' own. */
const unasked = new Set(['authentication.k8s.io', 'authorization.k8s.io', 'internal.apiserver.k8s.io', 'meta', 'resource.k8s.io', 'storagemigration.k8s.io']);

/** Kinds that are asked at a subresource, or that the server does not serve unless a feature is switched on. */
const unaskedKinds = new Set(['Binding', 'PodGroup', 'Workload']);

interface Kind {
  readonly set: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const kinds: readonly Kind[] = (JSON.parse(loadSchema('index.json')) as readonly SchemaSet[]).flatMap(({ set, groups }) => groups.filter(group => !unasked.has(group)).flatMap(group => {
  const file = JSON.parse(loadSchema(`${set}/${group === '' ? 'core' : group}.json`)) as { readonly kinds: Readonly<Record<string, { readonly versions: Readonly<Record<string, unknown>> }>> };
  return Object.entries(file.kinds).filter(([kind]) => !unaskedKinds.has(kind)).flatMap(([kind, { versions }]) => Object.keys(versions).map(version => ({ set, group, kind, version })));
}));

const setsOf = (set: string): readonly CrdSet[] | undefined => (set === kubernetes ? undefined : [set as CrdSet]);

function schemaOf({ set, group, version, kind }: Kind): { readonly schema: KindSchema; readonly schemas: ReturnType<typeof bundledSchemas> } {
  const schemas = bundledSchemas({ sets: setsOf(set) ?? [] });
  const lookup = schemas.find(group, version, kind);
  if (!('schema' in lookup)) throw new Error(`${group} ${kind} is not found`);
  return { schema: lookup.schema, schemas };
}

const describeOne = ({ object, theirs, ours }: Disagreement): string => `${JSON.stringify(object)}\n   server: ${theirs.errors.join('; ') || 'accepts'}\n   sealane: ${ours.problems.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') || 'accepts'}`;

test('every custom kind and nearly every built-in one are compared', () => {
  expect(kinds.filter(({ set }) => set === kubernetes).length).toBeGreaterThanOrEqual(67);
  expect(new Set(kinds.map(({ set }) => set)).size).toBe(11);
});

describeWith(['objects', 'crds'], 'answers and the API server', () => {
  let engine: Engine<ObjectsQuestion, readonly Verdict[]>;
  /** What the run prints at full depth, one line for a kind. */
  const rows: string[] = [];
  const totals = { asked: 0, refused: 0, unchecked: 0 };
  beforeAll(() => { engine = startObjects('answers'); });
  afterAll(async () => {
    await engine.stop();
    if (perKind >= 2000) process.stderr.write(['    asked  refused  differ  kind', ...rows, ''].join('\n'));
  });

  test.each(kinds)('agree about $set $group/$version $kind, and name the same fields', async one => {
    const { schema, schemas } = schemaOf(one);
    const { disagreements, otherField, ...counts } = await compareWithEngine(schema, schemas, engine, perKind, seed, setsOf(one.set));
    rows.push(`${[counts.asked, counts.refused, disagreements.length].map((count, i) => String(count).padStart([9, 9, 8][i] ?? 0)).join('')}  ${one.set} ${one.group}/${one.version} ${one.kind}`);
    expect(disagreements.map(describeOne)).toEqual([]);
    expect(otherField.map(describeOne)).toEqual([]);
    expect(counts.asked).toBe(perKind);
    expect(counts.refused).toBeGreaterThan(0);
    for (const key of ['asked', 'refused'] as const) totals[key] += counts[key];
    // Of some kinds a part is never judged, and that is said; elsewhere it is rare.
    if (kindCodes[`${one.group}/${one.kind}`]?.unchecked === undefined) totals.unchecked += counts.unchecked;
  });

  test.each(Object.keys(seeds))('agree about mutants of what was written by hand: %s', async kind => {
    const schemas = bundledSchemas();
    const cases = fc.sample(fc.tuple(fc.constantFrom(...(seeds[kind] ?? [])), fc.array(mutation, { minLength: 0, maxLength: 2 })).map(([object, mutations]) => mutate([object], mutations)), { numRuns: perKind, seed })
      // Which addresses and node ports are free, and which families a cluster has, its allocators decide.
      .filter(({ changes }) => !changes.some(change => /: \S+ spec\.(?:clusterIPs?|ports\[\d+\]\.nodePort|ipFamilies|ipFamilyPolicy)\b/.test(change)));
    const objects = cases.flatMap(one => one.objects);
    // One by one: the server's code itself falls over a success policy of a Job without completions, and there is nothing to compare then.
    const verdicts = await Promise.all(objects.map(object => engine.ask({ objects: [object] }).then(([verdict]) => verdict, () => undefined)));
    expect(verdicts.filter(verdict => verdict === undefined).length).toBeLessThanOrEqual(objects.length / 100);
    const differ = objects.flatMap((object, i) => {
      const [theirs, ours] = [verdicts[i], answer(object, schemas)];
      if (theirs?.known !== true || (theirs.errors.length > 0) === (ours.problems.length > 0) || (theirs.errors.length > 0 && ours.unchecked.length > 0)) return [];
      return [`${cases[i]?.changes.join('; ') ?? ''}\n   ${describeOne({ object, theirs, ours })}`];
    });
    expect(differ).toEqual([]);
    const others = objects.flatMap((object, i) => {
      const [theirs, ours] = [verdicts[i], answer(object, schemas)];
      return theirs?.known !== true || theirs.errors.length === 0 || ours.problems.length === 0 || namesField(ours.problems, theirs.errors) ? [] : [`${cases[i]?.changes.join('; ') ?? ''}\n   ${describeOne({ object, theirs, ours })}`];
    });
    expect(others).toEqual([]);
  });

  test('much is refused, and little is left unjudged', () => {
    expect(totals.refused).toBeGreaterThan(totals.asked / 4);
    expect(totals.unchecked / totals.asked).toBeLessThan(0.01);
  });
});

// The library stands for the server because the two were compared; a sample of our own answers is asked of the server itself.
describeWith(['apiserver', 'crds'], 'answers and a real server', () => {
  let server: ApiServer;
  beforeAll(async () => { server = await startApiServer({ purpose: 'answers', sets: ['istio-1.31', 'gateway-api-standard', 'prometheus-operator', 'cilium', 'mcs'] }); });
  afterAll(() => server.stop());

  const sampled = kinds.filter(({ set, kind, version }) => ['istio-1.31', 'gateway-api-standard', 'prometheus-operator', 'cilium', 'mcs'].includes(set) || (set === kubernetes && kind !== 'LimitRange' && /^v\d+$/.test(version)));
  test.each(sampled)('agree about $set $group/$version $kind', async one => {
    const { schema, schemas } = schemaOf(one);
    const objects: readonly KubernetesObject[] = objectsOf(schema, schemas, 20, seed + 1);
    const answers = await server.dryRun(objects);
    const differ = objects.flatMap((object, i) => {
      const [theirs, ours] = [answers[i], answer(object, schemas)];
      return theirs === undefined || theirs.accepted === (ours.problems.length === 0) || (!theirs.accepted && ours.unchecked.length > 0) ? [] : [`${JSON.stringify(object)}\n   server: ${theirs.message || 'accepts'}\n   sealane: ${ours.problems.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') || 'accepts'}`];
    });
    expect(differ).toEqual([]);
  });
});
