import type { JsonObject } from '../../../lib/model/json';
import { admission } from '../../../lib/schema/istio/admission';
import { object, refused, warned } from './rows';

const http = { hosts: ['example.com'], port: { name: 'http', number: 80, protocol: 'HTTP' } };
const https = { hosts: ['example.com'], port: { name: 'https', number: 443, protocol: 'HTTPS' } };
const gateway = (spec: JsonObject): JsonObject => object('networking.istio.io/v1', 'Gateway', spec);
const server = (one: JsonObject): JsonObject => gateway({ servers: [{ ...http, ...one }] });
const encrypted = (tls: JsonObject): JsonObject => gateway({ servers: [{ ...https, tls }] });
const server0 = 'spec.servers[0]';
const files = { serverCertificate: 'a', privateKey: 'b' };

describe('servers', () => {
  refused([
    ['there is one', { servers: [http] }, {}, 'spec.servers'],
    ['ports have names of their own', { servers: [http, { ...https, tls: { mode: 'SIMPLE', credentialName: 'a' } }] }, { servers: [http, http] }, 'spec.servers[1].port.name'],
  ], gateway);
  refused([
    ['a server has a host', {}, { hosts: [] }, `${server0}.hosts`],
    ['a host is a whole domain', { hosts: ['shop/example.com'] }, { hosts: ['shop/web'] }, `${server0}.hosts[0]`],
    ['a host is of a namespace', { hosts: ['*/example.com', './example.org'] }, { hosts: ['a_b/example.com'] }, `${server0}.hosts[0]`],
    ['a wildcard is a whole part', { hosts: ['*.example.com'] }, { hosts: ['*example.com'] }, `${server0}.hosts[0]`],
    ['an address is a host', { hosts: ['10.0.0.1'] }, { hosts: ['10.0.0.256'] }, `${server0}.hosts[0]`],
    ['a server has a port', {}, { port: undefined }, `${server0}.port`],
    ['a protocol is known', { port: { ...http.port, protocol: 'grpc-web' } }, { port: { ...http.port, protocol: 'HTTP3' } }, `${server0}.port.protocol`],
    ['a port has a name', {}, { port: { number: 80, protocol: 'HTTP' } }, `${server0}.port.name`],
    ['a port is a port', {}, { port: { ...http.port, number: 0 } }, `${server0}.port.number`],
    ['a gateway has no target ports', {}, { port: { ...http.port, targetPort: 8080 } }, `${server0}.port.targetPort`],
    ['it is bound to an address', { bind: '10.0.0.1' }, { bind: 'localhost' }, `${server0}.bind`],
    ['or to a socket', { bind: 'unix:///run/a', port: { ...http.port, number: 0 } }, { bind: 'unix:///run/', port: { ...http.port, number: 0 } }, `${server0}.bind`],
    ['a socket has no port', { bind: 'unix://@a', port: { ...http.port, number: 0 } }, { bind: 'unix://@a' }, `${server0}.port.number`],
    ['plain HTTP only redirects', { tls: { httpsRedirect: true } }, { tls: { mode: 'SIMPLE', credentialName: 'a' } }, `${server0}.tls`],
    ['TCP is not encrypted', { port: { ...http.port, protocol: 'TCP' } }, { port: { ...http.port, protocol: 'TCP' }, tls: {} }, `${server0}.tls`],
    ['HTTPS is', {}, https, `${server0}.tls`],
  ], server);
  test('a name has no dots', () => {
    expect(admission(object('networking.istio.io/v1', 'Gateway', { servers: [http] }, { name: 'a.b' })).errors.map(({ path }) => path)).toEqual([['metadata', 'name']]);
  });
});

describe('encryption', () => {
  refused([
    ['ISTIO_MUTUAL has the certificates of the mesh', { mode: 'ISTIO_MUTUAL' }, { mode: 'ISTIO_MUTUAL', credentialName: 'a' }, `${server0}.tls.credentialName`],
    ['certificates come from one place', { mode: 'SIMPLE', credentialName: 'a' }, { mode: 'SIMPLE', credentialName: 'a', credentialNames: ['b'] }, `${server0}.tls.credentialNames`],
    ['SIMPLE has a certificate', { mode: 'SIMPLE', ...files }, { mode: 'SIMPLE', privateKey: 'b' }, `${server0}.tls.serverCertificate`],
    ['SIMPLE has a key', { mode: 'SIMPLE', ...files }, { mode: 'SIMPLE', serverCertificate: 'a' }, `${server0}.tls.privateKey`],
    ['each certificate has a key', { mode: 'SIMPLE', tlsCertificates: [files] }, { mode: 'SIMPLE', tlsCertificates: [{ serverCertificate: 'a' }] }, `${server0}.tls.tlsCertificates[0].privateKey`],
    ['MUTUAL verifies', { mode: 'MUTUAL', ...files, caCertificates: 'c' }, { mode: 'MUTUAL', ...files }, `${server0}.tls.caCertificates`],
    ['OPTIONAL_MUTUAL verifies', { mode: 'OPTIONAL_MUTUAL', credentialName: 'a' }, { mode: 'OPTIONAL_MUTUAL', ...files }, `${server0}.tls.caCertificates`],
    ['SIMPLE revokes nothing', { mode: 'MUTUAL', ...files, caCertificates: 'c', caCrl: 'd' }, { mode: 'SIMPLE', ...files, caCrl: 'd' }, `${server0}.tls.caCrl`],
  ], encrypted);
  warned([
    ['what passes through has no certificates', { mode: 'PASSTHROUGH' }, { mode: 'PASSTHROUGH', credentialName: 'a' }, `${server0}.tls.credentialName`],
    ['two certificates are used', { mode: 'SIMPLE', tlsCertificates: [files, files] }, { mode: 'SIMPLE', tlsCertificates: [files, files, files] }, `${server0}.tls.tlsCertificates`],
    ['old TLS has ciphers', { mode: 'SIMPLE', ...files, minProtocolVersion: 'TLSV1_0', cipherSuites: ['AES128-SHA'] }, { mode: 'SIMPLE', ...files, minProtocolVersion: 'TLSV1_0' }, `${server0}.tls.minProtocolVersion`],
    ['a cipher is known', { mode: 'SIMPLE', ...files, cipherSuites: ['ALL', '-AES128-SHA'] }, { mode: 'SIMPLE', ...files, cipherSuites: ['AES'] }, `${server0}.tls.cipherSuites[0]`],
    ['a cipher is there once', { mode: 'SIMPLE', ...files, cipherSuites: ['AES128-SHA'] }, { mode: 'SIMPLE', ...files, cipherSuites: ['AES128-SHA', 'AES128-SHA'] }, `${server0}.tls.cipherSuites[1]`],
    ['HTTP redirects', { mode: 'SIMPLE', ...files }, { mode: 'SIMPLE', ...files, httpsRedirect: true }, `${server0}.tls.httpsRedirect`],
  ], encrypted);
});
