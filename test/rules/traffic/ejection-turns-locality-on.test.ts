import { ejectionTurnsLocalityOn } from '../../../lib/rules/traffic/ejection-turns-locality-on';
import { service } from '../../mesh/mesh';
import { withPlaces, withPolicy } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const detects = withPolicy({ outlierDetection: {} });

test('outlier detection alone is a preference for the own zone', () => {
  expect(ruled(ejectionTurnsLocalityOn, [service('reviews'), detects]).findings).toMatchObject([{ codes: ['LOC-11'], severity: 'info', path: ['spec', 'trafficPolicy', 'outlierDetection'], message: 'outlierDetection makes clients prefer pods of reviews.shop.svc.cluster.local in their own zone, which nothing here says' }]);
});

test('it is well where places are spoken of, here, by the Service or by the mesh', () => {
  expect(said(ejectionTurnsLocalityOn, [service('reviews'), withPlaces({ enabled: false })])).toEqual([]);
  expect(said(ejectionTurnsLocalityOn, [service('reviews', { trafficDistribution: 'PreferSameZone' }), detects])).toEqual([]);
  expect(said(ejectionTurnsLocalityOn, [service('reviews'), detects], { meshConfig: { localityLbSetting: { enabled: false } } })).toEqual([]);
  expect(said(ejectionTurnsLocalityOn, [service('reviews', { clusterIP: 'None' }), detects])).toEqual([]);
});
