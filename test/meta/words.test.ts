import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './rooms';

const generated = new Set(['node_modules', 'build', 'manifests', 'dist', 'coverage', '.git', '.cache', 'package-lock.json', 'go.sum', 'go.mod']);

function files(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(entry => !generated.has(entry.name))
    .flatMap(entry => (entry.isDirectory() ? files(join(folder, entry.name)) : entry.isFile() ? [join(folder, entry.name)] : []));
}

/** Written in parts, so that this file does not find itself. */
const words: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a folder of one machine', new RegExp(['/wo', 'rk/|/ho', 'me/[a-z]|/ro', 'ot/|/Us', 'ers/[a-z]|sha', 'red/spec|sha', 'red/design'].join(''))],
  ['the folder it stands in', new RegExp(`${root.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`)],
  ['who wrote it, or when', new RegExp(['\\bhel', 'pers?\\b|\\bsub-?ag', 'ents?\\b|\\bthis ses', 'sion\\b|\\biss', 'ue #?\\d'].join(''), 'i')],
  ['an unfinished thought', new RegExp(['\\bTO', 'DO\\b|\\bFIX', 'ME\\b|\\bXX', 'X\\b'].join(''))],
];

test.each(words)('no file of the project names %s', (_, pattern) => {
  const found = files('.').flatMap(file =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
  expect(found).toEqual([]);
});

test('the lock file names no host', () => {
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "https?:/);
});
