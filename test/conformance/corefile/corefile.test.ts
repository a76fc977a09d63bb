import { checkCorefile } from '../../../lib/corefile/check';
import { executionOrder, newestCoreDns } from '../../../lib/corefile/table';
import { fixCorefile } from '../../../lib/check/lint-corefile';
import { sentences } from '../../corefile/sentences';
import { stanzas } from '../../corefile/stanzas';
import { nodeLocal, stock } from '../../corefile/stock';
import { startCorefile, type CorefileVerdict } from '../engines/corefile';
import type { Engine } from '../engines/engine';
import { describeWith } from '../engines/parts';
import { corefileFrom, mutated, outside, randomFrom } from './generator';

// The checker and CoreDNS's own set-up say the same of every Corefile that the text alone settles. Nothing is let pass: whatever depends on files, names that have to
// be resolved, clouds, or expressions of other languages is said to be unknown, and CoreDNS is not asked about it.

const full = process.env['CONFORMANCE_DEPTH'] === 'full';
const runs = full ? 40_000 : 4_000;

describeWith(['corefile'], 'Corefiles', () => {
  let engine: Engine<string, CorefileVerdict>;
  beforeAll(() => {
    engine = startCorefile('Corefiles');
  });
  afterAll(() => engine.stop());

  /** What the two say, when they differ. */
  async function difference(text: string): Promise<string | undefined> {
    const problems = checkCorefile(text, { environment: {}, files: {} });
    if (problems.some(({ severity }) => severity === 'unknown')) return 'unknown';
    const { accepted, message = 'takes it' } = await engine.ask(text);
    return accepted === (problems.length === 0) ? undefined : `CoreDNS: ${message}\nours: ${problems.map(problem => `${problem.line}:${problem.column} ${problem.message}`).join('; ') || 'takes it'}\n${text}`;
  }

  test.each(Object.entries(stock).filter(([, { text }]) => !text.includes('import ')))('what installers write: %s', async (_name, { text }) => {
    expect(await difference(text)).toBeUndefined();
  });

  test('every use of a plugin and an option in the suites', async () => {
    const differences: string[] = [];
    let decided = 0;
    for (const { title, text, version } of stanzas) {
      if (version !== undefined) continue;
      const found = await difference(text);
      if (found !== 'unknown') decided++;
      if (found !== undefined && found !== 'unknown') differences.push(`${title}\n${found}`);
    }
    expect(differences).toEqual([]);
    expect(decided).toBeGreaterThan(400);
  });

  test('every sentence about the language', async () => {
    const differences: string[] = [];
    for (const [sentence, text] of sentences) {
      const found = await difference(text);
      if (found !== undefined) differences.push(`${sentence}\n${found}`);
    }
    expect(differences).toEqual([]);
  });

  test('what rules put right', async () => {
    const random = randomFrom(7);
    const differences: string[] = [];
    for (let i = 0; i < (full ? 5_000 : 300); i++) {
      const { corefile, fixed } = fixCorefile(corefileFrom(random), {}, ['error', 'warning', 'info']);
      const found = fixed.length === 0 ? undefined : await difference(corefile);
      if (found !== undefined && found !== 'unknown') differences.push(found);
    }
    expect(differences).toEqual([]);
  });

  test('NodeLocal DNSCache with its words replaced', async () => {
    expect(await difference(nodeLocal.replaceAll(/__PILLAR__DNS__DOMAIN__/g, 'cluster.local').replaceAll(/__PILLAR__\w+__/g, '169.254.20.10'))).toBeUndefined();
  });

  test('generated over all plugins, and changed by letters, words and lines', async () => {
    const random = randomFrom(20261124);
    const differences: string[] = [];
    const seen = new Set<string>();
    let decided = 0;
    for (let i = 0; i < runs; i++) {
      const plain = corefileFrom(random);
      const text = i % 3 === 0 ? mutated(random, plain) : plain;
      for (const name of plain.match(/^ {2}\w+/gm) ?? []) seen.add(name.trim());
      const found = await difference(text);
      if (found !== 'unknown') decided++;
      if (found !== undefined && found !== 'unknown') differences.push(found);
    }
    expect(differences.slice(0, 5)).toEqual([]);
    expect(executionOrder(newestCoreDns).filter(name => !seen.has(name) && !outside.has(name))).toEqual([]);
    expect(decided).toBeGreaterThan(full ? 20_000 : 3_000);
  });
});
