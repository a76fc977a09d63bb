import { overriddenBelow } from '../../../lib/rules/traffic/overridden-below';
import { destinationRule, withPolicy } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const top = { outlierDetection: {}, loadBalancer: { localityLbSetting: { enabled: true } } };

test('an entry for a port takes nothing from above', () => {
  expect(ruled(overriddenBelow, [withPolicy({ ...top, portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'DISABLE' } }] })]).findings).toMatchObject([{
    codes: ['LOC-15'], severity: 'warning', path: ['spec', 'trafficPolicy', 'portLevelSettings', 0], message: 'loadBalancer and outlierDetection of spec.trafficPolicy does not hold for port 80: this entry replaces it', help: 'repeat loadBalancer and outlierDetection here',
  }]);
});

test('a loadBalancer of a subset replaces the whole one', () => {
  expect(said(overriddenBelow, [destinationRule({ trafficPolicy: top, subsets: [{ name: 'v1', trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } }] })])).toEqual(['warning: localityLbSetting of spec.trafficPolicy does not hold for subset "v1": this entry replaces it']);
});

test('a subset takes what it does not say', () => {
  expect(said(overriddenBelow, [destinationRule({ trafficPolicy: top, subsets: [{ name: 'v1', trafficPolicy: { connectionPool: {} } }] })])).toEqual([]);
});

test('an entry that repeats what holds above is well, and one below nothing', () => {
  expect(said(overriddenBelow, [withPolicy({ ...top, portLevelSettings: [{ port: { number: 80 }, ...top }] }), withPolicy({ portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'SIMPLE' } }] })])).toEqual([]);
});
