import { certificateShared } from '../../../lib/rules/expose/certificate-shared';
import { https, istioGateway } from '../../support/edge';
import { ruled } from '../../support/rules';

const first = istioGateway('first', [https(['shop.example.com'])]);

test('browsers reuse a connection for hosts of one certificate', () => {
  expect(ruled(certificateShared, [first, istioGateway('second', [https(['api.example.com'])])]).findings).toMatchObject([{
    severity: 'warning', object: { name: 'second' }, path: ['spec', 'servers', 0, 'tls', 'credentialName'],
    message: 'Gateway edge/second and Gateway edge/first show certificate "shop-tls" for different hosts at the same pods: browsers reuse one connection for both, and get 404 for api.example.com', near: [{ object: { name: 'first' } }],
  }]);
});

test.each([
  ['a certificate of its own', [https(['api.example.com'], { mode: 'SIMPLE', credentialName: 'api-tls' })], {}],
  ['another port', [https(['api.example.com'], undefined, 8443)], {}],
  ['other pods', [https(['api.example.com'])], { selector: { istio: 'internal' } }],
  ['hosts that meet, which is another finding', [https(['*.example.com'])], {}],
])('%s is well', (_title, servers, options) => {
  expect(ruled(certificateShared, [first, istioGateway('second', servers, options)]).findings).toEqual([]);
});
