import { clusterOf } from '../../../lib/cluster/cluster-of';
import { readFiles } from '../../../lib/cluster/read/read';
import { duplicateKey } from '../../../lib/rules/api/duplicate-key';
import { run } from '../../../lib/rules/rule';
import { view } from '../../support/rules';

const said = (text: string): readonly (readonly unknown[])[] => {
  const { objects, errors } = readFiles([{ path: 'a.yaml', text }]);
  expect(errors).toEqual([]);
  return run(duplicateKey, { ...view(), cluster: clusterOf(objects) }).findings.map(({ object, path }) => [object?.name, ...path]);
};

const head = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\n`;

test('a key that stands twice is an error at the one that wins, wherever it stands', () => {
  expect(said(`${head('a')}spec:\n  type: A\n  ports:\n    - { port: 1, port: 2 }\n    - port: 3\n  type: B\n`)).toEqual([['a', 'spec', 'ports', 0, 'port'], ['a', 'spec', 'type']]);
});

test('in a List it belongs to its object', () => {
  const item = (name: string, rest: string): string => `- { apiVersion: v1, kind: Service, metadata: { name: ${name} }, ${rest} }\n`;
  expect(said(`apiVersion: v1\nkind: List\nitems:\n${item('a', 'spec: { type: A }')}${item('b', 'spec: { type: A, type: B }')}`)).toEqual([['b', 'spec', 'type']]);
});

test('an anchor that is merged into two maps is no repetition', () => {
  expect(said(`${head('a')}spec: &spec { type: A }\nother: { <<: *spec, type: B }\n`)).toEqual([]);
});
