import { check } from '../../../lib/check/check';
import { istioRefused } from '../../../lib/rules/api/istio-refused';
import { bundledSchemas } from '../../support/schemas';
import { ruled } from '../../support/rules';
import { manifest, worldOf } from '../../support/world';

const service = (spec: object, version = 'v1') => manifest(`networking.istio.io/${version}`, 'VirtualService', 'web', { namespace: 'shop', spec: { hosts: ['web'], http: [{ route: [{ destination: { host: 'web' } }], ...spec }] } });

test('what istiod refuses and no schema does', () => {
  expect(ruled(istioRefused, [service({ retries: { attempts: 2, retryOn: '5xx, reset' } })]).findings).toMatchObject([{
    rule: 'api/istio-refused', codes: ['IST0106'], severity: 'error', path: ['spec', 'http', 0, 'retries', 'retryOn'],
    message: 'spec.http[0].retries.retryOn: " reset" is no condition of retries, and no status',
  }]);
});

test.each(['v1', 'v1beta1', 'v1alpha3'])('%s is judged', version => {
  expect(ruled(istioRefused, [service({ redirect: { uri: '/' } }, version)]).findings).toHaveLength(1);
});

test('what the schema refuses is not said twice, and what cannot be decoded is not judged', () => {
  expect(ruled(istioRefused, [service({ timeout: '1us' }), service({ timeout: 5, mirror: { host: '*' } })]).findings).toEqual([]);
});

test('a rule that knows more speaks alone', () => {
  const schemas = bundledSchemas();
  const { findings } = check({ world: { ...worldOf([service({ retries: { attempts: 0, retryOn: '5xx' } })]), schemas } });
  expect(findings.filter(({ severity }) => severity === 'error').map(({ rule, codes }) => [rule, codes.includes('IST0106')])).toEqual([['route/retries-off', true]]);
});

test('a live object was let in', () => {
  const live = { ...service({ redirect: { uri: '/' } }), metadata: { name: 'web', namespace: 'shop', uid: 'a', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' } };
  expect(ruled(istioRefused, [live]).findings).toEqual([]);
});
