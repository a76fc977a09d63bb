import { unreachableRule } from '../../../lib/rules/route/unreachable-rule';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const to = (match?: readonly object[]): object => ({ ...(match === undefined ? {} : { match }), route: [{ destination: { host: 'reviews' } }] });
const route = (...http: readonly object[]): ReturnType<typeof istio> => istio('VirtualService', 'reviews', { hosts: ['reviews'], http });
const prefix = (value: string, rest: object = {}): object => ({ uri: { prefix: value }, ...rest });

test('a rule behind one without a match', () => {
  expect(ruled(unreachableRule, [route(to(), to([prefix('/v2')]))]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'http', 1], message: 'no request reaches this rule: spec.http[0] before it has no match and takes every request', help: 'move it before spec.http[0]', near: [{ path: ['spec', 'http', 0] }],
  }]);
});

test.each<[string, ...object[]]>([
  ['a prefix over it', to([prefix('/v')]), to([prefix('/v2')])],
  ['the prefix of everything', to([prefix('/')]), to([{ uri: { exact: '/a' }, headers: { x: { exact: 'y' } } }])],
  ['the same match', to([{ headers: { end: { exact: 'a' } } }]), to([{ headers: { end: { exact: 'a' } }, method: { exact: 'GET' } }])],
  ['matches that together take all of it', to([prefix('/a'), prefix('/b')]), to([prefix('/a/1'), { uri: { exact: '/b' } }])],
  ['a match that ignores case', to([prefix('/v', { ignoreUriCase: true })]), to([prefix('/V2')])],
  ['any value of a header', to([{ headers: { x: {} } }]), to([{ headers: { x: { exact: 'y' } } }])],
])('%s takes it before', (_title, ...rules) => {
  expect(said(unreachableRule, [route(...rules)])).toHaveLength(1);
});

test.each<[string, ...object[]]>([
  ['the specific before the general', to([prefix('/v2')]), to([prefix('/v')]), to()],
  ['a condition more before', to([prefix('/v', { headers: { x: { exact: 'y' } } })]), to([prefix('/v2')])],
  ['another gateway', to([{ gateways: ['edge/public'] }]), to()],
  ['chosen clients', to([{ sourceLabels: { app: 'web' } }]), to([prefix('/')])],
  ['another port', to([{ port: 8080 }]), to()],
  ['expressions that nobody compares', to([{ uri: { regex: '/v.*' } }]), to([prefix('/v2')])],
  ['one match of several that is open', to([prefix('/a')]), to([prefix('/a/1'), prefix('/b')])],
  ['a delegate before, which need not take everything', { delegate: { name: 'team' } }, to([prefix('/v2')])],
])('%s is well', (_title, ...rules) => {
  expect(said(unreachableRule, [route(...rules)])).toEqual([]);
});

test('connections too', () => {
  expect(said(unreachableRule, [istio('VirtualService', 'db', { hosts: ['db'], tcp: [to(), to([{ port: 5432 }])] })])).toEqual(['error: no connection reaches this rule: spec.tcp[0] before it has no match and takes every connection']);
});
