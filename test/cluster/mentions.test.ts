import { mentionsOf } from '../../lib/cluster/mentions';
import type { JsonObject } from '../../lib/model/json';
import { deployment, workload, world } from '../mesh/mesh';
import { manifest } from '../support/world';

const told = (container: object, more: object = {}, ...objects: readonly JsonObject[]): readonly string[] => {
  const w = world([deployment('web', { spec: { containers: [{ name: 'main', ...container }], ...more } }), ...objects]);
  return mentionsOf(w, workload(w, 'web')).map(({ namespace, name, port, where }) => `${namespace}/${name} ${port ?? 'no port'} in ${where}`);
};

test.each<readonly [string, object, readonly string[]]>([
  ['the environment', { env: [{ name: 'DB', value: 'postgres://db.shop.svc.cluster.local:5432/a' }] }, ['shop/db 5432 in env DB']],
  ['a short form of it', { env: [{ name: 'DB', value: 'db.shop.svc' }] }, ['shop/db no port in env DB']],
  ['the command line', { args: ['--upstream=http://reviews.shop.svc:80/x', '--quiet'] }, ['shop/reviews 80 in args']],
  ['several in one text', { command: ['a.x.svc:1,b.y.svc:2'] }, ['x/a 1 in command', 'y/b 2 in command']],
  ['no name of the cluster', { env: [{ name: 'A', value: 'db.shop' }, { name: 'B', value: 'www.svc.example' }, { name: 'C', value: 'a.b.svcs' }, { name: 'D', value: 'db' }] }, []],
])('of %s', (_title, container, expected) => {
  expect(told(container)).toEqual(expected);
});

test('of ConfigMaps that the pods mount or read, and no others', () => {
  const map = (name: string): JsonObject => manifest('v1', 'ConfigMap', name, { namespace: 'shop', data: { 'app.yaml': `url: http://${name}.bank.svc:80` } });
  const volumes = [{ name: 'a', configMap: { name: 'mounted' } }, { name: 'b', projected: { sources: [{ configMap: { name: 'projected' } }] } }];
  expect(told({ envFrom: [{ configMapRef: { name: 'taken' } }] }, { volumes }, ...['mounted', 'projected', 'taken', 'other'].map(map))).toEqual([
    'bank/mounted 80 in ConfigMap mounted, app.yaml', 'bank/projected 80 in ConfigMap projected, app.yaml', 'bank/taken 80 in ConfigMap taken, app.yaml',
  ]);
});
