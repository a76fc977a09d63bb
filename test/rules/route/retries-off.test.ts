import { retriesOff } from '../../../lib/rules/route/retries-off';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const route = (retries: object): ReturnType<typeof istio> => istio('VirtualService', 'a', { hosts: ['a'], http: [{ retries, route: [{ destination: { host: 'a' } }] }] });

test.each([
  [{ attempts: 0, perTryTimeout: '2s' }, 'attempts is 0: retries are off, and perTryTimeout beside it is what Istio refuses'],
  [{ perTryTimeout: '2s', retryOn: '5xx' }, 'attempts is not set, which is 0: retries are off, and perTryTimeout and retryOn beside it is what Istio refuses'],
  [{ attempts: 0, backoff: '1s' }, 'attempts is 0: retries are off, and backoff beside it has no effect'],
  [{ attempts: -1 }, 'attempts is -1, and Istio refuses a negative number'],
])('%j', (retries, message) => {
  expect(said(retriesOff, [route(retries)])).toEqual([`error: ${message}`]);
});

test('the place is that of retries', () => {
  expect(ruled(retriesOff, [route({ perTryTimeout: '2s' })]).findings).toMatchObject([{ codes: ['CAN-08', 'IST0106'], path: ['spec', 'http', 0, 'retries'], help: 'write attempts of 1 or more, or remove perTryTimeout' }]);
});

test.each([[{ attempts: 0 }], [{ attempts: 3, perTryTimeout: '2s', retryOn: '5xx' }], [{}]])('%j is well', retries => {
  expect(said(retriesOff, [route(retries)])).toEqual([]);
});
