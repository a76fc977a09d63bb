import { failoverMalformed } from '../../../lib/rules/traffic/failover-malformed';
import { withPlaces } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const rule = (...failover: readonly object[]): ReturnType<typeof withPlaces> => withPlaces({ failover });

test.each([
  [{ from: 'a/b', to: 'c' }, 'from of the failover is "a/b", and failover goes from region to region'],
  [{ from: 'a', to: '*' }, 'to of the failover is "*", and failover goes from region to region'],
  [{ from: 'a', to: 'a' }, 'the failover goes from region "a" to itself'],
  [{ to: 'a' }, 'from of the failover is empty'],
])('%j', (entry, message) => {
  expect(said(failoverMalformed, [rule(entry)])).toEqual([`error: ${message}`]);
});

test('a second failover of one region', () => {
  expect(ruled(failoverMalformed, [rule({ from: 'a', to: 'b' }, { from: 'a', to: 'c' })]).findings).toMatchObject([{ codes: ['LOC-05'], path: ['spec', 'trafficPolicy', 'loadBalancer', 'localityLbSetting', 'failover', 1], message: 'region "a" fails over twice, and only one of the two is read' }]);
});

test('two regions for each other are well', () => {
  expect(said(failoverMalformed, [rule({ from: 'a', to: 'b' }, { from: 'b', to: 'a' })])).toEqual([]);
});
