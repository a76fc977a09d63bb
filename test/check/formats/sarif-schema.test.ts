import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { checkFiles, type FilesReport } from '../../../lib/check/check-files';
import { formatSarif } from '../../../lib/check/formats/sarif';
import { inputFiles } from '../../../lib/files/input';
import { rulePage } from '../../../lib/files/package';
import { loadSchemas } from '../../../lib/files/schemas';
import type { Finding } from '../../../lib/model/finding';
import { bare, report, whole } from './support';

// The schema that OASIS publishes judges what is written.

const fixtures = join(__dirname, '../../fixtures');
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(join(fixtures, 'sarif/sarif-schema-2.1.0.json'), 'utf8')) as object);

/** What the schema says against a log. */
function refused(log: string): readonly string[] {
  validate(JSON.parse(log));
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}

const of = (findings: readonly Finding[]): FilesReport => ({ ...report, findings });

test('the schema refuses a log that is none', () => {
  expect(refused('{"version":"2.1.0","runs":[{"results":[{"level":"fatal"}]}]}')).toEqual(expect.arrayContaining([expect.stringContaining("/runs/0 must have required property 'tool'"), expect.stringContaining('/runs/0/results/0/level')]));
});

test.each<readonly [string, FilesReport]>([
  ['with everything that a finding can have', report],
  ['with findings that have next to nothing', of([bare])],
  ['without findings', { ...of([]), accepted: [], inputErrors: [], advice: [], unknown: { count: 0, reasons: {} } }],
  ['of information', of([{ ...whole, severity: 'info' }])],
  ['of standard input', of([{ ...whole, file: '-' }])],
  ['of absolute paths, and of another system\'s', of([{ ...whole, file: '/srv/a b/#1?.yaml' }, { ...whole, file: 'C:/shop/routes.yaml' }])],
  ['of objects whose file or line nobody knows', of([{ rule: whole.rule, codes: [], severity: 'error', path: [], constructs: ['shop/canary'], message: 'm', help: 'h', url: whole.url }, { ...bare, file: 'a.yaml' }])],
])('a log %s is valid', (_title, given) => {
  expect(refused(formatSarif(given, { version: '1.2.3', known: [whole, bare], page: rulePage }))).toEqual([]);
});

test('so is a log of real manifests with findings of many rules, pages included', () => {
  const found = checkFiles({ files: [...inputFiles([join(fixtures, 'article')]), { path: 'broken.yaml', text: 'apiVersion: v1\nkind: [Service\n' }], loadSchemas, cluster: 'eu' });
  expect(found.findings.length).toBeGreaterThan(50);
  expect(refused(formatSarif(found, { version: '1.2.3', page: rulePage }))).toEqual([]);
});
