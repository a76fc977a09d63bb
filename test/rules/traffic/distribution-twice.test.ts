import { distributionTwice } from '../../../lib/rules/traffic/distribution-twice';
import { service } from '../../mesh/mesh';
import { withPlaces, withPolicy } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

test('the DestinationRule decides', () => {
  expect(ruled(distributionTwice, [service('reviews', { trafficDistribution: 'PreferSameZone' }), withPlaces({ enabled: true })]).findings).toMatchObject([{
    codes: ['LOC-12'], severity: 'warning', path: ['spec', 'trafficDistribution'], message: 'PreferSameZone has no effect for clients with a proxy: localityLbSetting of DestinationRule shop/reviews decides', near: [{ object: { kind: 'DestinationRule' }, path: ['spec', 'trafficPolicy', 'loadBalancer', 'localityLbSetting'] }],
  }]);
});

test('the annotation says the same', () => {
  expect(said(distributionTwice, [service('reviews', {}, 'shop', { annotations: { 'networking.istio.io/traffic-distribution': 'PreferClose' } }), withPlaces({ enabled: true })])).toHaveLength(1);
});

test('one of the two is well', () => {
  expect(said(distributionTwice, [service('reviews', { trafficDistribution: 'PreferSameZone' }), withPolicy({ loadBalancer: { simple: 'RANDOM' } })])).toEqual([]);
  expect(said(distributionTwice, [service('reviews'), withPlaces({ enabled: true })])).toEqual([]);
});
