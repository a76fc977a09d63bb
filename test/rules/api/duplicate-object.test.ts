import { duplicateObject } from '../../../lib/rules/api/duplicate-object';
import { found, object, view } from '../../support/rules';

const web = object('Service', 'web', { namespace: 'shop', construct: 'shop/a' });
const check = (...objects: readonly ReturnType<typeof object>[]): ReturnType<typeof found> => found(duplicateObject, view({ objects }));

test('an object that is written twice is one error, with everybody who writes it', () => {
  expect(check(web, object('Service', 'other', { namespace: 'shop' }), object('Service', 'web', { namespace: 'shop', construct: 'shop/b' }))).toEqual([
    expect.objectContaining({ rule: 'api/duplicate-object', severity: 'error', constructs: ['shop/a', 'shop/b'], object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' }, message: 'Service shop/web is written 2 times, by shop/a and shop/b' }),
  ]);
});

test('versions of one API are one object', () => {
  expect(check(object('Gateway', 'g', { apiVersion: 'networking.istio.io/v1' }), object('Gateway', 'g', { apiVersion: 'networking.istio.io/v1beta1' }))).toHaveLength(1);
});

test.each([
  ['another namespace', object('Service', 'web', { namespace: 'bank' })],
  ['another kind', object('ConfigMap', 'web', { namespace: 'shop' })],
  ['another group', object('Service', 'web', { namespace: 'shop', apiVersion: 'serving.knative.dev/v1' })],
])('%s is another object', (_title, other) => {
  expect(check(web, other)).toEqual([]);
});
