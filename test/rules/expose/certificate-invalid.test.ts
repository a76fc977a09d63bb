import { certificateInvalid } from '../../../lib/rules/expose/certificate-invalid';
import { gateway, listener } from '../../support/edge';
import { ruled, said } from '../../support/rules';
import { manifest } from '../../support/world';

const taking = (reference: object): ReturnType<typeof gateway> => gateway('public', [listener('https', 443, 'HTTPS', { tls: { certificateRefs: [reference] } })]);
const holding = (data: object): ReturnType<typeof manifest> => ({ ...manifest('v1', 'Secret', 'shop-tls', { namespace: 'edge' }), ...data });

test('a Secret without certificate or key', () => {
  expect(ruled(certificateInvalid, [taking({ name: 'shop-tls' }), holding({ type: 'Opaque', stringData: { 'cert.pem': 'x', 'tls.key': 'x' } })]).findings).toMatchObject([{
    severity: 'error', codes: ['GWAPI:InvalidCertificateRef'], path: ['spec', 'listeners', 0, 'tls', 'certificateRefs', 0, 'name'], message: 'listener "https" of Gateway edge/public takes its certificate from Secret edge/shop-tls, which has no tls.crt',
  }]);
});

test('a kind that holds none', () => expect(said(certificateInvalid, [taking({ kind: 'ConfigMap', name: 'shop-tls' })])).toEqual(['error: listener "https" of Gateway edge/public takes its certificate from a ConfigMap, which holds none']));

test.each([
  ['both are there', holding({ type: 'kubernetes.io/tls', data: { 'tls.crt': 'eA==', 'tls.key': 'eA==' } })],
  ['the data is left out', holding({ type: 'kubernetes.io/tls' })],
  ['the Secret is not in the input', manifest('v1', 'Secret', 'other', { namespace: 'edge' })],
])('nothing is said where %s', (_title, secret) => expect(said(certificateInvalid, [taking({ name: 'shop-tls' }), secret])).toEqual([]));

test('references of other APIs are the controller’s matter', () => expect(said(certificateInvalid, [taking({ group: 'example.com', kind: 'Vault', name: 'x' })])).toEqual([]));
