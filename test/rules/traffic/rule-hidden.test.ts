import type { JsonObject } from '../../../lib/model/json';
import { ruleHidden } from '../../../lib/rules/traffic/rule-hidden';
import { destinationRule } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const subsets = [{ name: 'v1', labels: { version: 'v1' } }];
const ofService = (rest: object = {}): JsonObject => destinationRule({ subsets, trafficPolicy: { outlierDetection: {} }, ...rest });
const ofClients = (rest: object = {}): JsonObject => destinationRule({ trafficPolicy: { connectionPool: {} }, ...rest }, { name: 'mine', namespace: 'web' });

test('what clients lose is named', () => {
  expect(ruled(ruleHidden, [ofService(), ofClients()]).findings).toMatchObject([{
    codes: ['CAN-17'], severity: 'warning', object: { name: 'mine' }, path: ['spec', 'host'],
    message: 'clients of namespace web follow this rule for reviews.shop.svc.cluster.local and not DestinationRule shop/reviews, whose subset "v1" and outlierDetection they lose', near: [{ object: { namespace: 'shop' } }],
  }]);
});

test.each<[string, readonly JsonObject[]]>([
  ['one that repeats everything', [ofService(), ofClients({ subsets, trafficPolicy: { outlierDetection: {}, connectionPool: {} } })]],
  ['a rule that the Service keeps to its namespace', [ofService({ exportTo: ['.'] }), ofClients()]],
  ['no rule of the Service', [ofClients()]],
  ['a wildcard, which is a default', [ofService(), ofClients({ host: '*.local' })]],
])('%s is well', (_title, objects) => {
  expect(said(ruleHidden, objects)).toEqual([]);
});
