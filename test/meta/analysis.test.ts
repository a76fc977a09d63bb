import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../lib/rules/catalogue';
import { root } from './rooms';

interface Code {
  readonly what: string;
  readonly undecided?: string;
}

const { istio, kiali, gaps } = JSON.parse(readFileSync(join(root, 'scripts/analysis.json'), 'utf8')) as {
  readonly istio: Readonly<Record<string, Code>>;
  readonly kiali: Readonly<Record<string, Code>>;
  readonly gaps: readonly { readonly gap: string; readonly rules: readonly string[] }[];
};
const page = readFileSync(join(root, 'docs/rules/istio.md'), 'utf8');
const codes = Object.entries({ ...istio, ...kiali });
const rulesOf = (code: string): readonly string[] => catalogue.filter(rule => rule.codes.includes(code)).map(({ id }) => id);
const rowOf = (code: string): string => new RegExp(`^\\| ${code} \\|(.*)\\|$`, 'm').exec(page)?.[1] ?? '';

test.each(codes)('%s has rules, or the one reason why there are none', (code, { what, undecided }) => {
  expect(what.length).toBeGreaterThan(5);
  expect(rulesOf(code).length > 0).toBe(undecided === undefined);
});

test.each(codes)('the row of %s names what says it', (code, { what, undecided }) => {
  const row = rowOf(code);
  expect(row).toContain(what);
  expect([...row.matchAll(/\]\(([^)]+)\.md\)/g)].map(match => match[1])).toEqual(rulesOf(code));
  if (undecided !== undefined) expect(row).toContain(undecided);
});

test('every code of these tools that a rule carries has a row', () => {
  const carried = catalogue.flatMap(rule => rule.codes).filter(code => /^(?:IST|KIA)\d{4}$/.test(code));
  expect(carried.filter(code => rowOf(code) === '')).toEqual([]);
});

test('what neither tool looks at is closed by rules that exist', () => {
  expect(gaps).toHaveLength(10);
  for (const { rules } of gaps) {
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter(rule => !existsSync(join(root, 'docs/rules', `${rule}.md`)))).toEqual([]);
  }
});

test('a reason says who decides, and is no promise', () => {
  expect(codes.filter(([, { undecided = 'needs' }]) => !/needs|decides|admission|analyzer|server|judged|conditions|no defect|takes mutual TLS|as KIA\d+/.test(undecided)).map(([code]) => code)).toEqual([]);
});
