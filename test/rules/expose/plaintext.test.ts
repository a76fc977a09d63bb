import { plaintext } from '../../../lib/rules/expose/plaintext';
import { gateway, http, https, httpRoute, istioGateway, listener, virtualService } from '../../support/edge';
import { ruled } from '../../support/rules';

const route = virtualService('web', { hosts: ['shop.example.com'], gateways: ['edge/public'], http: [{ route: [{ destination: { host: 'web' } }] }] });

test('what is served over TLS is not answered in plaintext as well', () => {
  expect(ruled(plaintext, [istioGateway('public', [http(['*']), https(['*'])]), route]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'servers', 0], message: 'Gateway edge/public answers requests on port 80 in plaintext, which it serves over TLS as well', help: 'set tls: { httpsRedirect: true } on the server', assumption: 'nothing before the gateway sends plaintext requests on to HTTPS',
  }]);
});

test('a gateway without TLS may stand behind what ends it', () => {
  expect(ruled(plaintext, [istioGateway('public', [http(['*'])]), route]).findings).toMatchObject([{ severity: 'info', message: 'Gateway edge/public answers requests on port 80 in plaintext' }]);
});

const shared = gateway('public', [listener('http', 80, 'HTTP'), listener('https', 443, 'HTTPS')]);
const attached = (sectionName?: string): ReturnType<typeof httpRoute> => httpRoute('web', { parentRefs: [{ name: 'public', namespace: 'edge', ...(sectionName === undefined ? {} : { sectionName }) }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] });

test('so it is with listeners', () => {
  expect(ruled(plaintext, [shared, attached()]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'listeners', 0] }]);
});

test.each([
  ['a redirect of the server', [istioGateway('public', [http(['*'], { tls: { httpsRedirect: true } }), https(['*'])]), route]],
  ['nothing bound', [istioGateway('public', [http(['*']), https(['*'])])]],
  ['routes of the HTTPS listener alone', [shared, attached('https')]],
])('%s is well', (_title, objects) => {
  expect(ruled(plaintext, objects).findings).toEqual([]);
});
