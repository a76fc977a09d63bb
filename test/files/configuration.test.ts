import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationFor } from '../../lib/files/configuration';
import { loadSchemas } from '../../lib/files/schemas';

const before = process.cwd();
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealane-'));
  process.chdir(folder);
  mkdirSync('manifests');
});

afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const write = (file: string, reason: string): void => { writeFileSync(file, `accepts:\n- rule: route/no-timeout\n  reason: ${reason}\n`); };
const found = (folders: readonly string[], stated?: string): unknown => configurationFor(folders, stated)?.file;

test('is that of the folder that is checked, before that of the folder where the program runs', () => {
  expect(found(['manifests'])).toBeUndefined();
  write('sealane.yaml', 'here');
  expect(found(['manifests'])).toBe('sealane.yaml');
  write('manifests/sealane.yaml', 'there');
  expect(found(['manifests'])).toBe('manifests/sealane.yaml');
});

test('is the file that somebody states, before all others', () => {
  write('sealane.yaml', 'here');
  write('other.yaml', 'stated');
  expect(configurationFor([], 'other.yaml')).toMatchObject({ file: 'other.yaml', configuration: { accepts: [{ reason: 'stated' }] } });
});

test('that is stated has to exist', () => {
  expect(() => found([], 'nowhere.yaml')).toThrow('nowhere.yaml does not exist');
});

test('with wrong content is misuse that names the file', () => {
  writeFileSync('sealane.yaml', 'colour: blue\n');
  expect(() => found([])).toThrow('sealane.yaml');
});

test('paths that are no folders have none', () => {
  writeFileSync('web.yaml', '');
  expect(found(['web.yaml', 'gone'])).toBeUndefined();
});

test('schemas of the same sets are loaded once', () => {
  expect(loadSchemas()).toBe(loadSchemas({}));
  expect(loadSchemas({ sets: ['istio-1.30'] })).not.toBe(loadSchemas());
});
