import { against, baselineOf, formatBaseline, parseBaseline } from '../../lib/check/baseline';
import { fails, shown } from '../../lib/check/profile';
import type { Finding } from '../../lib/model/finding';

const finding = (message: string, rest: Partial<Finding> = {}): Finding => ({ rule: 'api/invalid-name', codes: [], severity: 'error', path: [], message, help: 'h', url: 'u', ...rest });

describe('a baseline', () => {
  test('knows a finding wherever it has moved', () => {
    const old = finding('a', { file: 'a.yaml', line: 1 });
    expect(against([{ ...old, file: 'b.yaml', line: 99 }], baselineOf([old]))).toMatchObject({ fresh: [], known: [{ line: 99 }], gone: 0 });
  });

  test('knows as many of one kind as there were', () => {
    expect(against([finding('a'), finding('a'), finding('a')], baselineOf([finding('a'), finding('a')]))).toMatchObject({ fresh: [finding('a')], known: [finding('a'), finding('a')], gone: 0 });
  });

  test('says what is new and what is gone', () => {
    expect(against([finding('b')], baselineOf([finding('a')]))).toMatchObject({ fresh: [finding('b')], known: [], gone: 1 });
  });

  test('is one line a finding, sorted, and reads back', () => {
    const baseline = baselineOf([finding('b'), finding('a'), finding('b')]);
    expect(formatBaseline(baseline).split('\n').slice(3, 5)).toEqual(['    " | api/invalid-name |  | a": 1,', '    " | api/invalid-name |  | b": 2']);
    expect(parseBaseline(formatBaseline(baseline), 'f')).toEqual(baseline);
    expect(parseBaseline(formatBaseline(baselineOf([])), 'f').size).toBe(0);
  });

  test.each(['', '[]', '{"schema":2,"findings":{}}', '{"schema":1,"findings":{"a":"b"}}'])('is not %j', text => {
    expect(() => parseBaseline(text, 'old.json')).toThrow('old.json is no baseline');
  });
});

describe('a profile', () => {
  const all = (['error', 'warning', 'info'] as const).map(severity => finding(severity, { severity }));

  test('shows information only as advice', () => {
    expect([shown(all, 'default').length, shown(all, 'strict').length, shown(all, 'advice').length]).toEqual([2, 2, 3]);
  });

  test('fails for errors, a strict one for warnings, and --fail-on decides over both', () => {
    const warning = all.slice(1);
    expect([fails(all, 'default'), fails(warning, 'default'), fails(warning, 'strict'), fails(warning, 'strict', 'error'), fails(warning, 'default', 'warning'), fails(all.slice(2), 'strict')]).toEqual([true, false, true, false, true, false]);
  });
});
