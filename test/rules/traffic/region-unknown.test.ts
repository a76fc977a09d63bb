import { regionUnknown } from '../../../lib/rules/traffic/region-unknown';
import { withPlaces } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const nodes = ['eu-1', 'eu-2'].map((region, i) => manifest('v1', 'Node', `n${i}`, { labels: { 'topology.kubernetes.io/region': region } }));

test('a region without nodes, once per rule', () => {
  expect(ruled(regionUnknown, [...nodes, withPlaces({ distribute: [{ from: 'region1/*', to: { 'region1/*': 50, 'eu-1': 50 } }] })]).findings).toMatchObject([{
    codes: ['LOC-09'], severity: 'warning', path: ['spec', 'trafficPolicy', 'loadBalancer', 'localityLbSetting', 'distribute', 0, 'from'], message: 'no node is in region "region1"; regions are eu-1 and eu-2', help: 'write one of eu-1 and eu-2', assumption: 'all regions are among those',
  }]);
});

test('failover too', () => {
  expect(said(regionUnknown, [...nodes, withPlaces({ failover: [{ from: 'eu-1', to: 'us-1' }] })])).toEqual(['warning: no node is in region "us-1"; regions are eu-1 and eu-2']);
});

test('known regions are well, and a star is any', () => {
  expect(said(regionUnknown, [...nodes, withPlaces({ distribute: [{ from: '*', to: { 'eu-1/a': 50, 'eu-2': 50 } }] })])).toEqual([]);
  expect(said(regionUnknown, [withPlaces({ failover: [{ from: 'a', to: 'b' }] })], { declared: [{ kind: 'Region', name: 'a' }, { kind: 'Region', name: 'b' }] })).toEqual([]);
});

test('without nodes it is not settled', () => {
  expect(said(regionUnknown, [withPlaces({ failover: [{ from: 'a', to: 'b' }] })])).toEqual(['unknown: the regions of the nodes are not in the input']);
});
