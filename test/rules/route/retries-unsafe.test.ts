import { retriesUnsafe } from '../../../lib/rules/route/retries-unsafe';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const route = (methods: readonly string[], retries: object | undefined): ReturnType<typeof istio> => istio('VirtualService', 'orders', { hosts: ['orders'], http: [{ ...(methods.length === 0 ? {} : { match: methods.map(exact => ({ method: { exact } })) }), ...(retries === undefined ? {} : { retries }), route: [{ destination: { host: 'orders' } }] }] });

test('writing requests that are sent again after they may have been done', () => {
  expect(ruled(retriesUnsafe, [route(['POST', 'PATCH'], { attempts: 3, retryOn: '5xx,connect-failure' })]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'http', 0, 'retries', 'retryOn'], message: 'POST and PATCH is sent again on 5xx, when the server may have done it already' }]);
});

test.each<[string, ReturnType<typeof istio>]>([
  ['conditions under which nothing was done', route(['POST'], { attempts: 3, retryOn: 'connect-failure,refused-stream' })],
  ['Istio\'s own conditions', route(['POST'], { attempts: 3 })],
  ['requests that read', route(['GET'], { attempts: 3, retryOn: '5xx' })],
  ['a rule for everything', route([], { attempts: 3, retryOn: '5xx' })],
  ['retries that are off', route(['POST'], { attempts: 0 })],
])('%s is well', (_title, object) => {
  expect(said(retriesUnsafe, [object])).toEqual([]);
});
