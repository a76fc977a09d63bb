import { modesTogether } from '../../../lib/rules/traffic/modes-together';
import { withPlaces, withPolicy } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const distribute = [{ from: 'a', to: { a: 100 } }];
const failover = [{ from: 'a', to: 'b' }];

test.each([
  [{ distribute, failover }, 'error: failover stands beside distribute, and Istio refuses the two together; where no webhook looks, failover is ignored'],
  [{ failover, failoverPriority: ['topology.kubernetes.io/region', 'app'] }, 'error: failoverPriority has topology.kubernetes.io/region beside failover, and Istio refuses labels of places there'],
  [{ distribute, failoverPriority: ['app'] }, 'warning: failoverPriority stands beside distribute and is ignored'],
])('%j', (setting, message) => {
  expect(said(modesTogether, [withPlaces(setting)])).toEqual([message]);
});

test('the setting for zones beside that for places', () => {
  expect(ruled(modesTogether, [withPolicy({ loadBalancer: { localityLbSetting: {}, zoneAwareLbSetting: {} } })]).findings).toMatchObject([{ codes: ['LOC-01', 'IST0106'], severity: 'error', path: ['spec', 'trafficPolicy', 'loadBalancer', 'localityLbSetting'] }]);
});

test.each([[{ distribute }], [{ failover }], [{ failover, failoverPriority: ['app'] }], [{ failover, distribute: [] }]])('%j is well', setting => {
  expect(said(modesTogether, [withPlaces(setting)])).toEqual([]);
});
