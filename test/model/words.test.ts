import { formatPath } from '../../lib/model/finding';
import { principal } from '../../lib/model/identity';
import { describe as named, fieldAt, groupOf, identityOf, referenceOf } from '../../lib/model/object';
import { applicationProtocol, carriesRequests, portProblem } from '../../lib/model/port';
import { list, UsageError } from '../../lib/model/usage-error';
import { atLeast, parseVersion } from '../../lib/model/version';

describe('a version', () => {
  test('is a major and a minor, with or without a patch or a "v"', () => {
    expect(['1.31', '1.31.2', 'v1.31', '1', '1.x', '1.31-gke', ''].map(parseVersion)).toEqual([[1, 31], [1, 31], [1, 31], undefined, undefined, undefined, undefined]);
  });

  test('is later by number, not by text', () => {
    expect([atLeast('1.31', '1.4'), atLeast('1.4', '1.31'), atLeast('1.31.0', '1.31.9'), atLeast('2.0', '1.36')]).toEqual([true, false, true, true]);
  });
});

describe('a port', () => {
  test('is a whole number from 1 to 65535', () => {
    expect([1, 65535].map(portProblem)).toEqual([undefined, undefined]);
    expect([0, 65536, -1, 1.5, Number.NaN].filter(port => portProblem(port) === undefined)).toEqual([]);
  });

  test.each([
    ['http', 'http'], ['http-web', 'http'], ['HTTP', 'http'], ['http2-api', 'http2'], ['grpc', 'grpc'], ['grpc-web', 'grpc-web'], ['grpc-web-x', 'grpc-web'], ['grpc-website', 'grpc'], ['tcp-pg', 'tcp'], ['https', 'https'],
    ['web', undefined], ['httpx', undefined], ['metrics', undefined],
  ])('called %s speaks %s', (name, protocol) => {
    expect(applicationProtocol({ name })).toBe(protocol);
  });

  test('speaks what its appProtocol says, whatever its name', () => {
    expect(applicationProtocol({ name: 'tcp-x', appProtocol: 'HTTP2' })).toBe('http2');
    expect(carriesRequests({ name: 'web', appProtocol: 'kubernetes.io/h2c' })).toBe(true);
    expect(carriesRequests({ name: 'http', appProtocol: 'tcp' })).toBe(false);
  });

  test('carries requests that a mesh can see only when it is HTTP and not encrypted', () => {
    expect(['http', 'http2', 'grpc', 'grpc-web', 'https', 'tcp', 'tls', 'mongo', 'x'].filter(name => carriesRequests({ name }))).toEqual(['http', 'http2', 'grpc', 'grpc-web']);
  });
});

describe('an object', () => {
  const service = { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' };

  test('is the same in every version of its group, and another in another group', () => {
    expect(identityOf({ ...service, apiVersion: 'networking.istio.io/v1' })).toBe(identityOf({ ...service, apiVersion: 'networking.istio.io/v1beta1' }));
    expect(identityOf({ ...service, apiVersion: 'serving.knative.dev/v1' })).not.toBe(identityOf(service));
    expect([groupOf('v1'), groupOf('apps/v1')]).toEqual(['', 'apps']);
  });

  test('is named by kind, namespace and name', () => {
    expect([named(service), named({ kind: 'Namespace', name: 'shop' })]).toEqual(['Service shop/web', 'Namespace shop']);
    expect(referenceOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } })).toEqual({ apiVersion: 'v1', kind: 'Namespace', name: 'shop' });
  });

  test('is read along a path that may not exist', () => {
    expect([fieldAt({ a: [{ b: 1 }] }, 'a', 0, 'b'), fieldAt({ a: null }, 'a', 'b'), fieldAt('text', 'length', 'x'), fieldAt({}, 'a')]).toEqual([1, undefined, undefined, undefined]);
  });
});

test('an identity is written as principals of an AuthorizationPolicy are', () => {
  expect(principal({ trustDomain: 'cluster.local', namespace: 'shop', serviceAccount: 'web' })).toBe('cluster.local/ns/shop/sa/web');
});

test('a path is written as one would type it', () => {
  expect(formatPath(['spec', 'http', 0, 'route', 1, 'destination'])).toBe('spec.http[0].route[1].destination');
  expect(formatPath(['metadata', 'labels', 'app.kubernetes.io/name'])).toBe('metadata.labels["app.kubernetes.io/name"]');
  expect(formatPath([])).toBe('');
});

test('a misuse says where, what and how to repair it, and keeps the first place it is given', () => {
  const error = new UsageError({ what: 'weights add up to 90', fix: 'make them parts of 100' });
  expect(error.message).toBe('weights add up to 90; make them parts of 100');
  const placed = error.within('shop/canary');
  expect([placed.message, placed.within('elsewhere').at]).toEqual(['[shop/canary] weights add up to 90; make them parts of 100', 'shop/canary']);
});

test('lists are read aloud', () => {
  expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c']), list([], 'nobody')]).toEqual(['none', 'a', 'a and b', 'a, b and c', 'nobody']);
});
