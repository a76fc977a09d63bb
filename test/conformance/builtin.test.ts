import fc from 'fast-check';
import type { JsonObject } from '../../lib/model/json';
import { groupOf } from '../../lib/model/object';
import { formatPath } from '../../lib/model/finding';
import { kindCodes } from '../../lib/schema/builtin/table';
import { accepts, explain, type Engine, type KubernetesObject, type Verdict } from './engines/engine';
import { startObjects, type ObjectsQuestion } from './engines/objects';
import { mutate, mutation, type Mutated } from './differential/mutators';
import { seeds } from './differential/seeds';
import { describeWith } from './engines/parts';

/** Mutants per kind. Types are the schema's business, so every other mutant is none of ours. */
const runs = process.env['CONFORMANCE_DEPTH'] === 'full' ? 2000 : 150;
const seed = Number(process.env['CONFORMANCE_SEED'] ?? 20261124);

function problemsOf(object: KubernetesObject): readonly string[] {
  const code = kindCodes[`${groupOf(String(object['apiVersion']))}/${String(object['kind'])}`];
  return (code?.problems(object as JsonObject) ?? []).map(problem => `${formatPath(problem.path)}: ${problem.message}`);
}

/** Errors of the decoder are said by the schema; CEL is not compiled here, and said to be unchecked. */
function isCode(error: string): boolean {
  return !/strict decoding error|json: cannot unmarshal|unable to parse quantity|quantities must match|illegal base64|invalid character|cannot be handled as|parsing time|compilation failed|must evaluate to|boolean or JSON schema expected/.test(error);
}

/** Kinds of which the code refuses next to nothing. */
const lenient = new Set(['ServiceAccount', 'ControllerRevision', 'Lease']);

describeWith(['objects'], 'built-in kinds, against the API server', () => {
  let engine: Engine<ObjectsQuestion, readonly Verdict[]>;
  beforeAll(() => { engine = startObjects('builtin'); });
  afterAll(() => engine.stop());

  test.each(Object.keys(seeds))('seeds of %s are accepted by both', async kind => {
    const objects = seeds[kind] ?? [];
    const verdicts = await engine.ask({ objects });
    expect(explain(objects, verdicts)).toBe('');
    expect(objects.flatMap(problemsOf)).toEqual([]);
    expect(verdicts.every(accepts)).toBe(true);
  });

  test.each(Object.keys(seeds))('mutants of %s are judged alike', async kind => {
    const cases = fc.sample(fc.tuple(fc.constantFrom(...(seeds[kind] ?? [])), fc.array(mutation, { minLength: 1, maxLength: 2 })).map(([object, mutations]) => mutate([object], mutations)), { numRuns: runs, seed });
    const mutants = cases.filter(one => one.changes.length > 0 && !elsewhere(one));
    // The server's code itself falls over a success policy of a Job without completions; then there is nothing to compare.
    const verdicts = await Promise.all(mutants.map(({ objects }) => engine.ask({ objects }).then(([verdict]) => verdict, () => undefined)));
    expect(verdicts.filter(verdict => verdict === undefined).length).toBeLessThan(mutants.length / 100);
    const differ: string[] = [];
    let refused = 0;
    mutants.forEach((mutant, i) => {
      const [object] = mutant.objects;
      const verdict = verdicts[i];
      if (object === undefined || verdict === undefined || !verdict.known || verdict.errors.some(error => !isCode(error)) ) return;
      const ours = problemsOf(object);
      if (verdict.errors.length > 0) refused++;
      if ((ours.length > 0) !== (verdict.errors.length > 0)) differ.push(`${mutant.changes.join('; ')}\n   server: ${verdict.errors.join('; ') || 'accepts'}\n   sealane: ${ours.join('; ') || 'accepts'}`);
    });
    expect(differ).toEqual([]);
    expect(refused).toBeGreaterThanOrEqual(lenient.has(kind) ? 0 : 1);
  });
});

/** Metadata are the schema's business. Of addresses and node ports the allocators decide, which the library does not run. */
function elsewhere({ changes }: Mutated): boolean {
  return changes.some(change => /: (\S+ )?(metadata(?!\.annotations)|spec\.(clusterIPs?|ports\[\d+\]\.nodePort|ipFamilies|ipFamilyPolicy)\b)/.test(change));
}
