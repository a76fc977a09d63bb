import type { GivenObject } from '../../../lib/cluster/given';
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

describe('of files', () => {
  const at = (file: string, name: string = 'web'): GivenObject => ({ ...object('Service', name, { namespace: 'shop' }), source: { file, inside: [] } });
  const judged = (...objects: readonly GivenObject[]): readonly unknown[] => check(...objects).map(({ severity, message, help }) => [severity, message, help]);

  test('two copies in one file are an error', () => {
    expect(judged(at('a.yaml'), at('a.yaml'))).toEqual([['error', 'Service shop/web is written 2 times, in a.yaml', 'keep one, or give the others names of their own']]);
  });

  test('copies in two folders are one warning, with the command that checks them apart', () => {
    expect(judged(at('m/eu/shop.yaml'), at('m/eu/shop.yaml', 'db'), at('m/us/shop.yaml'), at('m/us/shop.yaml', 'db'))).toEqual([
      ['warning', 'Service shop/db and 1 more stand in each of m/eu/ and m/us/; the last is what is judged', 'check them as clusters of their own: --cluster eu=m/eu --cluster us=m/us'],
    ]);
  });

  test('alternatives in files of one folder are one warning', () => {
    expect(judged(at('m/v1.yaml'), at('m/v2.yaml'))).toEqual([['warning', 'Service shop/web stands in each of m/v1.yaml and m/v2.yaml; the last is what is judged', 'keep one, give the others names of their own, or check the files one by one']]);
  });

  test('the later copy is what rules find', () => {
    const { cluster } = view({ objects: [at('m/v1.yaml'), at('m/v2.yaml')] });
    expect(cluster.of('', 'Service').map(({ source }) => source.file)).toEqual(['m/v2.yaml']);
    expect(cluster.objects).toHaveLength(2);
  });
});
