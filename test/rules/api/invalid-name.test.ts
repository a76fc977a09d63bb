import { invalidName } from '../../../lib/rules/api/invalid-name';
import { found, messages, object, view } from '../../support/rules';

const check = (...objects: readonly ReturnType<typeof object>[]): ReturnType<typeof found> => found(invalidName, view({ objects }));

test.each([
  [object('ConfigMap', 'a.b-c')],
  [object('Service', 'web')],
  [object('Namespace', 'shop')],
  [object('ClusterRole', 'system:node', { apiVersion: 'rbac.authorization.k8s.io/v1' })],
  [object('Service', '1st.domain', { apiVersion: 'serving.knative.dev/v1' })],
])('%j is a name that the API server takes', good => {
  expect(check(good)).toEqual([]);
});

test.each([
  [object('ConfigMap', 'My_Config', { namespace: 'shop' }), 'name "My_Config" of ConfigMap shop/My_Config must be lower-case'],
  [object('Service', '1st'), 'name "1st" of Service default/1st must begin with a letter'],
  [object('Namespace', 'a.b'), 'name "a.b" of Namespace a.b must be lower-case letters, digits and "-"'],
  [object('Role', 'a/b', { apiVersion: 'rbac.authorization.k8s.io/v1' }), 'name "a/b" of Role default/a/b must be a path segment'],
  [object('ConfigMap', 'x'.repeat(254)), 'has 254 characters, at most 253 are allowed'],
  [object('ConfigMap', 'web', { namespace: 'My Shop' }), 'namespace "My Shop" of ConfigMap My Shop/web must be'],
])('%j is none', (bad, message) => {
  expect(messages(check(bad))).toEqual([expect.stringContaining(message)]);
});

test('the field is said, and who wrote it', () => {
  expect(check(object('ConfigMap', 'A', { construct: 'shop/a' }))).toEqual([expect.objectContaining({ path: ['metadata', 'name'], constructs: ['shop/a'], severity: 'error' })]);
});
