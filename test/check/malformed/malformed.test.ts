import { checkFiles, type FilesReport } from '../../../lib/check/check-files';
import { decode } from '../../../lib/cluster/read/decode';
import { loadSchemas } from '../../../lib/files/schemas';
import { malformed, unusual } from './cases';

/** Nothing of these sizes takes longer on a busy machine. */
const longest = 5_000;

const checked = (text: string | Uint8Array): FilesReport => checkFiles({ files: [{ path: 'a.yaml', text: typeof text === 'string' ? text : decode(text) }], loadSchemas });

const outcomeOf = ({ inputErrors, findings, skipped }: FilesReport): string => {
  if (inputErrors.length > 0) return 'error';
  if (findings.some(({ severity }) => severity === 'error')) return 'finding';
  return Object.keys(skipped).length > 0 ? 'skipped' : 'silent';
};

test('there are more than two hundred', () => {
  expect(malformed.length).toBeGreaterThan(200);
});

describe('what is malformed is never passed in silence', () => {
  test.each(malformed)('$outcome: $title', ({ text, outcome }) => {
    const started = Date.now();
    const report = checked(text);
    expect(outcomeOf(report)).toBe(outcome);
    for (const { file, line, message } of report.inputErrors) expect([file, line > 0, line <= String(text).split('\n').length, message !== '']).toEqual(['a.yaml', true, true, true]);
    for (const { file, line } of report.findings) expect([file, typeof line]).toEqual(['a.yaml', 'number']);
    expect(Date.now() - started).toBeLessThan(longest);
  });
});

describe('what only looks so is read', () => {
  test.each(unusual)('%s', (_title, text) => {
    const report = checked(text);
    expect([report.objects, report.inputErrors, report.findings.filter(({ severity }) => severity === 'error')]).toEqual([1, [], []]);
  });
});

describe('size', () => {
  const object = (name: string, data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata:\n${data}`;
  const timed = (text: string): FilesReport => {
    const started = Date.now();
    const report = checked(text);
    expect(Date.now() - started).toBeLessThan(30_000);
    return report;
  };

  test('fifty megabytes in one scalar', () => {
    expect(timed(object('a', `  a: ${'x'.repeat(50_000_000)}\n`))).toMatchObject({ objects: 1, inputErrors: [] });
  });

  test('fifty megabytes of blank lines', () => {
    expect(timed(`${object('a', '  a: b\n')}${'\n'.repeat(50_000_000)}`)).toMatchObject({ objects: 1, inputErrors: [] });
  });

  test('a megabyte of blank lines in an object that cannot be read', () => {
    expect(timed(`${object('a', '  a: [\n')}${'\n'.repeat(1_000_000)}`).inputErrors).toHaveLength(1);
  });

  test('a megabyte of commas and blanks', () => {
    expect(timed(object('a', `  a: b\nx: [${'a,   '.repeat(200_000)}]\ny: "${', '.repeat(200_000)}"\n`)).inputErrors).toEqual([]);
  });

  test('a hundred thousand keys', () => {
    expect(timed(object('a', Array.from({ length: 100_000 }, (_, i) => `  k${i}: v\n`).join('')))).toMatchObject({ objects: 1, inputErrors: [] });
  });

  test('ten thousand separators, and ten thousand documents that are not objects', () => {
    expect(timed('---\n'.repeat(10_000) + 'a: b\n---\n'.repeat(10_000)).skipped).toEqual({ 'not Kubernetes objects': 10_000 });
  });
});
