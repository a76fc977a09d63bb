import type { JsonObject } from '../../../lib/model/json';
import { admission } from '../../../lib/schema/istio/admission';
import { object, refused, warned } from './rows';

const ports = [{ name: 'https', number: 443, protocol: 'TLS' }];
const entry = (spec: JsonObject): JsonObject => object('networking.istio.io/v1', 'ServiceEntry', { hosts: ['api.example.com'], ports, resolution: 'DNS', ...spec });
const port = (one: JsonObject): JsonObject => entry({ ports: [{ ...ports[0], ...one }] });
const fixed = (endpoint: JsonObject): JsonObject => entry({ resolution: 'STATIC', endpoints: [endpoint] });

describe('hosts, addresses, visibility', () => {
  refused([
    ['there is a host', {}, { hosts: [] }, 'spec.hosts'],
    ['not every host is one', {}, { resolution: 'NONE', hosts: ['*'] }, 'spec.hosts[0]'],
    ['a host is a domain', { resolution: 'NONE', hosts: ['*.example.com'] }, { hosts: ['a_b'] }, 'spec.hosts[0]'],
    ['an address is one', { addresses: ['10.0.0.1'] }, { addresses: ['10.0.0'] }, 'spec.addresses[0]'],
    ['a block is not looked up', { resolution: 'NONE', addresses: ['10.0.0.0/8'] }, { addresses: ['10.0.0.0/8'] }, 'spec.addresses[0]'],
    ['workloads or endpoints', { resolution: 'STATIC', workloadSelector: { labels: { app: 'a' } } }, { resolution: 'STATIC', workloadSelector: { labels: { app: 'a' } }, endpoints: [{ address: '10.0.0.1' }] }, 'spec.endpoints'],
    ['nobody may see it', { exportTo: ['~'] }, { exportTo: ['~', 'edge'] }, 'spec.exportTo'],
    ['several hosts speak HTTP or TLS', { hosts: ['a.example.com', 'b.example.com'] }, { hosts: ['a.example.com', 'b.example.com'], ports: [{ name: 'tcp', number: 1, protocol: 'TCP' }] }, 'spec.hosts'],
  ], entry);
  warned([
    ['a wildcard is a whole part', { resolution: 'NONE', hosts: ['*.example.com'] }, { resolution: 'NONE', hosts: ['*example.com'] }, 'spec.hosts[0]'],
    ['a selector has labels', { resolution: 'STATIC', workloadSelector: { labels: { app: 'a' } } }, { resolution: 'STATIC', workloadSelector: {} }, 'spec.workloadSelector'],
    ['a selector is resolved', { resolution: 'STATIC', workloadSelector: { labels: { app: 'a' } } }, { resolution: 'NONE', workloadSelector: { labels: { app: 'a' } } }, 'spec.workloadSelector'],
    ['several hosts have addresses of their own', { hosts: ['a.example.com', 'b.example.com'] }, { hosts: ['a.example.com', 'b.example.com'], addresses: ['10.0.0.1'] }, 'spec.hosts'],
    ['a port of TCP has an address', { resolution: 'NONE', addresses: ['10.0.0.1'], ports: [{ name: 'tcp', number: 1, protocol: 'TCP' }] }, { resolution: 'NONE', ports: [{ name: 'tcp', number: 1, protocol: 'TCP' }] }, 'spec.ports[0].protocol', 'IST0134'],
  ], entry);
  test('addresses are allocated unless a label says otherwise', () => {
    const made = (value: string): JsonObject => object('networking.istio.io/v1', 'ServiceEntry', { hosts: ['a.example.com'], ports: [{ name: 'a', number: 1 }], resolution: 'DNS' }, { labels: { 'networking.istio.io/enable-autoallocate-ip': value } });
    expect(['true', 'false'].map(value => admission(made(value)).warnings.length)).toEqual([0, 1]);
  });
});

describe('ports', () => {
  refused([
    ['a name is a label', { name: 'a' }, { name: 'a.b' }, 'spec.ports[0].name'],
    ['a number is a port', { number: 65535 }, { number: 65536 }, 'spec.ports[0].number'],
    ['a target is a port', { targetPort: 1 }, { targetPort: 65536 }, 'spec.ports[0].targetPort'],
    ['a protocol is known', { protocol: 'mongo' }, { protocol: 'FTP' }, 'spec.ports[0].protocol'],
  ], port);
  refused([
    ['names are there once', { ports }, { ports: [...ports, { ...ports[0], number: 1 }] }, 'spec.ports[1].name'],
    ['numbers are there once', { ports }, { ports: [...ports, { ...ports[0], name: 'a' }] }, 'spec.ports[1].number'],
  ], entry);
});

describe('resolution', () => {
  refused([
    ['NONE has no endpoints', { resolution: 'NONE' }, { resolution: 'NONE', endpoints: [{ address: '10.0.0.1' }] }, 'spec.endpoints'],
    ['DNS looks up whole domains', {}, { hosts: ['*.example.com'] }, 'spec.hosts[0]'],
    ['with endpoints hosts are not looked up', { hosts: ['*.example.com'], endpoints: [{ address: 'a.example.com' }] }, { endpoints: [{ address: 'a_b' }] }, 'spec.endpoints[0].address'],
    ['one name is looked up in turn', { resolution: 'DNS_ROUND_ROBIN', endpoints: [{ address: 'a' }] }, { resolution: 'DNS_ROUND_ROBIN', endpoints: [{ address: 'a' }, { address: 'b' }] }, 'spec.endpoints'],
    ['ports of endpoints are those of the service', { endpoints: [{ address: 'a', ports: { https: 8443 } }] }, { endpoints: [{ address: 'a', ports: { http: 8443 } }] }, 'spec.endpoints[0].ports.http'],
    ['each name of many is looked up', { resolution: 'DYNAMIC_DNS', hosts: ['*.example.com'] }, { resolution: 'DYNAMIC_DNS' }, 'spec.hosts[0]'],
    ['names that are looked up have no addresses', { resolution: 'DYNAMIC_DNS', hosts: ['*.example.com'] }, { resolution: 'DYNAMIC_DNS', hosts: ['*.example.com'], addresses: ['10.0.0.1'] }, 'spec.addresses'],
    ['names that are looked up have no endpoints', { resolution: 'DYNAMIC_DNS', hosts: ['*.example.com'] }, { resolution: 'DYNAMIC_DNS', hosts: ['*.example.com'], endpoints: [{ address: 'a' }] }, 'spec.endpoints'],
    ['names are read from requests', { resolution: 'DYNAMIC_DNS', hosts: ['*.example.com'] }, { resolution: 'DYNAMIC_DNS', hosts: ['*.example.com'], ports: [{ name: 'a', number: 1, protocol: 'TCP' }] }, 'spec.ports[0].protocol'],
  ], entry);
  refused([
    ['a fixed endpoint has an address', { address: '10.0.0.1' }, { address: 'a.example.com' }, 'spec.endpoints[0].address'],
    ['or a socket', { address: 'unix:///run/a' }, { address: 'unix://run/a' }, 'spec.endpoints[0].address'],
    ['a socket has no ports', { address: 'unix:///run/a' }, { address: 'unix:///run/a', ports: { https: 1 } }, 'spec.endpoints[0].ports'],
    ['labels are labels', { address: '10.0.0.1', labels: { a: '' } }, { address: '10.0.0.1', labels: { a: ' ' } }, 'spec.endpoints[0].labels.a'],
  ], fixed);
  test('a waypoint does not look up names of the mesh', () => {
    const made = (value: string): JsonObject => object('networking.istio.io/v1', 'ServiceEntry', { hosts: ['*.example.com'], ports, resolution: 'DYNAMIC_DNS', location: 'MESH_INTERNAL' }, { labels: { 'istio.io/use-waypoint': value } });
    expect(['none', 'waypoint'].map(value => admission(made(value)).errors.length)).toEqual([0, 1]);
  });
  test('an endpoint at a socket needs one port of the service', () => {
    expect(admission(entry({ resolution: 'STATIC', ports: [...ports, { name: 'a', number: 1, protocol: 'HTTP' }], endpoints: [{ address: 'unix:///run/a' }] })).errors.map(({ path }) => path.join('.'))).toEqual(['spec.endpoints.0.address']);
  });
});

describe('WorkloadEntry', () => {
  const workload = (spec: JsonObject): JsonObject => object('networking.istio.io/v1', 'WorkloadEntry', spec);
  refused([
    ['it has an address', { address: '10.0.0.1' }, {}, 'spec.address'],
    ['an address may be a domain', { address: 'a.example.com' }, { address: '*.example.com' }, 'spec.address'],
    ['a socket is absolute', { address: 'unix://@a' }, { address: 'unix://' }, 'spec.address'],
    ['a socket has no ports', { address: 'unix:///a' }, { address: 'unix:///a', ports: { a: 1 } }, 'spec.ports'],
    ['a port has a name', { address: 'a', ports: { a: 1 } }, { address: 'a', ports: { a_b: 1 } }, 'spec.ports.a_b'],
    ['a port is a port', { address: 'a', ports: { a: 1 } }, { address: 'a', ports: { a: 0 } }, 'spec.ports.a'],
    ['labels are labels', { address: 'a', labels: { a: '' } }, { address: 'a', labels: { 'a/': '' } }, 'spec.labels["a/"]'],
  ], workload);
  warned([['without an address it is in another network', { address: 'a' }, { network: 'b' }, 'spec.address']], workload);
});
