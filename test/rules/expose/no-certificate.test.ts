import { noCertificate } from '../../../lib/rules/expose/no-certificate';
import { complete, gateway, gatewayDeployment, https, ingressTo, istioGateway, listener, secret } from '../../support/edge';
import { messages, ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const tls = { certificateRefs: [{ name: 'shop-tls' }] };

test('a server that ends TLS names a certificate', () => {
  expect(ruled(noCertificate, [istioGateway('shop', [https(['shop.example.com'], { mode: 'SIMPLE' })])]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'servers', 0, 'tls'], message: 'server on port 443 of Gateway edge/shop ends TLS (SIMPLE) and names no certificate', help: 'set tls.credentialName',
  }]);
});

test('so does a listener; without any tls block nobody else says so', () => {
  expect(messages(ruled(noCertificate, [gateway('shop', [listener('https', 443, 'HTTPS')])]).findings)).toEqual(['listener on port 443 of Gateway edge/shop takes HTTPS and names no certificate']);
});

test('a Secret that is not there is an error where everything of the namespace is in the input, else unknown', () => {
  const objects = [gateway('shop', [listener('https', 443, 'HTTPS', { tls })])];
  expect(messages(ruled(noCertificate, objects, complete('edge')).findings)).toEqual(['there is no Secret shop-tls in namespace edge, where Gateway edge/shop takes its certificate from']);
  expect(ruled(noCertificate, objects)).toEqual({ findings: [], unknown: ['the Secret of a certificate is not in the input, nor what makes it'] });
});

test('the Secret of an Istio Gateway stands beside the pods of the gateway', () => {
  const objects = [istioGateway('shop', [https(['shop.example.com'])]), gatewayDeployment()];
  expect(ruled(noCertificate, [...objects, secret('shop-tls', 'istio-system')])).toEqual({ findings: [], unknown: [] });
  expect(ruled(noCertificate, objects, complete('istio-system')).findings).toHaveLength(1);
  expect(ruled(noCertificate, objects.slice(0, 1), complete('istio-system')).unknown).toEqual(['the pods of a gateway are not in the input']);
});

test.each([
  ['a Certificate', manifest('cert-manager.io/v1', 'Certificate', 'shop', { namespace: 'edge', spec: { secretName: 'shop-tls' } })],
  ['an ExternalSecret', manifest('external-secrets.io/v1', 'ExternalSecret', 'shop-tls', { namespace: 'edge', spec: {} })],
  ['a SealedSecret', manifest('bitnami.com/v1alpha1', 'SealedSecret', 'shop-tls', { namespace: 'edge', spec: {} })],
])('%s makes the Secret', (_title, object) => {
  expect(ruled(noCertificate, [gateway('shop', [listener('https', 443, 'HTTPS', { tls })]), object], complete('edge'))).toEqual({ findings: [], unknown: [] });
});

test.each([
  ['mutual TLS of the mesh', istioGateway('shop', [https(['*.shop.svc.cluster.local'], { mode: 'ISTIO_MUTUAL' })])],
  ['TLS that is passed on', istioGateway('shop', [https(['shop.example.com'], { mode: 'PASSTHROUGH' })])],
  ['a redirect', istioGateway('shop', [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'], tls: { httpsRedirect: true } }])],
  ['a certificate that the cloud keeps', gateway('shop', [listener('https', 443, 'HTTPS', { tls: { options: { 'networking.gke.io/pre-shared-certs': 'shop' } } })])],
  ['an annotation for cert-manager', gateway('shop', [listener('https', 443, 'HTTPS', { tls })], { annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' } })],
  ['an Ingress that leaves the certificate to its controller', ingressTo({ name: 'web', port: { number: 80 } }, { tls: [{ hosts: ['shop.example.com'] }] })],
])('%s is well', (_title, object) => {
  expect(ruled(noCertificate, [object], complete('edge', 'shop')).findings).toEqual([]);
});

test('a Secret that somebody declares exists', () => {
  expect(ruled(noCertificate, [gateway('shop', [listener('https', 443, 'HTTPS', { tls })])], { ...complete('edge'), declared: [{ kind: 'Secret', namespace: 'edge', name: 'shop-*' }] }).findings).toEqual([]);
});
