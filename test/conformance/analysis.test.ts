import * as fc from 'fast-check';
import { compareAnalysis, type Difference } from './analysis/compare';
import { excepted, exceptions } from './analysis/exceptions';
import { flawedShops } from './analysis/sets';
import type { KubernetesObject } from './engines/engine';
import { startIstio, type Istio } from './engines/istio';
import { describeWith } from './engines/parts';

// Every analyzer of istioctl and the rules here say the same codes of the same objects, over shops with deliberate mistakes; where they do not, the table of exceptions says why.

const full = process.env['CONFORMANCE_DEPTH'] === 'full';
const runs = full ? 2000 : 60;

/** Codes that sets of this kind bring out. */
const expected = ['IST0101', 'IST0102', 'IST0109', 'IST0110', 'IST0112', 'IST0118', 'IST0123', 'IST0127', 'IST0128', 'IST0129', 'IST0144', 'IST0150', 'IST0151', 'IST0157', 'IST0159', 'IST0161', 'IST0173', 'IST0174', 'IST0177'];

describeWith(['istio'], 'istioctl analyze and the rules', () => {
  let istio: Istio;
  beforeAll(() => {
    istio = startIstio('sets');
  });
  afterAll(() => istio.stop());

  test(`agree about ${runs} sets`, async () => {
    const agreed = new Map<string, number>();
    const used = new Map<string, number>();
    const count = (counts: Map<string, number>, key: string): void => { counts.set(key, (counts.get(key) ?? 0) + 1); };
    const unexplained = async (set: readonly KubernetesObject[]): Promise<readonly Difference[]> => {
      const { agreed: codes, differences } = await compareAnalysis(istio, set);
      for (const code of codes) count(agreed, code);
      return differences.filter(difference => {
        const exception = excepted(difference, set);
        if (exception !== undefined) count(used, `${exception.side} ${exception.codes.join()}: ${exception.because}`);
        return exception === undefined;
      });
    };
    await fc.assert(fc.asyncProperty(flawedShops, async set => {
      expect(await unexplained(set)).toEqual([]);
    }), { numRuns: runs, seed: 7 });
    const lines = (counts: ReadonlyMap<string, number>): string => [...counts].sort().map(([key, number]) => `${key} ${number}`).join('\n');
    process.stdout.write(`\n${runs} sets; agreed:\n${lines(agreed)}\ndifferences that are meant:\n${lines(used)}\n`);
    expect(expected.filter(code => !agreed.has(code))).toEqual([]);
    if (full) expect(exceptions.filter(({ side, codes, because }) => !used.has(`${side} ${codes.join()}: ${because}`)).map(({ because }) => because)).toEqual([]);
  }, full ? 600_000 : 60_000);
});
