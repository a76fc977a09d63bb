import fc from 'fast-check';
import type { Exception } from './differential/exceptions';
import { generatorOf, generators } from './differential/generators';
import { candidate, objectsJudge, type Judge } from './differential/judge';
import { mutate, mutation, mutationKinds } from './differential/mutators';
import { compare, describeDisagreement, mustAgree } from './differential/runner';
import { startApiServer, type ApiServer } from './engines/apiserver';
import type { Engine, KubernetesObject, Verdict } from './engines/engine';
import { startObjects, type ObjectsQuestion } from './engines/objects';
import { describeWith } from './engines/parts';
import { shop } from './shop';

const seed = 20261123;
const alone = (kind: string): fc.Arbitrary<readonly KubernetesObject[]> => fc.tuple(generatorOf(kind));

describe('mutators', () => {
  test.each(mutationKinds)('%s changes something and says what', kind => {
    const changed = Array.from({ length: 50 }, (_, salt) => mutate(shop, [{ kind, salt }])).filter(result => result.changes.length > 0);
    expect(changed.length).toBeGreaterThan(25);
    for (const { objects, changes } of changed) {
      expect(JSON.stringify(objects)).not.toBe(JSON.stringify(shop));
      expect(changes).toEqual([expect.stringMatching(/^[A-Z]\w+ (shop\/)?\w+(-\w+)*: /)]);
    }
  });
  test('the original stays as it was, and the same mutations give the same set', () => {
    const before = JSON.stringify(shop);
    fc.assert(fc.property(fc.array(mutation, { maxLength: 3 }), mutations => {
      expect(mutate(shop, mutations)).toEqual(mutate(shop, mutations));
      expect(JSON.stringify(shop)).toBe(before);
    }), { numRuns: 50, seed });
  });
});

describeWith(['objects', 'crds'], 'a comparison', () => {
  let engine: Engine<ObjectsQuestion, readonly Verdict[]>;
  let judge: Judge;
  beforeAll(() => {
    engine = startObjects('compared');
    judge = objectsJudge(engine);
  });
  afterAll(() => engine.stop());

  /** Right about everything except what the pattern names. */
  const forgetful = (pattern: RegExp): Judge => ({
    name: 'forgetful',
    judge: async objects => {
      const opinion = await judge.judge(objects);
      return pattern.test(opinion.reasons.join()) ? { accepted: true, reasons: [] } : opinion;
    },
  });

  test('agrees with itself, on valid objects and on mutants that are refused', async () => {
    const outcome = await compare({ engine: judge, candidate: { ...judge, name: 'itself' }, sets: alone('Service'), runs: 300, seed });
    expect(outcome.disagreement).toBeUndefined();
    expect(outcome.asked).toBe(300);
    expect(outcome.refused).toBeGreaterThan(60);
    expect(outcome.refused).toBeLessThan(200);
  });

  test('a candidate that knows nothing of port ranges is caught, and the object is small', async () => {
    const comparison = { engine: judge, candidate: forgetful(/endPort/), sets: alone('NetworkPolicy'), runs: 2000, seed };
    const { disagreement } = await compare(comparison);
    expect(disagreement?.engine.reasons.join()).toContain('endPort');
    expect(disagreement?.candidate.accepted).toBe(true);
    expect(JSON.stringify(disagreement?.objects).length).toBeLessThan(250);
    if (disagreement === undefined) return;
    const text = describeDisagreement(comparison, disagreement);
    expect(text).toContain('objects: refuses: NetworkPolicy');
    expect(text).toContain('forgetful: accepts');
    expect(() => { mustAgree(comparison, { asked: 1, refused: 1, unknown: 0, excepted: new Map(), disagreement }); }).toThrow('forgetful and objects disagree');
  });

  test('a candidate that refuses what is valid is caught without any mutation', async () => {
    const strict = candidate('strict', ([object]) => (JSON.stringify(object).includes('matchExpressions') ? ['matchExpressions are not understood'] : []));
    const { disagreement } = await compare({ engine: judge, candidate: strict, sets: alone('NetworkPolicy'), runs: 200, seed });
    expect(disagreement?.changes).toEqual([]);
    expect(disagreement?.engine.accepted).toBe(true);
    expect(JSON.stringify(disagreement?.objects).length).toBeLessThan(300);
  });

  test('an agreed difference is let pass and counted; an unknown is counted', async () => {
    const agreed: Exception = { id: 'port-ranges', engine: 'objects', reason: 'planted', applies: (_objects, theirs) => theirs.reasons.join().includes('endPort') };
    const outcome = await compare({ engine: judge, candidate: forgetful(/endPort/), sets: alone('NetworkPolicy'), runs: 2000, seed, exceptions: [agreed] });
    expect(outcome.disagreement).toBeUndefined();
    expect(outcome.excepted.get('port-ranges')).toBeGreaterThan(0);
    expect((await compare({ engine: judge, candidate: candidate('mute', () => 'unknown'), sets: alone('Service'), runs: 20, seed })).unknown).toBe(20);
  });

  test('a judge that fails is not a disagreement', async () => {
    const broken: Judge = { name: 'broken', judge: () => Promise.reject(new Error('gone')) };
    await expect(compare({ engine: judge, candidate: broken, sets: alone('Service'), runs: 5, seed })).rejects.toThrow('a judge failed');
  });
});

// The library answers thousands of questions where the server answers hundreds; this is what entitles it to stand for the server.
describeWith(['objects', 'apiserver', 'crds'], 'the library and the server', () => {
  let engine: Engine<ObjectsQuestion, readonly Verdict[]>;
  let server: ApiServer;
  beforeAll(async () => {
    engine = startObjects('compared');
    server = await startApiServer({ purpose: 'compared', sets: ['istio-1.31', 'gateway-api-standard'] });
  });
  afterAll(() => Promise.all([engine.stop(), server.stop()]));

  test.each(Object.keys(generators))('agree about %s', async kind => {
    const real: Judge = {
      name: 'apiserver',
      judge: async objects => {
        const reasons = (await server.dryRun(objects)).flatMap(answer => (answer.accepted ? [] : [`${answer.code} ${answer.message}`]));
        return { accepted: reasons.length === 0, reasons };
      },
    };
    const comparison = { engine: real, candidate: objectsJudge(engine), sets: alone(kind), runs: 250, seed };
    const outcome = await compare(comparison);
    mustAgree(comparison, outcome);
    expect(outcome.refused).toBeGreaterThan(25);
  });
});
