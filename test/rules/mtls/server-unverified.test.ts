import { serverUnverified } from '../../../lib/rules/mtls/server-unverified';
import type { JsonObject } from '../../../lib/model/json';
import { istio, service } from '../../mesh/mesh';
import { said } from '../../support/rules';

const rule = (host: string, tls: object, rest: object = {}): JsonObject => istio('DestinationRule', 'tls', { host, trafficPolicy: { tls, ...rest } });

test('a Service of the cluster, whose names no public authority knows', () => {
  expect(said(serverUnverified, [service('db'), rule('db', { mode: 'SIMPLE' })])).toEqual(['warning: tls names no caCertificates, and certificates of the system know no name of the cluster: SIMPLE to db.shop.svc.cluster.local fails, or is not verified']);
});

test('a public host is advice', () => {
  expect(said(serverUnverified, [rule('api.example.com', { mode: 'SIMPLE' })])).toEqual(['info: tls names no caCertificates: servers are verified by the certificates of the system']);
});

test('verification that is switched off, and an entry for a port', () => {
  expect(said(serverUnverified, [rule('api.example.com', { mode: 'SIMPLE', insecureSkipVerify: true })])).toEqual(['warning: insecureSkipVerify: whoever answers is taken for the server']);
  expect(said(serverUnverified, [service('db'), rule('db', { mode: 'DISABLE' }, { portLevelSettings: [{ port: { number: 5432 }, tls: { mode: 'MUTUAL', clientCertificate: '/c', privateKey: '/k' } }] })])).toHaveLength(1);
});

test('an authority, a credential, and mutual TLS of the mesh are well', () => {
  for (const tls of [{ mode: 'SIMPLE', caCertificates: '/etc/ca.pem' }, { mode: 'SIMPLE', credentialName: 'db' }, { mode: 'ISTIO_MUTUAL' }]) expect(said(serverUnverified, [service('db'), rule('db', tls)])).toEqual([]);
});
