import { wildcardHost } from '../../../lib/rules/expose/wildcard-host';
import { gateway, http, ingressTo, istioGateway, listener } from '../../support/edge';
import { messages, ruled } from '../../support/rules';

test('every host is advice to name them', () => {
  expect(messages(ruled(wildcardHost, [istioGateway('public', [http(['*'])]), gateway('api', [listener('http', 80, 'HTTP')])]).findings)).toEqual(['Gateway edge/public serves every host on port 80', 'Gateway edge/api serves every host on port 80']);
});

test.each([
  ['names and wildcards under a domain', istioGateway('public', [http(['shop.example.com', '*.example.com'])])],
  ['a redirect', istioGateway('public', [http(['*'], { tls: { httpsRedirect: true } })])],
  ['a host of an Ingress', ingressTo({ name: 'web', port: { number: 80 } })],
])('%s are well', (_title, object) => {
  expect(ruled(wildcardHost, [object]).findings).toEqual([]);
});
