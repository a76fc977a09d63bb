import { ownHttpRoutes, ownVirtualServices } from '../../../lib/compose/owners/route';
import type { HttpRouteShare, RouteRank, VirtualServiceShare } from '../../../lib/systems/contribution';
import { from, platform } from '../../support/contributions';

const host = 'reviews.shop.svc.cluster.local';
type Rule = VirtualServiceShare['rule'];
const rule = (name: string, match?: Rule['match']): Rule => ({ name, route: [{ destination: { host, subset: name } }], ...(match === undefined ? {} : { match }) });
const header = (value: string): NonNullable<Rule['match']> => [{ headers: { 'x-canary': { exact: value } } }];
const share = (rank: RouteRank, written: Rule, rest: Partial<VirtualServiceShare> = {}): VirtualServiceShare => ({ owner: 'virtual-service', key: `mesh ${host}`, namespace: 'shop', name: 'reviews', hosts: [host], rank, rule: written, ...rest });
const own = (...shares: readonly VirtualServiceShare[]): ReturnType<typeof ownVirtualServices> => ownVirtualServices(shares.map((each, i) => from(`shop/p${i}`, each)), platform);
const names = (...shares: readonly VirtualServiceShare[]): readonly string[] => (own(...shares).objects[0]?.manifest['spec'] as { readonly http: readonly Rule[] }).http.map(({ name }) => name);

test('rules of one host become one route, in the order in which they have to be tried', () => {
  expect(
    names(share('fallback', rule('admin', [{ port: 81 }])), share('weights', rule('weights')), share('match', rule('path', header('p'))), share('sticky', rule('sticky', header('s'))), share('override', rule('override', header('o'))), share('fault', rule('fault', header('f')))),
  ).toEqual(['fault', 'override', 'sticky', 'path', 'weights', 'admin']);
});

test('of one rank, the rule with more conditions comes first', () => {
  expect(names(share('match', rule('broad', header('a'))), share('match', rule('narrow', [{ port: 80, headers: { 'x-canary': { exact: 'b' } } }])))).toEqual(['narrow', 'broad']);
});

test('how long a value is, or what is in it, does not make a rule more specific', () => {
  expect(names(share('match', rule('odd', header('a:b:c:d:e'))), share('match', rule('narrow', [{ port: 80, headers: { 'x-canary': { exact: 'b' } } }])))).toEqual(['narrow', 'odd']);
});

test('equal rules of two patterns are one', () => {
  const result = own(share('weights', rule('weights')), share('weights', rule('weights')));
  expect(result.findings).toEqual([]);
  expect(result.objects[0]?.manifest['spec']).toMatchObject({ http: [rule('weights')] });
});

test('two rules without a match conflict: the second would never be tried', () => {
  const { findings } = own(share('weights', rule('v1')), share('weights', rule('v2')));
  expect(findings).toEqual([expect.objectContaining({ rule: 'api/owner-conflict', constructs: ['shop/p0', 'shop/p1'] })]);
  expect(findings[0]?.message).toMatch(/^patterns disagree about spec of VirtualService shop\/reviews: canary at shop\/p0 wants .*, canary at shop\/p1 wants /);
});

test('two rules with one match conflict as well', () => {
  expect(own(share('weights', rule('v1', [{ port: 80 }])), share('weights', rule('v2', [{ port: 80 }]))).findings).toHaveLength(1);
  expect(own(share('override', rule('v1', header('true'))), share('override', rule('v2', header('true')))).findings).toHaveLength(1);
});

test('two rules with two matches do not', () => {
  expect(own(share('override', rule('v1', header('one'))), share('override', rule('v2', header('two')))).findings).toEqual([]);
});

test('a fallback yields to whoever speaks for its match, and is no conflict', () => {
  const splitAdmin = share('weights', rule('split', [{ port: 81 }]));
  const keepAdmin = share('fallback', rule('admin', [{ port: 81 }]));
  expect(names(keepAdmin, splitAdmin)).toEqual(['split']);
  expect(own(keepAdmin, splitAdmin).findings).toEqual([]);
});

test('one host name of a gateway that two namespaces route is a conflict', () => {
  const { findings } = own(share('weights', rule('v1'), { key: 'gateway', gateway: 'edge/public' }), share('override', rule('v2', header('x')), { key: 'gateway', gateway: 'edge/public', namespace: 'bank' }));
  expect(findings).toEqual([expect.objectContaining({ path: ['metadata', 'namespace'], constructs: ['shop/p1', 'shop/p0'] })]);
});

test('routes of the mesh and of gateways are objects of their own', () => {
  const { objects } = own(share('weights', rule('v1')), share('weights', rule('v1'), { key: 'gateway edge/public', name: 'public-shop-example', gateway: 'edge/public', hosts: ['shop.example'] }));
  expect(objects.map(({ manifest }) => manifest['spec'])).toEqual([
    { hosts: ['shop.example'], gateways: ['edge/public'], http: [rule('v1')] },
    { hosts: [host], http: [rule('v1')] },
  ]);
});

test('the same holds for routes of the Gateway API, which name their parent', () => {
  const route = (name: string): HttpRouteShare => ({
    owner: 'http-route', key: 'mesh', namespace: 'shop', name: 'reviews', hostnames: [], parent: { group: '', kind: 'Service', name: 'reviews', port: 80 }, rank: 'weights', rule: { backendRefs: [{ name, port: 80 }] },
  });
  const { objects, findings } = ownHttpRoutes([from('a', route('v1')), from('b', route('v1')), from('c', route('v2'))], platform);
  expect(objects[0]?.manifest['spec']).toMatchObject({ parentRefs: [{ kind: 'Service', name: 'reviews', port: 80 }] });
  expect(findings.map(({ constructs }) => constructs)).toEqual([['a', 'c']]);
});
