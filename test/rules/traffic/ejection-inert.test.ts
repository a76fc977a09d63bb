import type { JsonObject } from '../../../lib/model/json';
import { ejectionInert } from '../../../lib/rules/traffic/ejection-inert';
import { deployment, istio, service } from '../../mesh/mesh';
import { destinationRule, withPlaces, withPolicy } from '../../support/destination-rule';
import { ruled, said } from '../../support/rules';

const pods = (replicas: number, labels: object = {}): JsonObject => {
  const object = deployment('reviews', { labels });
  return { ...object, spec: { ...(object['spec'] as object), replicas } };
};
const autoscaler: JsonObject = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'reviews', namespace: 'shop' }, spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'reviews' } } };
const detects = (rest: object = {}): JsonObject => withPolicy({ outlierDetection: { consecutive5xxErrors: 5, ...rest } });

test('of three pods ten percent, the default, are none', () => {
  expect(ruled(ejectionInert, [service('reviews'), pods(3), detects()]).findings).toMatchObject([{
    codes: ['LOC-07'], severity: 'error', path: ['spec', 'trafficPolicy', 'outlierDetection'], message: 'of 3 endpoints one is more than maxEjectionPercent 10, which is the default, so that none is ever ejected', help: 'set maxEjectionPercent to at least 34, or to 100',
  }]);
  expect(said(ejectionInert, [service('reviews'), pods(3), detects({ maxEjectionPercent: 33 })])).toEqual(['error: of 3 endpoints one is more than maxEjectionPercent 33, so that none is ever ejected']);
});

test('where nobody says how many there are it is an assumption', () => {
  expect(ruled(ejectionInert, [service('reviews'), pods(3), autoscaler, detects()]).findings).toMatchObject([{ severity: 'warning', message: 'with maxEjectionPercent 10, which is the default, nothing is ejected below 10 endpoints', assumption: 'there are fewer than 10 endpoints' }]);
  expect(said(ejectionInert, [detects()])).toHaveLength(1);
});

test('a share that is left in a place that shall be left', () => {
  expect(ruled(ejectionInert, [service('reviews'), pods(4), withPlaces({ enabled: true }, { outlierDetection: { maxEjectionPercent: 50 } })]).findings).toMatchObject([{ severity: 'warning', assumption: 'one locality holds more than 50 percent of the endpoints' }]);
});

test.each<[string, readonly JsonObject[]]>([
  ['a share that makes a whole endpoint', [service('reviews'), pods(3), detects({ maxEjectionPercent: 34 })]],
  ['ten pods under the default', [service('reviews'), pods(10), detects()]],
  ['everything', [service('reviews'), pods(1), detects({ maxEjectionPercent: 100 })]],
  ['half of an unknown number', [detects({ maxEjectionPercent: 50 })]],
  ['a version of one pod, which the bound keeps', [service('reviews'), pods(1, { version: 'v1' }), destinationRule({ subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy: { outlierDetection: { maxEjectionPercent: 50 } } }] })]],
  ['the only pod, where the bound is written', [service('reviews'), pods(1), detects({ maxEjectionPercent: 50 })]],
  ['no outlier detection', [service('reviews'), pods(3), withPolicy({ connectionPool: {} })]],
])('%s is well', (_title, objects) => {
  expect(said(ejectionInert, objects)).toEqual([]);
});

test('addresses of a name of DNS are not counted', () => {
  const entry = istio('ServiceEntry', 'api', { hosts: ['api.example.com'], resolution: 'DNS', ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] });
  expect(said(ejectionInert, [entry, destinationRule({ host: 'api.example.com', trafficPolicy: { outlierDetection: {} } })])).toEqual(['warning: with maxEjectionPercent 10, which is the default, nothing is ejected below 10 endpoints']);
});
