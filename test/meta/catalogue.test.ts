import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { areas } from '../../lib/model/finding';
import { capabilities } from '../../lib/platform/capabilities';
import type { Verdict } from '../../lib/platform/verdict';
import { catalogue, remarks, risks } from '../../lib/rules/catalogue';
import type { Rule } from '../../lib/rules/rule';
import { filesIn, root, sources } from './rooms';

const ids = [...catalogue.map(({ id }) => id), ...remarks, ...risks].sort();
const ruleFiles = filesIn('lib/rules', '.ts').filter(file => file.split('/').length === 4);
const idOf = (file: string): string => file.replace(/^lib\/rules\//, '').replace(/\.ts$/, '');

test('every file in an area of lib/rules is a rule of the catalogue, under the id that its path says', () => {
  expect(catalogue.map(({ id }) => id)).toEqual(ruleFiles.map(idOf));
});

test.each(ruleFiles)('%s exports one rule, called after its file', file => {
  const exported = jest.requireActual<Record<string, Rule>>(join(root, file));
  const name = (file.split('/').at(-1) ?? '').replace('.ts', '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  expect(Object.keys(exported)).toEqual([name]);
  expect(exported[name]?.id).toBe(idOf(file));
});

test('every rule has a table: a test of its own, or rows under its name in a table of its area', () => {
  const tests = filesIn('test/rules', '.test.ts').map(file => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  const hasTable = (id: string): boolean => {
    const [area = '', name = ''] = id.split('/');
    return tests.some(({ file, text }) => file === `test/rules/${id}.test.ts` || (file.startsWith(`test/rules/${area}/`) && text.includes(`'${name}'`)));
  };
  expect(catalogue.map(({ id }) => id).filter(id => !hasTable(id))).toEqual([]);
});

test('every id is an area and a kebab-case name, used once', () => {
  expect(ids.filter(id => !/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id) || !(areas as readonly string[]).includes(id.split('/')[0] ?? ''))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every finding that is made outside of rules has its id among the remarks', () => {
  const made = new Set(sources().flatMap(({ file, text }) => (file.startsWith('lib/rules/') || file.startsWith('lib/model/') ? [] : [...text.matchAll(/\brule: '([a-z]+\/[a-z0-9-]+)'/g)].map(match => match[1]))));
  expect([...made].sort()).toEqual([...remarks].sort());
});

test('every risk and every lossy capability can be accepted under an id that has a page', () => {
  const required = sources().flatMap(({ text }) => [...text.matchAll(/requireAccept\(\w+, '([^']+)'/g)].map(match => match[1]));
  const lossy = Object.entries(capabilities).flatMap(([feature, row]) => (Object.values(row) as readonly Verdict[]).flatMap(verdict => (verdict.verdict === 'lossy' ? [`platform/${feature.split('.')[0] ?? ''}-${verdict.code}`] : [])));
  expect([...new Set([...required, ...lossy])].sort()).toEqual([...risks].sort());
});

test('every id has a page, and every page an id', () => {
  expect(filesIn('docs/rules', '.md').filter(file => file.split('/').length === 4).map(file => file.replace(/^docs\/rules\//, '').replace(/\.md$/, ''))).toEqual(ids);
});

describe.each(ids)('the page of %s', id => {
  const page = join(root, 'docs/rules', `${id}.md`);
  const text = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const [title, , summary = ''] = text.split('\n');
  const section = (name: string): string => new RegExp(`^## ${name}\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(text)?.[1]?.trim() ?? '';

  test('has the id as its title, and its sections in order', () => {
    expect(title).toBe(`# ${id}`);
    expect([...text.matchAll(/^## (.+)$/gm)].map(match => match[1])).toEqual(['What', 'Wrong', 'Right', 'Why', 'When to accept']);
  });

  test('shows wrong and right as code, and says the rest in words', () => {
    for (const name of ['Wrong', 'Right']) expect(section(name)).toMatch(/^```(?:ts|yaml)\n[\s\S]+```$/);
    for (const name of ['What', 'Why', 'When to accept']) expect(section(name).length).toBeGreaterThan(20);
  });

  test('says the severity and the codes of the rule', () => {
    const rule = catalogue.find(candidate => candidate.id === id);
    if (rule === undefined) return;
    expect(summary.toLowerCase()).toMatch(new RegExp(`^${rule.severity}`));
    expect([...summary.matchAll(/\bGWAPI:[A-Za-z]+\b|\b[A-Z]+-?\d+\b/g)].map(match => match[0])).toEqual(rule.codes);
  });
});
