import type { JsonObject } from '../../../lib/model/json';
import { secondRule } from '../../../lib/rules/traffic/second-rule';
import { destinationRule } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const random = { loadBalancer: { simple: 'RANDOM' } };
const v1 = (version: string): object => ({ name: 'v1', labels: { version } });
const rules = (a: object, b: object): readonly JsonObject[] => [destinationRule(a, { name: 'a' }), destinationRule(b, { name: 'b' })];
const host = 'reviews.shop.svc.cluster.local';

test('a second policy for a host is dropped; which of the two, age decides', () => {
  expect(ruled(secondRule, rules({ trafficPolicy: random }, { host: 'reviews', trafficPolicy: { connectionPool: {} } })).findings).toMatchObject([{
    codes: ['LOC-13', 'KIA0201'], severity: 'error', object: { name: 'b' }, path: ['spec', 'trafficPolicy'],
    message: `DestinationRule shop/a has a trafficPolicy for ${host} too; the older of the two is read and the other dropped`, near: [{ object: { name: 'a' }, path: ['spec', 'trafficPolicy'] }],
  }]);
});

test('so is a second subset of one name', () => {
  expect(said(secondRule, rules({ subsets: [v1('1')] }, { subsets: [v1('2')] }))).toEqual([`error: DestinationRule shop/a has subset "v1" for ${host} too; the older of the two is read and the other dropped`]);
});

test.each<[string, readonly JsonObject[]]>([
  ['subsets that add up', rules({ subsets: [v1('1')] }, { subsets: [{ name: 'v2' }] })],
  ['a policy beside subsets', rules({ trafficPolicy: random }, { subsets: [v1('1')] })],
  ['the same policy', rules({ trafficPolicy: random }, { trafficPolicy: random })],
  ['one for chosen pods', rules({ trafficPolicy: random }, { trafficPolicy: { connectionPool: {} }, workloadSelector: { matchLabels: { app: 'web' } } })],
  ['another namespace', [destinationRule({ trafficPolicy: random }), destinationRule({ trafficPolicy: { connectionPool: {} } }, { namespace: 'web' })]],
  ['a wildcard over it', rules({ trafficPolicy: random }, { host: '*.shop.svc.cluster.local', trafficPolicy: { connectionPool: {} } })],
])('%s is well', (_title, objects) => {
  expect(said(secondRule, objects)).toEqual([]);
});
