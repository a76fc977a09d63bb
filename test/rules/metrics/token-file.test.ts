import { tokenFile } from '../../../lib/rules/metrics/token-file';
import { serviceMonitor } from '../../support/monitor';
import { ruled, said } from '../../support/rules';

test('a token by a file of the Prometheus pod', () => {
  expect(ruled(tokenFile, [serviceMonitor({ port: 'http', bearerTokenFile: '/var/run/token' })]).findings).toMatchObject([{ severity: 'info', path: ['spec', 'endpoints', 0, 'bearerTokenFile'], message: 'ServiceMonitor shop/web names its token by file /var/run/token, which is deprecated: whoever is read with it gets what Prometheus itself may do' }]);
});

test.each([{ port: 'http' }, { port: 'http', bearerTokenFile: '' }, { port: 'http', authorization: { credentials: { name: 'a', key: 'b' } } }])('%j is well', endpoint => expect(said(tokenFile, [serviceMonitor(endpoint)])).toEqual([]));
