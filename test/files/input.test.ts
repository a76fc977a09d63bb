import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputFiles } from '../../lib/files/input';

const before = process.cwd();
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealane-'));
  process.chdir(folder);
  for (const name of ['a/b', 'a/node_modules', 'a/.git', 'c']) mkdirSync(name, { recursive: true });
  for (const name of ['a/one.yaml', 'a/two.yml', 'a/three.json', 'a/notes.md', 'a/kustomization.yaml', 'a/sealane.yaml', 'a/b/deep.yaml', 'a/node_modules/other.yaml', 'a/.git/other.yaml', 'c/FOUR.YAML']) writeFileSync(name, `# ${name}\n`);
});

afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const paths = (...given: readonly string[]): readonly string[] => inputFiles(given).map(({ path }) => path);

test('a folder is all of its YAML and JSON, at any depth, without what others put there', () => {
  expect(paths('a')).toEqual(['a/b/deep.yaml', 'a/kustomization.yaml', 'a/one.yaml', 'a/three.json', 'a/two.yml']);
});

test('a file that is named is read whatever its ending', () => {
  expect(inputFiles(['a/notes.md'])).toEqual([{ path: 'a/notes.md', text: '# a/notes.md\n' }]);
});

test('endings are told in either case', () => {
  expect(paths('c')).toEqual(['c/FOUR.YAML']);
});

test('a path that is named twice is read once, and ./ is left out', () => {
  expect(paths('./a/one.yaml', 'a/b', 'a/b/deep.yaml')).toEqual(['a/b/deep.yaml', 'a/one.yaml']);
});

describe('a glob', () => {
  test.each([
    ['a/*.yaml', ['a/kustomization.yaml', 'a/one.yaml']],
    ['a/**/*.yaml', ['a/b/deep.yaml', 'a/kustomization.yaml', 'a/one.yaml']],
    ['a/t??.yml', ['a/two.yml']],
    ['a/{one,two}.y*ml', ['a/one.yaml', 'a/two.yml']],
    ['*/*.md', ['a/notes.md']],
  ])('%s', (glob, found) => {
    expect(paths(glob)).toEqual(found);
  });

  test('that matches nothing is misuse', () => {
    expect(() => paths('a/*.toml')).toThrow('a/*.toml matches no file');
  });
});

test('a path that does not exist is misuse', () => {
  expect(() => paths('nowhere')).toThrow('nowhere does not exist');
});

test('links to files are followed, links to folders are not: they may lead back up', () => {
  symlinkSync(join(folder, 'a/one.yaml'), 'c/link.yaml');
  symlinkSync(folder, 'c/up');
  symlinkSync(join(folder, 'gone.yaml'), 'c/broken.yaml');
  expect(paths('c')).toEqual(['c/FOUR.YAML', 'c/link.yaml']);
});

test('what is no text has none, and is counted by who reads it', () => {
  writeFileSync('c/picture.yaml', Buffer.from([0x89, 0x50, 0, 0]));
  expect(inputFiles(['c/picture.yaml'])).toEqual([{ path: 'c/picture.yaml', text: undefined }]);
});

test('an empty folder has no files', () => {
  mkdirSync('empty');
  expect(paths('empty')).toEqual([]);
});
