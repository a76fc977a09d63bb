import { localityDisabled } from '../../../lib/rules/traffic/locality-disabled';
import { withPlaces } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

test('preferences that are switched off', () => {
  expect(ruled(localityDisabled, [withPlaces({ enabled: false, distribute: [{}], failoverPriority: ['app'] })]).findings).toMatchObject([{
    codes: ['LOC-10'], severity: 'error', path: ['spec', 'trafficPolicy', 'loadBalancer', 'localityLbSetting', 'enabled'], message: 'enabled is false, so that distribute and failoverPriority has no effect', help: 'set enabled: true, or remove distribute and failoverPriority',
  }]);
});

test.each([[{ enabled: false }], [{ enabled: false, failover: [] }], [{ failover: [{}] }], [{ enabled: true, failover: [{}] }]])('%j is well', setting => {
  expect(said(localityDisabled, [withPlaces(setting)])).toEqual([]);
});
