import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodesOf } from '../support/schemas';
import { compile } from '../../lib/schema/cel/compile';
import { matcherOf } from '../../lib/schema/re2';
import { filesIn, root } from './rooms';

const files = filesIn('schemas', '.json').filter(file => file !== 'schemas/index.json');
const notice = readFileSync(join(root, 'NOTICE'), 'utf8');
const all = files.flatMap(nodesOf);

test('every file of schemas names its source and licence, and the source stands in NOTICE', () => {
  expect(files.length).toBeGreaterThan(30);
  for (const file of files) {
    const [line = ''] = readFileSync(join(root, file), 'utf8').split('\n');
    const { source, licence } = JSON.parse(`${line.slice(0, -1)}}`) as { readonly source: string; readonly licence: string };
    const [module = '', version = ''] = source.split(' ');
    expect(licence).toBe('Apache-2.0');
    expect(notice).toContain(module);
    expect(notice).toContain(version);
  }
});

test('no description is left', () => {
  for (const file of files) expect(readFileSync(join(root, file), 'utf8')).not.toContain('"description":"');
});

test('every rule is translated, except those that compare with an old value', () => {
  const rules = [...new Set(all.flatMap(node => node.rules ?? []).map(({ rule }) => rule))].filter(rule => !/\boldSelf\b/.test(rule));
  expect(rules.length).toBeGreaterThan(140);
  for (const rule of rules) expect(() => compile(rule, ['self', 'oldSelf'])).not.toThrow();
});

test('every pattern is translated', () => {
  const patterns = [...new Set(all.flatMap(node => node.pattern ?? []))];
  expect(patterns.length).toBeGreaterThan(45);
  expect(patterns.filter(pattern => 'unsupported' in matcherOf(pattern))).toEqual([]);
});
