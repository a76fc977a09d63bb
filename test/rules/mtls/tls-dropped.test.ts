import { tlsDropped } from '../../../lib/rules/mtls/tls-dropped';
import type { JsonObject } from '../../../lib/model/json';
import { istio, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const rule = (name: string, host: string, trafficPolicy: object, namespace = 'shop'): JsonObject => istio('DestinationRule', name, { host, trafficPolicy }, { namespace });
const wide = (mode: string, host = '*.example.com', namespace = 'shop'): JsonObject => rule('wide', host, { tls: { mode } }, namespace);
const narrow = rule('narrow', 'api.example.com', { outlierDetection: { consecutive5xxErrors: 5 } });

test('a wider rule that begins TLS', () => {
  expect(ruled(tlsDropped, [wide('SIMPLE'), narrow]).findings).toMatchObject([{ severity: 'warning', object: { name: 'narrow' }, message: 'clients of api.example.com follow this rule alone, and not DestinationRule shop/wide, whose tls mode SIMPLE they lose' }]);
});

test('mutual TLS of the root namespace, where proxies do not choose it themselves', () => {
  const inside = rule('reviews', 'reviews', { outlierDetection: {} });
  const root = wide('ISTIO_MUTUAL', '*.local', 'istio-system');
  expect(said(tlsDropped, [service('reviews'), root, inside], { meshConfig: { enableAutoMtls: false } })).toHaveLength(1);
  expect(said(tlsDropped, [service('reviews'), root, inside])).toEqual([]);
});

test('an entry for a port', () => {
  expect(said(tlsDropped, [rule('api', 'api.example.com', { tls: { mode: 'SIMPLE' }, portLevelSettings: [{ port: { number: 443 }, connectionPool: { tcp: { maxConnections: 1 } } }] })])).toEqual(['warning: tls mode SIMPLE of spec.trafficPolicy does not hold for port 443: this entry replaces it, and clients send plaintext']);
});

test.each<[string, readonly JsonObject[]]>([
  ['a rule that repeats it', [wide('SIMPLE'), rule('narrow', 'api.example.com', { tls: { mode: 'SIMPLE' } })]],
  ['a wider rule for plaintext', [wide('DISABLE'), narrow]],
  ['a wider rule of another namespace', [wide('SIMPLE', '*.example.com', 'other'), narrow]],
  ['a wider rule for other hosts', [wide('SIMPLE', '*.example.org'), narrow]],
  ['an entry that repeats it', [rule('api', 'api.example.com', { tls: { mode: 'SIMPLE' }, portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'SIMPLE' } }] })]],
])('%s is well', (_title, objects) => {
  expect(said(tlsDropped, objects)).toEqual([]);
});
