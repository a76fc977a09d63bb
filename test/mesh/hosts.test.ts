import { fullHost, hostsMeet, hostWithin, mostSpecific } from '../../lib/mesh/host-name';
import { hostFor, hosts } from '../../lib/mesh/hosts';
import { portProtocol, seesRequests } from '../../lib/mesh/protocol';
import type { JsonObject } from '../../lib/model/json';
import { manifest } from '../support/world';
import { host, istio, service, world } from './mesh';

const entry = (called: string, spec: object, namespace = 'shop', created?: number): ReturnType<typeof istio> => istio('ServiceEntry', called, { ports: [{ name: 'https', number: 443, protocol: 'TLS' }], ...spec }, { namespace, ...(created === undefined ? {} : { created }) });

describe('a short name', () => {
  test.each([
    ['reviews', 'reviews.shop.svc.cluster.local'],
    ['reviews.shop', 'reviews.shop'],
    ['*', '*'],
    ['10.0.0.1', '10.0.0.1'],
    ['', ''],
  ])('"%s" of an object in shop means %s', (short, full) => {
    expect(fullHost(world([]), short, 'shop')).toBe(full);
  });
});

describe('the registry', () => {
  test('knows Services by their full name, headless and external ones as such', () => {
    const w = world([service('reviews'), service('db', { clusterIP: 'None' }), service('old', { type: 'ExternalName', externalName: 'old.example.com', selector: null })]);
    expect([...hosts(w).keys()]).toEqual(['reviews.shop.svc.cluster.local', 'db.shop.svc.cluster.local', 'old.shop.svc.cluster.local']);
    expect(host(w)).toMatchObject({ resolution: 'endpoints', external: false, ports: [{ number: 80, targetPort: 8080, protocol: 'http' }] });
    expect(host(w, 'db.shop.svc.cluster.local')).toMatchObject({ resolution: 'headless', external: false });
    expect(host(w, 'old.shop.svc.cluster.local')).toMatchObject({ resolution: 'alias', external: true, alias: 'old.example.com' });
  });

  test('a ServiceEntry is outside the mesh and leads to what the client asked for, unless it says otherwise', () => {
    const w = world([entry('a', { hosts: ['a.example.com'] }), entry('b', { hosts: ['b.example.com'], location: 'MESH_INTERNAL', resolution: 'STATIC' })]);
    expect(host(w, 'a.example.com')).toMatchObject({ external: true, resolution: 'headless', path: ['spec', 'hosts', 0] });
    expect(host(w, 'b.example.com')).toMatchObject({ external: false, resolution: 'endpoints' });
  });

  test('the name itself comes before a wildcard, a longer wildcard before a shorter', () => {
    const w = world([entry('all', { hosts: ['*.example.com'] }), entry('some', { hosts: ['*.api.example.com'] }), entry('one', { hosts: ['v1.api.example.com'] })]);
    expect(['v1.api.example.com', 'v2.api.example.com', 'www.example.com'].map(name => host(w, name).object.reference.name)).toEqual(['one', 'some', 'all']);
    expect(hostFor(w, 'example.com', 'shop')).toBeUndefined();
  });

  test('a ServiceEntry cannot take the name of a Service, however old it is; among entries the oldest has it', () => {
    const squatter = entry('squatter', { hosts: ['reviews.shop.svc.cluster.local'] }, 'evil', 1);
    expect(host(world([squatter, service('reviews')])).object.kind).toBe('Service');
    const w = world([entry('new', { hosts: ['x.example.com'] }, 'shop', 5), entry('old', { hosts: ['x.example.com'] }, 'pay', 2)]);
    expect(host(w, 'x.example.com').object.reference.name).toBe('old');
  });

  test.each<readonly [readonly string[], string, boolean]>([
    [['*'], 'pay', true],
    [['.'], 'shop', true],
    [['.'], 'pay', false],
    [['pay'], 'pay', true],
    [['pay'], 'shop', false],
    [['~'], 'shop', false],
  ])('an entry exported to %j is visible in %s: %s', (exportTo, namespace, seen) => {
    const w = world([entry('x', { hosts: ['x.example.com', '*.y.example.com'], exportTo })]);
    expect(hostFor(w, 'x.example.com', namespace) !== undefined).toBe(seen);
    expect(hostFor(w, 'a.y.example.com', namespace) !== undefined).toBe(seen);
  });

  test('a Service is exported by annotation, else as the mesh says', () => {
    const kept = service('kept', {}, 'shop', { annotations: { 'networking.istio.io/exportTo': '., pay' } });
    const w = world([kept, service('reviews')], { meshConfig: { defaultServiceExportTo: ['.'] } });
    expect(['shop', 'pay', 'web'].map(namespace => hostFor(w, 'kept.shop.svc.cluster.local', namespace) !== undefined)).toEqual([true, true, false]);
    expect(['shop', 'pay'].map(namespace => hostFor(w, 'reviews.shop.svc.cluster.local', namespace) !== undefined)).toEqual([true, false]);
  });
});

describe('hosts meet', () => {
  test.each<readonly [string, string, boolean, boolean]>([
    ['a.x', 'a.x', true, true],
    ['a.x', '*.x', true, true],
    ['*.x', 'a.x', true, false],
    ['*.a.x', '*.x', true, true],
    ['*.x', '*.a.x', true, false],
    ['a.x', '*.y', false, false],
    ['*', 'a', true, false],
    ['x', '*.x', false, false],
  ])('%s and %s: %s; the first within the second: %s', (a, b, meet, within) => {
    expect([hostsMeet(a, b), hostsMeet(b, a), hostWithin(a, b)]).toEqual([meet, meet, within]);
  });

  test('a wildcard may end inside a label', () => {
    expect(mostSpecific(new Map([['*views.shop', 1], ['*', 2]]), 'reviews.shop')).toBe(1);
    expect(mostSpecific(new Map([['*', 2]]), '*.shop')).toBe(2);
  });
});

test.each<readonly [string | undefined, string | undefined, number, string, string]>([
  ['http', undefined, 80, 'http', 'yes'],
  ['http-web', undefined, 80, 'http', 'yes'],
  ['web', undefined, 80, 'sniffed', 'unknown'],
  [undefined, undefined, 80, 'sniffed', 'unknown'],
  ['http', 'tcp', 80, 'tcp', 'no'],
  ['grpc-web-x', undefined, 80, 'grpc-web', 'yes'],
  ['db', undefined, 3306, 'tcp', 'no'],
  ['http', undefined, 3306, 'http', 'yes'],
  ['x', 'kubernetes.io/h2c', 80, 'http2', 'yes'],
  ['x', 'kubernetes.io/wss', 80, 'https', 'no'],
  ['http', 'example.com/own', 80, 'sniffed', 'unknown'],
  ['HTTPS', undefined, 443, 'https', 'no'],
])('port "%s" with appProtocol %s on %i is %s; requests are seen: %s', (name, appProtocol, number, protocol, requests) => {
  const read = portProtocol({ name, appProtocol, number, transport: 'TCP' });
  expect([read, seesRequests(read)]).toEqual([protocol, requests]);
});

test('the mesh configuration is that of the ConfigMap in the input, unless somebody gave another', () => {
  const map = manifest('v1', 'ConfigMap', 'istio', { namespace: 'istio-system', data: { mesh: 'defaultServiceExportTo: ["."]\n' } });
  const elsewhere = manifest('v1', 'ConfigMap', 'istio', { namespace: 'shop', data: { mesh: 'defaultServiceExportTo: ["."]\n' } });
  const broken = manifest('v1', 'ConfigMap', 'istio', { namespace: 'istio-system', data: { mesh: '{' } });
  const seen = (objects: readonly JsonObject[], facts = {}): boolean => hostFor(world([service('reviews'), ...objects], facts), 'reviews.shop.svc.cluster.local', 'pay') !== undefined;
  expect([seen([]), seen([map]), seen([elsewhere]), seen([broken]), seen([map], { meshConfig: {} })]).toEqual([true, false, true, true, true]);
});
