import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, root } from './rooms';

interface Codes {
  readonly families: Readonly<Record<string, number>>;
  readonly undecided: Readonly<Record<string, string>>;
}

const { families, undecided } = JSON.parse(readFileSync(join(root, 'scripts/codes.json'), 'utf8')) as Codes;
const ids = [...Object.entries(families).flatMap(([family, count]) => Array.from({ length: count }, (_, i) => `${family}-${String(i + 1).padStart(2, '0')}`)), ...Array.from({ length: 8 }, (_, i) => `X${i + 1}`)];
const rows = [...readFileSync(join(root, 'docs/rules/codes.md'), 'utf8').matchAll(/^\| ([A-Z]+-?\d+) \| (.*) \|$/gm)].map(([, id = '', text = '']) => ({ id, text }));
const pages = filesIn('docs/rules', '.md').filter(file => file.split('/').length === 4).map(file => readFileSync(join(root, file), 'utf8').split('\n')[2] ?? '').join('\n');

test.each(ids)('%s has a rule, or the reason why there is none', id => {
  expect(new RegExp(`\\b${id}\\b`).test(pages) || (undecided[id] ?? '').length > 0).toBe(true);
});

test('the table has a row for each id, in order, and none is empty', () => {
  expect(rows.map(row => row.id)).toEqual(ids);
  expect(rows.filter(({ text }) => text.trim() === '')).toEqual([]);
});

test('every rule that the table names has its page', () => {
  const named = rows.flatMap(({ text }) => [...text.matchAll(/\]\(([^)]+)\)/g)].map(match => match[1] ?? ''));
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(page => !existsSync(join(root, 'docs/rules', page)))).toEqual([]);
});

test('reasons are for ids that exist', () => {
  expect(Object.keys(undecided).filter(id => !ids.includes(id))).toEqual([]);
});
