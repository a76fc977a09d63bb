import { noTimeout } from '../../../lib/rules/route/no-timeout';
import { istio } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const route = [{ destination: { host: 'a' } }];
const service = (...http: readonly object[]): ReturnType<typeof istio> => istio('VirtualService', 'a', { hosts: ['a'], http });
const http = (rest: object = {}): ReturnType<typeof manifest> => manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'a', { spec: { rules: [{ backendRefs: [{ name: 'a', port: 80 }], ...rest }] } });

test('is said once per object, at the first rule without one', () => {
  expect(ruled(noTimeout, [service({ route, timeout: '2s' }, { route }, { route })]).findings).toMatchObject([{ codes: ['CAN-12', 'ING-13'], severity: 'info', path: ['spec', 'http', 1], message: '2 rules forward without timeout, so that a request may wait for ever' }]);
  expect(said(noTimeout, [http()])).toEqual(['info: a rule forwards without timeouts.request, so that a request may wait for ever']);
});

test.each([['a timeout', service({ route, timeout: '2s' })], ['a redirect', service({ redirect: { uri: '/' } })], ['a root that delegates', service({ delegate: { name: 'b' } })], ['timeouts of an HTTPRoute', http({ timeouts: { request: '2s' } })]])('%s is well', (_title, object) => {
  expect(said(noTimeout, [object])).toEqual([]);
});
