import { failoverWithoutEjection } from '../../../lib/rules/traffic/failover-without-ejection';
import { destinationRule, withPlaces, withPolicy } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const alone = (localityLbSetting: object): object => ({ loadBalancer: { localityLbSetting } });
const outlierDetection = { maxEjectionPercent: 100 };
const pairs = { failover: [{ from: 'a', to: 'b' }] };

test.each([
  [pairs, 'failover', ['failover']],
  [{ failoverPriority: ['app'] }, 'failoverPriority', ['failoverPriority']],
  [{ enabled: true }, 'localityLbSetting', []],
])('%j', (setting, said, path) => {
  expect(ruled(failoverWithoutEjection, [withPolicy(alone(setting))]).findings).toMatchObject([{
    codes: said === 'localityLbSetting' ? ['LOC-06'] : ['LOC-06', 'IST0133'], severity: 'error', path: ['spec', 'trafficPolicy', 'loadBalancer', 'localityLbSetting', ...path],
    message: `${said} has no effect: there is no outlierDetection beside it, and without it endpoints have no order by place`,
  }]);
});

test('an entry for a port does not take outlier detection from above it', () => {
  expect(said(failoverWithoutEjection, [withPolicy({ outlierDetection, portLevelSettings: [{ port: { number: 80 }, ...alone(pairs) }] })])).toEqual([
    'error: failover has no effect: there is no outlierDetection beside it, as an entry for a port takes nothing from the level above it, and without it endpoints have no order by place',
  ]);
});

test('failover beside distribute, which is refused too, would do nothing either', () => {
  expect(said(failoverWithoutEjection, [withPolicy(alone({ ...pairs, distribute: [{ from: 'a', to: { a: 100 } }] }))])).toHaveLength(1);
});

test.each([
  ['beside outlier detection', withPlaces(pairs)],
  ['a subset, which takes it from the rule', destinationRule({ trafficPolicy: { outlierDetection }, subsets: [{ name: 'v1', trafficPolicy: alone(pairs) }] })],
  ['distribute, which needs none', withPolicy(alone({ distribute: [{ from: 'a', to: { a: 100 } }] }))],
  ['a setting that is off', withPolicy(alone({ enabled: false }))],
  ['a setting without a word', withPolicy(alone({}))],
])('%s is well', (_title, object) => {
  expect(said(failoverWithoutEjection, [object])).toEqual([]);
});
