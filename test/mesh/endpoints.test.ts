import { endpointsOf } from '../../lib/mesh/endpoints';
import type { JsonObject } from '../../lib/model/json';
import { manifest } from '../support/world';
import { deployment, host, istio, port, service, world } from './mesh';

const asked = (objects: readonly JsonObject[], name = 'reviews.shop.svc.cluster.local', facts = {}): ReturnType<typeof endpointsOf> => {
  const w = world(objects, facts);
  const of = host(w, name);
  return endpointsOf(w, of, port(of));
};

const slice = (rest: object): JsonObject => manifest('discovery.k8s.io/v1', 'EndpointSlice', 'reviews-1', { namespace: 'shop', labels: { 'kubernetes.io/service-name': 'reviews' }, ...rest });

test('a selector leads to workloads and their ports, by number', () => {
  expect(asked([service('reviews'), deployment('reviews'), deployment('other')]).list.map(({ workload, port: at }) => [workload?.name, at])).toEqual([['reviews', 8080]]);
});

test.each<readonly [string, object, number | undefined]>([
  ['a name that a container declares', { ports: [{ port: 80, targetPort: 'web' }] }, 8080],
  ['a name that none declares: there is no endpoint', { ports: [{ port: 80, targetPort: 'admin' }] }, undefined],
  ['a name of another protocol', { ports: [{ port: 80, targetPort: 'web', protocol: 'UDP' }] }, undefined],
  ['nothing: the port of the Service', { ports: [{ port: 80 }] }, 80],
  ['a number that no container declares', { ports: [{ port: 80, targetPort: 9999 }] }, 9999],
])('a target port that is %s', (_, spec, expected) => {
  expect(asked([service('reviews', spec), deployment('reviews')]).list[0]?.port).toBe(expected);
});

test('the answer is whole only where the input is', () => {
  const objects = [service('reviews'), deployment('reviews')];
  expect(asked(objects)).toMatchObject({ complete: false, reason: 'other pods of namespace shop may not be in the input' });
  expect(asked(objects, undefined, { complete: new Set(['shop']) }).complete).toBe(true);
});

test('without a selector the slices of the Service answer, with their readiness', () => {
  const objects = [service('reviews', { selector: null }), slice({ ports: [{ name: 'http', port: 9000 }, { name: 'other', port: 1 }], endpoints: [{ addresses: ['10.0.0.1'] }, { addresses: ['10.0.0.2'], conditions: { ready: false } }] })];
  expect(asked(objects)).toMatchObject({ complete: true, list: [{ address: '10.0.0.1', port: 9000, ready: 'yes' }, { address: '10.0.0.2', ready: 'no' }] });
});

test('else the Endpoints of its name; where both are, the mirror is not counted twice', () => {
  const endpoints = manifest('v1', 'Endpoints', 'reviews', { namespace: 'shop', subsets: [{ addresses: [{ ip: '10.0.0.1' }], notReadyAddresses: [{ ip: '10.0.0.2' }], ports: [{ name: 'http', port: 9000 }] }] });
  expect(asked([service('reviews', { selector: {} }), endpoints]).list.map(({ address, ready }) => [address, ready])).toEqual([['10.0.0.1', 'yes'], ['10.0.0.2', 'no']]);
  const both = asked([service('reviews', { selector: null }), endpoints, slice({ ports: [{ name: 'http', port: 9000 }], endpoints: [{ addresses: ['10.0.0.1'] }] })]);
  expect(both.list).toHaveLength(1);
});

test('without a selector and slices nothing is known', () => {
  expect(asked([service('reviews', { selector: null })])).toMatchObject({ list: [], complete: false, reason: 'it has no selector, and no EndpointSlice of it is in the input' });
});

test('another name for a host has no endpoints of its own', () => {
  expect(asked([service('reviews', { type: 'ExternalName', externalName: 'x.example.com', selector: null })])).toMatchObject({ list: [], complete: false, reason: 'it is another name for x.example.com' });
});

const entry = (spec: object): JsonObject => istio('ServiceEntry', 'x', { hosts: ['x.example.com'], ports: [{ name: 'http', number: 80, protocol: 'HTTP', targetPort: 8000 }], ...spec });

test.each<readonly [string, object, object]>([
  ['its own list, port by name', { resolution: 'STATIC', endpoints: [{ address: '10.0.0.1', ports: { http: 15443 }, network: 'n2', locality: 'r1/z1' }] }, { complete: true, list: [{ address: '10.0.0.1', port: 15443, network: 'n2', locality: 'r1/z1', path: ['spec', 'endpoints', 0] }] }],
  ['its target port', { resolution: 'STATIC', endpoints: [{ address: '10.0.0.1' }] }, { list: [{ port: 8000 }] }],
  ['the host itself, where DNS is asked', { resolution: 'DNS' }, { complete: true, list: [{ address: 'x.example.com', port: 8000 }] }],
  ['nothing that is written, where the client chose the address', {}, { complete: false, list: [], reason: 'it leads to the address that the client asked for' }],
])('a ServiceEntry leads to %s', (_, spec, expected) => {
  expect(asked([entry(spec)], 'x.example.com')).toMatchObject(expected);
});

test('a ServiceEntry selects pods and WorkloadEntries of its namespace', () => {
  const found = asked([entry({ resolution: 'STATIC', workloadSelector: { labels: { app: 'reviews' } } }), deployment('reviews'), istio('WorkloadEntry', 'vm', { address: '10.1.1.1', labels: { app: 'reviews' }, serviceAccount: 'vm' }), istio('WorkloadEntry', 'far', { address: '10.1.1.2', labels: { app: 'reviews' } }, { namespace: 'pay' })], 'x.example.com');
  expect(found.list.map(({ workload, address }) => workload?.name ?? address)).toEqual(['reviews', '10.1.1.1']);
});
