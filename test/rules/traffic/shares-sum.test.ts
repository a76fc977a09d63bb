import { sharesSum } from '../../../lib/rules/traffic/shares-sum';
import { withPlaces } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const to = (shares: object): ReturnType<typeof withPlaces> => withPlaces({ distribute: [{ from: 'a/*', to: shares }] });

test.each([
  [{ 'a/*': 80, 'b/*': 10 }, ['error: shares from a/* add up to 90, and Istio refuses what is not 100']],
  [{ 'a/*': 100, 'b/*': 0 }, ['error: b/* gets 0 from a/*, and a share is from 1 to 100']],
  [{ 'a/*': 150 }, ['error: a/* gets 150 from a/*, and a share is from 1 to 100']],
])('%j', (shares, expected) => {
  expect(said(sharesSum, [to(shares)])).toEqual(expected);
});

test('the place is the entry', () => {
  expect(ruled(sharesSum, [to({ a: 90 })]).findings).toMatchObject([{ codes: ['LOC-02', 'IST0106'], path: ['spec', 'trafficPolicy', 'loadBalancer', 'localityLbSetting', 'distribute', 0, 'to'] }]);
});

test.each([[{ 'a/*': 80, 'b/*': 20 }], [{ '*': 100 }], [{}]])('%j is well', shares => {
  expect(said(sharesSum, [to(shares)])).toEqual([]);
});
