import { positionOf, positionsIn } from '../../../lib/cluster/read/position';

const at = (text: string, path: readonly (string | number)[]): string => {
  const { line, column } = positionOf(text, path);
  return `${line}:${column}`;
};

const yaml = `# why
apiVersion: v1
spec:
  ports:
    - name: http
      port: 80
    # the second
    - {name: "admin", port: 81}
  note: |
    text: here
  "quoted key": 1
`;

test.each([
  [['apiVersion'], '2:1'], [['spec', 'ports'], '4:3'], [['spec', 'ports', 0], '5:7'], [['spec', 'ports', 0, 'port'], '6:7'], [['spec', 'ports', 1, 'port'], '8:23'], [['spec', 'note'], '9:3'], [['spec', 'quoted key'], '11:4'],
  [['spec', 'ports', 1, 'protocol'], '8:7'], [['spec', 'nothing', 'below'], '3:1'], [[], '2:1'],
])('in YAML, %j stands at %s', (path, expected) => {
  expect(at(yaml, path)).toBe(expected);
});

const json = `{
  "apiVersion": "v1",
  "items": [
    {"kind": "A", "spec": {"ports": [1, 2]}},
    {"kind": "B \\"{[", "spec": {
      "ports": [{"port": 80}] }}
  ]
}`;

test.each([
  [['apiVersion'], '2:3'], [['items', 0, 'spec', 'ports', 1], '4:41'], [['items', 1, 'spec', 'ports', 0, 'port'], '6:18'], [['items', 1], '5:5'], [['items', 2], '3:3'], [['none'], '1:1'],
])('in JSON, %j stands at %s', (path, expected) => {
  expect(at(json, path)).toBe(expected);
});

test('a text that the second reader refuses has a beginning', () => {
  expect(at('# a\n\na: [\n1,\n2]\n', ['a'])).toBe('3:1');
});

test('in a List one reader finds fields of any object, in any order, and of objects that are not there the list', () => {
  const find = positionsIn(json);
  const places = [['items', 1, 'spec', 'ports', 0, 'port'], ['items', 0, 'kind'], ['items', 1, 'kind'], ['items', 7, 'kind'], ['items', 0, 'spec', 'ports', 1], ['apiVersion']].map(path => find(path));
  expect(places.map(({ line, column }) => `${line}:${column}`)).toEqual(['6:18', '4:6', '5:6', '3:3', '4:41', '2:3']);
  expect(positionsIn('{"items": {"0": {"a": 1}}}')(['items', '0', 'a'])).toEqual({ line: 1, column: 18 });
  expect(positionsIn('{"items": []}')(['items', 0, 'a'])).toEqual({ line: 1, column: 2 });
});
