import { refused } from '../../../lib/cluster/read/refused';
import { repeatedJsonKeys } from '../../../lib/cluster/read/repeated-json-keys';

describe('what js-yaml reads and kubectl refuses', () => {
  test.each([
    ['a: b\n\t\nc: d\n', 2, 'a tab stands where a line begins'],
    ['a:\n  - b\n  \t\n  - c\n', 3, 'a tab stands where a line begins'],
    ['a: b\n\t# why\n', 2, 'a tab stands where a line begins'],
    ['a: |\n  x\n\t\nb: c\n', 3, 'a tab stands where a line begins'],
    ['a:\n-\tb\n', 2, 'a tab follows a dash'],
    ['a: 1\nb: "\\/"\n', 2, '"\\/" is an escape of JSON'],
    ['a: b\u2028c\n', 1, 'U+2028'],
    ['a: |\n  b\u0085c\nd: e\n', 2, 'U+0085'],
    ['a: 1 # b\u2029c: d\n', 1, 'U+2029'],
    ['a: 1\nb: c\u007f\n', 2, 'U+007F'],
    ['a:\n  null: b\n', 2, 'null is the key'],
    ['a: {~: b}\n', 1, 'null is the key'],
    ['a:\n  ? [b]\n  : c\n', 2, 'a list is the key'],
    ['a: {{ b }}\n', 1, 'a map is the key'],
  ])('%j', (text, line, message) => {
    expect(refused(text)).toEqual({ line, message: expect.stringContaining(message) as unknown });
  });

  test.each(['a: {\n\tb: c\n}\n', 'a: "x\n\ty"\n', 'a: x\n  \ty\n', 'a: |\n  x\n  \ty\n', 'a: b\t# why\n', 'a:\tb\n', 'a: "b\u2028c"\n', 'a: "\\\\/"\n', "a: '\\/'\n", 'a: "null": b'.replace('a: ', ''), 'a:\n  ? b\n  : c\n', 'a: |\n  # {{ x\n  null: b\n', '# [ {\na: b\n'])('takes %j', text => {
    expect(refused(text)).toBeUndefined();
  });
});

describe('keys that stand twice in JSON', () => {
  const repeated = (text: string): unknown => repeatedJsonKeys(text, JSON.parse(text));

  test('are found at any depth, each once', () => {
    expect(repeated('{"a": 1, "b": [{"c": 1}, {"c": 1, "c" : 2, "c": 3}], "a": {"d": 1, "d": 2}}')).toEqual([['b', 1, 'c'], ['a'], ['a', 'd']]);
  });

  test('are not seen in texts, nor in two maps', () => {
    expect(repeated('{"a": "\\"x\\": 1, \\"x\\": 2", "b": {"c": 1}, "d": [{"c": 1}, {"c": 2}, "c", ","]}')).toEqual([]);
  });

  test('are the same key however they are written', () => {
    expect(repeated('{"a": 1, "\\u0061": 2}')).toEqual([['a']]);
  });
});
