import type { JsonObject } from '../../../lib/model/json';
import { object, refused, warned } from './rows';

const sidecar = (spec: JsonObject): JsonObject => object('networking.istio.io/v1', 'Sidecar', spec);
const port = { name: 'http', number: 9080, protocol: 'HTTP' };
const ingress = (one: JsonObject): JsonObject => sidecar({ ingress: [{ port, ...one }] });
const egress = (one: JsonObject): JsonObject => sidecar({ egress: [{ hosts: ['./*'], ...one }] });

describe('the whole', () => {
  refused([
    ['it says something', { outboundTrafficPolicy: {} }, {}, 'spec'],
    ['labels are no patterns', { inboundConnectionPool: { tcp: {} }, workloadSelector: { labels: { a: 'b' } } }, { inboundConnectionPool: { tcp: {} }, workloadSelector: { labels: { a: '*' } } }, 'spec.workloadSelector.labels.a'],
    ['a pool is of something', { inboundConnectionPool: { http: {} } }, { inboundConnectionPool: {} }, 'spec.inboundConnectionPool'],
    ['names are not looked up for one alone', { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }, { outboundTrafficPolicy: { mode: 'ALLOW_ANY_DYNAMIC_DNS' } }, 'spec.outboundTrafficPolicy.mode'],
    ['the unknown goes through a proxy where it may', { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }, { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY', egressProxy: { host: 'a', port: { number: 1 } } } }, 'spec.outboundTrafficPolicy.egressProxy'],
    ['a proxy has a port', { outboundTrafficPolicy: {} }, { outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'a' } } }, 'spec.outboundTrafficPolicy.egressProxy.port'],
    ['a proxy is one host', { outboundTrafficPolicy: {} }, { outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: '*.a', port: { number: 1 } } } }, 'spec.outboundTrafficPolicy.egressProxy.host'],
  ], sidecar);
  warned([
    ['a selector has labels', { outboundTrafficPolicy: {} }, { outboundTrafficPolicy: {}, workloadSelector: {} }, 'spec.workloadSelector'],
    ['a proxy for the unknown is an older way', { outboundTrafficPolicy: {} }, { outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'a', port: { number: 1 } } } }, 'spec.outboundTrafficPolicy.egressProxy', 'IST0002'],
  ], sidecar);
});

describe('ingress', () => {
  refused([
    ['a listener has a port', {}, { port: undefined }, 'spec.ingress[0].port'],
    ['a port is a port', {}, { port: { ...port, number: 0 } }, 'spec.ingress[0].port.number'],
    ['a name is a label', {}, { port: { ...port, name: 'a.b' } }, 'spec.ingress[0].port.name'],
    ['a protocol is known', {}, { port: { ...port, protocol: 'FTP' } }, 'spec.ingress[0].port.protocol'],
    ['a port has no target', {}, { port: { ...port, targetPort: 80 } }, 'spec.ingress[0].port.targetPort'],
    ['it is bound to an address', { bind: '10.0.0.1' }, { bind: 'unix:///a' }, 'spec.ingress[0].bind'],
    ['the application is in the pod', { defaultEndpoint: '127.0.0.1:80' }, { defaultEndpoint: '10.0.0.1:80' }, 'spec.ingress[0].defaultEndpoint'],
    ['the application has a port', { defaultEndpoint: '[::1]:80' }, { defaultEndpoint: '127.0.0.1' }, 'spec.ingress[0].defaultEndpoint'],
    ['or a socket', { defaultEndpoint: 'unix:///a' }, { defaultEndpoint: 'unix://a' }, 'spec.ingress[0].defaultEndpoint'],
    ['a pool is of something', { connectionPool: { http: {} } }, { connectionPool: {} }, 'spec.ingress[0].connectionPool'],
    ['plain HTTP is not encrypted', {}, { tls: { mode: 'SIMPLE', serverCertificate: 'a', privateKey: 'b' } }, 'spec.ingress[0].tls'],
  ], ingress);
  const files = { mode: 'SIMPLE', serverCertificate: 'a', privateKey: 'b' };
  refused([
    ['certificates are files', files, { ...files, credentialName: 'a', serverCertificate: '' }, 'spec.ingress[0].tls.credentialName'],
    ['names are not compared', files, { ...files, subjectAltNames: ['a'] }, 'spec.ingress[0].tls.subjectAltNames'],
    ['it does not redirect', files, { ...files, httpsRedirect: true }, 'spec.ingress[0].tls.httpsRedirect'],
    ['the mesh encrypts by itself', files, { mode: 'ISTIO_MUTUAL' }, 'spec.ingress[0].tls.mode'],
    ['a key belongs to a certificate', files, { ...files, privateKey: '' }, 'spec.ingress[0].tls.privateKey'],
  ], tls => ingress({ port: { ...port, protocol: 'HTTPS' }, tls }));
  refused([['ports are there once', { ingress: [{ port }] }, { ingress: [{ port }, { port }] }, 'spec.ingress[1].port.number']], sidecar);
  warned([['settings of HTTP are for HTTP', { connectionPool: { http: {} } }, { port: { ...port, protocol: 'TCP' }, connectionPool: { http: {} } }, 'spec.ingress[0].connectionPool.http']], ingress);
});

describe('egress', () => {
  const hosts = (hosts: JsonObject): JsonObject => egress({ hosts: hosts['of'] });
  refused([
    ['a listener has hosts', {}, { hosts: [] }, 'spec.egress[0].hosts'],
    ['a socket has no port', { port: { ...port, number: 0 }, bind: 'unix:///a' }, { port: { ...port, number: 0 } }, 'spec.egress[0].bind'],
    ['a port is bound to an address', { port, bind: '10.0.0.1' }, { port, bind: 'a' }, 'spec.egress[0].bind'],
    ['nothing is captured at a socket', { port: { ...port, number: 0 }, bind: 'unix:///a', captureMode: 'NONE' }, { port: { ...port, number: 0 }, bind: 'unix:///a', captureMode: 'IPTABLES' }, 'spec.egress[0].captureMode'],
  ], egress);
  refused([
    ['a host has a namespace', { of: ['shop/*'] }, { of: ['*'] }, 'spec.egress[0].hosts[0]'],
    ['a namespace is a label', { of: ['~shop/*'] }, { of: ['a_b/*'] }, 'spec.egress[0].hosts[0]'],
    ['a host is a whole domain', { of: ['shop/*.example.com'] }, { of: ['shop/web'] }, 'spec.egress[0].hosts[0]'],
    ['an address is no host', { of: ['shop/a.example.com'] }, { of: ['shop/10.0.0.1'] }, 'spec.egress[0].hosts[0]'],
  ], hosts);
  refused([
    ['what takes the rest is the last', { egress: [{ port, hosts: ['./*'] }, { hosts: ['./*'] }] }, { egress: [{ hosts: ['./*'] }, { port, hosts: ['./*'] }] }, 'spec.egress[0]'],
    ['ports are there once', { egress: [{ port, hosts: ['./*'] }] }, { egress: [{ port, hosts: ['./*'] }, { port, hosts: ['./*'] }] }, 'spec.egress[1].port.number'],
    ['sockets are there once', { egress: [{ port, hosts: ['./*'] }] }, { egress: [0, 1].map(() => ({ port: { number: 0 }, bind: 'unix:///a', hosts: ['./*'] })) }, 'spec.egress[1].bind'],
  ], sidecar);
  warned([
    ['a host is there once', { of: ['./a.com', './b.com'] }, { of: ['./a.com', 'shop/a.com'] }, 'spec.egress[0].hosts[1]'],
    ['every host of a namespace stands alone', { of: ['./*', 'edge/*'] }, { of: ['./a.com', './*'] }, 'spec.egress[0].hosts[1]'],
    ['every host stands alone', { of: ['*/*'] }, { of: ['*/*', './*'] }, 'spec.egress[0].hosts'],
  ], hosts);
});
