import { secretUnusable } from '../../../lib/rules/expose/secret-unusable';
import type { JsonObject } from '../../../lib/model/json';
import { certificate } from '../../conformance/emitted/certificate';
import { deployment, istio } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const gateway = [deployment('public', { labels: { istio: 'public' }, namespace: 'edge', spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } }),
  istio('Gateway', 'public', { selector: { istio: 'public' }, servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['*'], tls: { mode: 'SIMPLE', credentialName: 'shop-tls' } }] })];
const secret = (rest: object): JsonObject => manifest('v1', 'Secret', 'shop-tls', { namespace: 'edge', ...rest });
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const whole = Buffer.from(certificate['tls.crt'], 'base64').toString();

test.each<[string, object, string]>([
  ['other keys', { data: { 'cert.pem': base64(whole) } }, 'has neither tls.crt with tls.key nor cert with key, only cert.pem'],
  ['an empty certificate', { stringData: { 'tls.crt': '', 'tls.key': 'key' } }, 'is no use: tls.crt is empty'],
  ['what is no certificate', { stringData: { 'tls.crt': 'hello', 'tls.key': 'key' } }, 'is no use: tls.crt holds no certificate in PEM'],
  ['half a certificate', { data: { 'tls.crt': base64(`-----BEGIN CERTIFICATE-----\n${base64('hello')}\n-----END CERTIFICATE-----`), 'tls.key': base64('key') } }, 'is no use: tls.crt holds a certificate that is cut short or damaged'],
  ['no key', { data: { 'tls.crt': base64(whole), 'tls.key': '' } }, 'is no use: tls.key is empty'],
])('%s', (_title, rest, problem) => {
  expect(ruled(secretUnusable, [...gateway, secret(rest)]).findings).toMatchObject([{ severity: 'error', object: { kind: 'Gateway' }, message: `Secret edge/shop-tls, which Gateway shop/public takes its certificate from, ${problem}`, near: [{ object: { kind: 'Secret' } }] }]);
});

test.each<[string, object]>([['no data', {}], ['encrypted data', { stringData: { 'tls.crt': 'ENC[AES256_GCM,data:x]', 'tls.key': 'ENC[AES256_GCM,data:y]' } }], ['placeholders', { stringData: { 'tls.crt': '${TLS_CRT}', 'tls.key': '${TLS_KEY}' } }]])('%s is unknown', (_title, rest) => {
  expect(said(secretUnusable, [...gateway, secret(rest)])).toEqual(['unknown: what a Secret holds is not in the input']);
});

test('a certificate with its key, under either pair of names, and no Secret are well', () => {
  expect(said(secretUnusable, [...gateway, secret({ data: { 'tls.crt': base64(whole), 'tls.key': base64('key') } })])).toEqual([]);
  expect(said(secretUnusable, [...gateway, secret({ data: { cert: base64(whole), key: base64('key') } })])).toEqual([]);
  expect(said(secretUnusable, gateway)).toEqual([]);
});
