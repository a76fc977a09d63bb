import { automaticOff } from '../../../lib/rules/mtls/automatic-off';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const off = { meshConfig: { enableAutoMtls: false } };
const strict = istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });
const set = [shop, deployment('reviews'), service('reviews')];
const rule = (mode: string): ReturnType<typeof istio> => istio('DestinationRule', 'default', { host: '*.shop.svc.cluster.local', trafficPolicy: { tls: { mode } } });

test('a port that takes mutual TLS only, and clients that nobody tells', () => {
  expect(ruled(automaticOff, [...set, strict], off).findings).toMatchObject([{
    severity: 'error', object: { kind: 'PeerAuthentication' }, message: 'port 8080 of reviews takes mutual TLS only; enableAutoMtls is off and no DestinationRule tells clients of reviews.shop.svc.cluster.local to send it: every connection is reset',
  }]);
});

test('the setting left on, a rule, and a port that takes both are well', () => {
  expect(said(automaticOff, [...set, strict], { meshConfig: {} })).toEqual([]);
  expect(said(automaticOff, [...set, strict, rule('ISTIO_MUTUAL')], off)).toEqual([]);
  expect(said(automaticOff, set, off)).toEqual([]);
});

test('a rule that says plaintext is another finding', () => {
  expect(said(automaticOff, [...set, strict, rule('DISABLE')], off)).toEqual([]);
});
