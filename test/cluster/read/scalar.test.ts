import { parseYaml } from '../../../lib/cluster/read/yaml';

const value = (text: string): unknown => {
  const parsed = parseYaml(text);
  return 'message' in parsed ? parsed : (parsed.value as { readonly a?: unknown }).a;
};

describe('a plain scalar is to kubectl', () => {
  test.each<readonly [string, unknown]>([
    ['yes', true], ['on', true], ['y', true], ['True', true], ['n', false], ['Off', false], ['~', null], ['', null], ['Null', null],
    ['012', 10], ['0o14', 12], ['08', 8], ['0b11', 3], ['0x1F', 31], ['+12', 12], ['-7', -7], ['-0x10', -16], ['1_000', 1000], ['.5', 0.5], ['1e3', 1000], ['1.', 1], ['0', 0], ['-0', 0],
    ['190:20:30', '190:20:30'], ['1:30', '1:30'], ['2024-01-02', '2024-01-02'], ['NaN', 'NaN'], ['1.2.3', '1.2.3'], ['10.0.0.1', '10.0.0.1'], ['v1', 'v1'], ['100m', '100m'], ['0x', '0x'], ['1-31', '1-31'], ['yES', 'yES'],
  ])('%s: %j', (text, expected) => {
    expect(value(`a: ${text}`)).toEqual(expected);
  });

  test.each([['"yes"', 'yes'], ["'012'", '012'], ['!!str 12', '12'], ['!!int "12"', 12], ['!own x', 'x'], ['!!timestamp 2024-01-02', '2024-01-02']])('quoted or tagged %s: %j', (text, expected) => {
    expect(value(`a: ${text}`)).toEqual(expected);
  });

  test.each(['.nan', '.inf', '-.Inf'])('%s, which JSON cannot hold, is refused with its line', text => {
    expect(parseYaml(`b: 1\na: [1, ${text}]\n`)).toEqual({ message: `${text} is a number that JSON cannot hold`, line: 2 });
  });

  test('keys are read by the same rules', () => {
    expect(parseYaml('yes: 1\n012: 2\n1e3: 3\n')).toEqual({ value: { true: 1, '10': 2, '1000': 3 }, faults: [] });
  });
});

describe('a document', () => {
  test('merges, and an own key wins', () => {
    expect(parseYaml('x: &x {a: 1, b: 2}\nz:\n  <<: *x\n  b: 3\n')).toMatchObject({ value: { z: { a: 1, b: 3 } } });
  });

  test('with a key that stands twice is read with the last value, and that is a fault', () => {
    expect(parseYaml('a: 1\nb: 2\na: 3\n')).toEqual({ value: { a: 3, b: 2 }, faults: [{ message: 'key "a" stands twice in one map; the last one wins, and the API server refuses it', line: 3 }] });
  });

  test('that is no YAML is a fault with its line', () => {
    expect(parseYaml('a: 1\nb: [\n')).toMatchObject({ line: 2 });
    expect(parseYaml('a: b: c')).toMatchObject({ message: expect.stringContaining('mapping') as unknown, line: 1 });
    expect(parseYaml('a:\n\tb: 1\n')).toMatchObject({ line: 2 });
  });
});
