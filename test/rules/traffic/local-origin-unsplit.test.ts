import { localOriginUnsplit } from '../../../lib/rules/traffic/local-origin-unsplit';
import { destinationRule, withPolicy } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const counted = (rest: object = {}): object => ({ outlierDetection: { consecutiveLocalOriginFailures: 5, ...rest } });

test('a count without the split is refused, at every level', () => {
  expect(ruled(localOriginUnsplit, [withPolicy(counted())]).findings).toMatchObject([{
    codes: ['CAN-18', 'IST0106'], severity: 'error', path: ['spec', 'trafficPolicy', 'outlierDetection', 'consecutiveLocalOriginFailures'],
    message: 'consecutiveLocalOriginFailures is 5 and splitExternalLocalOriginErrors is not true, which Istio refuses', help: 'set splitExternalLocalOriginErrors: true',
  }]);
  const entry = { port: { number: 80 }, ...counted({ splitExternalLocalOriginErrors: false }) };
  expect(said(localOriginUnsplit, [destinationRule({ subsets: [{ name: 'v1', trafficPolicy: { ...counted(), portLevelSettings: [entry] } }] })])).toHaveLength(2);
});

test.each([[counted({ splitExternalLocalOriginErrors: true })], [{ outlierDetection: { consecutiveLocalOriginFailures: 0 } }], [{ outlierDetection: {} }], [{}]])('%j is well', policy => {
  expect(said(localOriginUnsplit, [withPolicy(policy)])).toEqual([]);
});
