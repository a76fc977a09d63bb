import { claimsOf, destinationPort, effectiveRoute, type RouteQuestion } from '../../lib/mesh/route';
import { delegations, gatewayName } from '../../lib/mesh/virtual-services';
import type { JsonObject } from '../../lib/model/json';
import { manifest } from '../support/world';
import { istio, service, told, world } from './mesh';

const route = (called: string, spec: object = {}, at: Parameters<typeof istio>[3] = {}): JsonObject => istio('VirtualService', called, { hosts: ['reviews'], ...spec }, at);
const to = (subset: string, weight?: number): object => ({ destination: { host: 'reviews', subset }, ...(weight === undefined ? {} : { weight }) });
const reviews = 'reviews.shop.svc.cluster.local';

const ask = (objects: readonly JsonObject[], question: Partial<RouteQuestion> = {}): ReturnType<typeof effectiveRoute> =>
  effectiveRoute(world([service('reviews'), ...objects]), { from: { namespace: 'shop', labels: { app: 'web' } }, host: reviews, port: 80, path: '/', headers: {}, method: 'GET', ...question });

/** Where a request goes, in one word per rule that it may take. */
function went(objects: readonly JsonObject[], question: Partial<RouteQuestion> = {}): string {
  const { by, rules, matched, destination } = ask(objects, question);
  if (by === 'default') return `default ${destination?.host ?? ''}`;
  if (by === 'unknown-host') return by;
  const words = rules.map(({ rule, certainty }) => `${rule.action.kind === 'forward' ? rule.action.destinations.filter(({ share }) => share > 0).map(d => `${d.subset ?? d.host ?? '500'}:${d.share}`).join('+') : rule.action.kind}${certainty === 'unknown' ? '?' : ''}`);
  return [...words, ...(matched === 'yes' ? [] : matched === 'no' ? ['404'] : ['404?'])].join(' ');
}

const split = { http: [{ route: [to('v1', 90), to('v2', 10)] }] };
const canary = { http: [{ match: [{ headers: { 'x-canary': { exact: 'true' } } }], route: [to('v2')] }, { route: [to('v1')] }] };

describe('which route is read', () => {
  test.each<readonly [string, readonly JsonObject[], Partial<RouteQuestion>, string]>([
    ['none', [], {}, `default ${reviews}`],
    ['a short host means the Service of the route\'s namespace', [route('r', split)], {}, 'v1:0.9+v2:0.1'],
    ['and elsewhere another', [route('r', split, { namespace: 'web' })], {}, `default ${reviews}`],
    ['a full host from anywhere', [route('r', { ...split, hosts: [reviews] }, { namespace: 'web' })], {}, 'v1:0.9+v2:0.1'],
    ['a wildcard', [route('r', { ...split, hosts: ['*.svc.cluster.local'] })], {}, 'v1:0.9+v2:0.1'],
    ['the host itself hides a wildcard', [route('a', { ...split, hosts: ['*.local'] }, { created: 1 }), route('r', { http: [{ route: [to('v2')] }] }, { created: 2 })], {}, 'v2:1'],
    ['without hosts it says nothing', [route('r', { ...split, hosts: [] })], {}, `default ${reviews}`],
    ['for a gateway alone it says nothing to the mesh', [route('r', { ...split, gateways: ['edge/public'] })], {}, `default ${reviews}`],
    ['for a gateway and the mesh', [route('r', { ...split, gateways: ['edge/public', 'mesh'] })], {}, 'v1:0.9+v2:0.1'],
    ['not exported to the client', [route('r', { ...split, exportTo: ['.'] })], { from: { namespace: 'web', labels: {} } }, `default ${reviews}`],
    ['exported to the client', [route('r', { ...split, exportTo: ['web'] })], { from: { namespace: 'web', labels: {} } }, 'v1:0.9+v2:0.1'],
    ['the older of two', [route('a', { http: [{ route: [to('new')] }] }, { created: 2 }), route('b', { http: [{ route: [to('old')] }] }, { created: 1 })], {}, 'old:1'],
    ['one kept at home before a public one, however old', [route('a', { http: [{ route: [to('public')] }] }, { created: 1 }), route('b', { http: [{ route: [to('private')] }], exportTo: ['.'] }, { created: 2 })], {}, 'private:1'],
    ['one without a rule for the client leaves the next', [route('a', { http: [{ match: [{ sourceLabels: { app: 'api' } }], route: [to('a')] }] }, { created: 1 }), route('b', { http: [{ route: [to('b')] }] }, { created: 2 })], {}, 'b:1'],
    ['one without a rule for the client and no next: the host', [route('a', { http: [{ match: [{ port: 81 }], route: [to('a')] }] })], {}, `default ${reviews}`],
  ])('%s', (_, objects, question, expected) => {
    expect(went(objects, question)).toBe(expected);
    expect(went([...objects].reverse(), question)).toBe(expected);
  });

  test('the ignored one is named; without ages it is not known which', () => {
    const two = [route('a', split), route('b', canary)];
    expect(told(ask(two).ignored.map(({ object }) => object))).toBe('["VirtualService shop/b"]');
    expect(ask(two).orderKnown).toBe(false);
    expect(ask([route('a', split, { created: 1 }), route('b', canary, { created: 2 })]).orderKnown).toBe(true);
    expect(claimsOf(world(two), reviews)).toHaveLength(2);
  });

  test('a host that no registry knows', () => {
    expect(went([], { host: 'x.example.com', port: 443 })).toBe('unknown-host');
    expect(went([route('r', { hosts: ['x.example.com'], ...split })], { host: 'x.example.com' })).toBe('v1:0.9+v2:0.1');
    expect(went([route('r', { hosts: ['x.example.com'], ...split })], { host: 'x.example.com', port: 8080 })).toBe('unknown-host');
  });

  test('a Sidecar that does not import the host', () => {
    const sidecar = (hosts: readonly string[]): JsonObject => istio('Sidecar', 'default', { egress: [{ hosts }] });
    expect(went([sidecar(['istio-system/*']), route('r', split)])).toBe('unknown-host');
    expect(went([sidecar(['./*', 'istio-system/*']), route('r', split)])).toBe('v1:0.9+v2:0.1');
    expect(went([sidecar(['*/*', '~shop/reviews.shop.svc.cluster.local'])])).toBe('unknown-host');
  });
});

describe('the rules in their order', () => {
  test.each<readonly [string, object, Partial<RouteQuestion>, string]>([
    ['the first that matches', canary, { headers: { 'x-canary': 'true' } }, 'v2:1'],
    ['else the next', canary, {}, 'v1:1'],
    ['what is not known may match', canary, { headers: undefined } as never, 'v2:1? v1:1'],
    ['nothing behind a rule without a match is reached', { http: [...split.http, ...canary.http] }, { headers: { 'x-canary': 'true' } }, 'v1:0.9+v2:0.1'],
    ['nor behind the prefix "/"', { http: [{ match: [{ uri: { prefix: '/' } }], route: [to('v1')] }, { route: [to('v2')] }] }, { path: undefined } as never, 'v1:1'],
    ['no rule: 404', { http: [{ match: [{ uri: { prefix: '/api' } }], route: [to('v1')] }] }, {}, '404'],
    ['no rule for certain: perhaps 404', { http: [{ match: [{ uri: { prefix: '/api' } }], route: [to('v1')] }] }, { path: undefined } as never, 'v1:1? 404?'],
    ['one destination takes everything, whatever its weight', { http: [{ route: [to('v1', 0)] }] }, {}, 'v1:1'],
    ['weights need not sum to 100', { http: [{ route: [to('v1', 1), to('v2', 3)] }] }, {}, 'v1:0.25+v2:0.75'],
    ['weight 0 gets nothing', { http: [{ route: [to('v1', 100), to('v2')] }] }, {}, 'v1:1'],
    ['a redirect', { http: [{ redirect: { uri: '/x' } }] }, {}, 'redirect'],
    ['an answer of the proxy', { http: [{ directResponse: { status: 503 } }] }, {}, 'respond'],
  ])('%s', (_, spec, question, expected) => {
    expect(went([route('r', spec)], question)).toBe(expected);
  });

  test.each<readonly [object, Partial<RouteQuestion>, boolean]>([
    [{ uri: { exact: '/a' } }, { path: '/a?x=1' }, true],
    [{ uri: { exact: '/a' } }, { path: '/a/' }, false],
    [{ uri: { prefix: '/a' } }, { path: '/ab' }, true],
    [{ uri: { prefix: '/A' }, ignoreUriCase: true }, { path: '/ab' }, true],
    [{ uri: { regex: '/v[0-9]+' } }, { path: '/v12' }, true],
    [{ uri: { regex: '/v[0-9]+' } }, { path: '/v12/x' }, false],
    [{ method: { exact: 'POST' } }, {}, false],
    [{ headers: { A: { exact: '1' }, b: {} } }, { headers: { a: '1', b: 'x' } }, true],
    [{ headers: { a: { exact: '1' }, b: {} } }, { headers: { a: '1' } }, false],
    [{ headers: { a: { regex: '*' } } }, { headers: { a: '' } }, true],
    [{ withoutHeaders: { a: {} } }, { headers: { a: '1' } }, false],
    [{ withoutHeaders: { a: { exact: '2' } } }, { headers: { a: '1' } }, true],
    [{ queryParams: { q: { exact: '1' } } }, { path: '/?q=1' }, true],
    [{ queryParams: { q: { exact: '1' } } }, { path: '/' }, false],
    [{ port: 80 }, {}, true],
    [{ sourceLabels: { app: 'web' } }, {}, true],
    [{ sourceNamespace: 'pay' }, {}, false],
    [{ gateways: ['mesh'], sourceLabels: { app: 'api' } }, {}, true],
    [{ gateways: ['edge/public'] }, {}, false],
  ])('%j', (match, question, expected) => {
    expect(went([route('r', { http: [{ match: [match], route: [to('hit')] }, { route: [to('miss')] }] })], question)).toBe(expected ? 'hit:1' : 'miss:1');
  });

  test('one of several matches is enough', () => {
    expect(went([route('r', { http: [{ match: [{ uri: { exact: '/x' } }, { method: { exact: 'GET' } }], route: [to('hit')] }] })])).toBe('hit:1');
  });

  test('an expression of RE2 that this engine reads differently leaves it open', () => {
    expect(went([route('r', { http: [{ match: [{ uri: { regex: '(?i)/A' } }], route: [to('hit')] }, { route: [to('miss')] }] })])).toBe('hit:1? miss:1');
  });
});

describe('delegates', () => {
  const root = (delegate: object, match?: object): JsonObject => route('root', { http: [{ name: 'root', ...(match === undefined ? {} : { match: [match] }), delegate, timeout: '5s' }] });
  const leaf = (rules: readonly object[], rest: object = {}, namespace = 'shop'): JsonObject => route('leaf', { hosts: [], http: rules, ...rest }, { namespace });

  test('take the place of the rule that names them, and what they do not say from it', () => {
    const objects = [root({ name: 'leaf' }, { uri: { prefix: '/api' } }), leaf([{ name: 'leaf', match: [{ uri: { prefix: '/api/v1' } }], route: [to('v1')] }, { route: [to('v2')] }])];
    expect([went(objects, { path: '/api/v1/x' }), went(objects, { path: '/api/x' }), went(objects)]).toEqual(['v1:1', 'v2:1', '404']);
    const { rule } = ask(objects, { path: '/api/v1' }).rules[0] ?? {};
    expect([rule?.name, rule?.settings['timeout'], told(rule?.object), rule?.path, told(rule?.via)]).toEqual(['root-leaf', '5s', '"VirtualService shop/leaf"', ['spec', 'http', 0], '{"object":"VirtualService shop/root","path":["spec","http",0,"delegate"]}']);
  });

  test.each<readonly [string, object, object, boolean]>([
    ['a prefix within a prefix', { uri: { prefix: '/a' } }, { uri: { prefix: '/a/b' } }, true],
    ['a wider prefix', { uri: { prefix: '/a/b' } }, { uri: { prefix: '/a' } }, false],
    ['an exact path within a prefix', { uri: { prefix: '/a' } }, { uri: { exact: '/a/b' } }, true],
    ['an expression in a prefix', { uri: { prefix: '/a' } }, { uri: { regex: '/a/b' } }, false],
    ['another header', { headers: { x: { exact: '1' } } }, { headers: { y: { exact: '1' } } }, true],
    ['another value of a header', { headers: { x: { exact: '1' } } }, { headers: { x: { exact: '2' } } }, false],
    ['another port', { port: 80 }, { port: 81 }, false],
    ['no namespace under a namespace', { sourceNamespace: 'shop' }, {}, false],
  ])('%s: kept %s', (_, outer, inner, kept) => {
    const rules = world([root({ name: 'leaf' }, outer), leaf([{ match: [inner], route: [to('v1')] }])]);
    expect(claimsOf(rules, reviews)[0]?.http.length).toBe(kept ? 1 : 0);
  });

  test('a delegate that is missing, not exported, or a route of its own drops the rule', () => {
    const after = (delegate: object, ...objects: readonly JsonObject[]): string => went([route('root', { http: [{ delegate }, { route: [to('rest')] }] }), ...objects]);
    expect(after({ name: 'leaf' })).toBe('rest:1');
    expect(after({ name: 'leaf', namespace: 'pay' }, leaf([{ route: [to('v1')] }], { exportTo: ['.'] }, 'pay'))).toBe('rest:1');
    expect(after({ name: 'leaf', namespace: 'pay' }, leaf([{ route: [{ destination: { host: reviews, subset: 'v1' } }] }], {}, 'pay'))).toBe('v1:1');
    expect(after({ name: 'leaf' }, leaf([{ route: [to('v1')] }], { hosts: ['other'] }))).toBe('rest:1');
  });

  test('who delegates to whom is known', () => {
    expect(told([...delegations(world([root({ name: 'leaf' })]))])).toBe('[["shop/leaf",[{"object":"VirtualService shop/root","path":["spec","http",0,"delegate"]}]]]');
  });
});

describe('HTTPRoutes with a Service as parent', () => {
  const httpRoute = (called: string, rules: readonly object[], { namespace = 'shop', parent = {}, created = 1 }: { namespace?: string; parent?: object; created?: number } = {}): JsonObject =>
    manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', called, { namespace, metadata: { creationTimestamp: `2026-01-01T00:00:0${created}Z` }, spec: { parentRefs: [{ group: '', kind: 'Service', name: 'reviews', namespace: 'shop', ...parent }], rules } });
  const backend = (name: string, weight?: number, rest: object = {}): object => ({ name, port: 80, ...(weight === undefined ? {} : { weight }), ...rest });
  const versions = [service('v1'), service('v2')];
  const host = (name: string, share = 1): string => `${name}.shop.svc.cluster.local:${share}`;

  test.each<readonly [string, readonly JsonObject[], Partial<RouteQuestion>, string]>([
    ['weights', [httpRoute('r', [{ backendRefs: [backend('v1', 3), backend('v2')] }])], {}, `${host('v1', 0.75)}+${host('v2', 0.25)}`],
    ['the more specific match first, wherever it stands', [httpRoute('r', [{ backendRefs: [backend('v1')] }, { matches: [{ headers: [{ name: 'X-Canary', value: 'true' }] }], backendRefs: [backend('v2')] }])], { headers: { 'x-canary': 'true' } }, host('v2')],
    ['a prefix is of whole segments', [httpRoute('r', [{ matches: [{ path: { type: 'PathPrefix', value: '/a' } }], backendRefs: [backend('v1')] }])], { path: '/ab' }, '404'],
    ['a longer prefix before a shorter', [httpRoute('r', [{ matches: [{ path: { value: '/a' } }], backendRefs: [backend('v1')] }, { matches: [{ path: { value: '/a/b' } }], backendRefs: [backend('v2')] }])], { path: '/a/b/c' }, host('v2')],
    ['several routes of a namespace are one', [httpRoute('a', [{ backendRefs: [backend('v1')] }]), httpRoute('b', [{ matches: [{ path: { type: 'Exact', value: '/' } }], backendRefs: [backend('v2')] }], { created: 2 })], {}, host('v2')],
    ['a consumer\'s route before the producer\'s', [httpRoute('p', [{ backendRefs: [backend('v1')] }]), httpRoute('c', [{ backendRefs: [backend('v2', 1, { namespace: 'shop' })] }], { namespace: 'web', created: 2 }), manifest('gateway.networking.k8s.io/v1', 'ReferenceGrant', 'g', { namespace: 'shop', spec: { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'web' }], to: [{ group: '', kind: 'Service' }] } })], { from: { namespace: 'web', labels: {} } }, host('v2')],
    ['a consumer\'s route for nobody else', [httpRoute('c', [{ backendRefs: [backend('v2')] }], { namespace: 'web' })], {}, `default ${reviews}`],
    ['without a grant: 500', [httpRoute('c', [{ backendRefs: [backend('v2', 1, { namespace: 'shop' })] }], { namespace: 'web' })], { from: { namespace: 'web', labels: {} } }, '500:1'],
    ['no backend', [httpRoute('r', [{}])], {}, 'broken'],
    ['weight 0 alone', [httpRoute('r', [{ backendRefs: [backend('v1', 0)] }])], {}, 'broken'],
    ['another port of the Service', [httpRoute('r', [{ backendRefs: [backend('v1')] }], { parent: { port: 81 } })], {}, `default ${reviews}`],
    ['a Gateway as parent', [httpRoute('r', [{ backendRefs: [backend('v1')] }], { parent: { group: 'gateway.networking.k8s.io', kind: 'Gateway' } })], {}, `default ${reviews}`],
    ['a redirect', [httpRoute('r', [{ filters: [{ type: 'RequestRedirect', requestRedirect: { statusCode: 301 } }] }])], {}, 'redirect'],
    ['an older VirtualService for the host', [httpRoute('r', [{ backendRefs: [backend('v1')] }], { namespace: 'shop', created: 2 }), route('r', split, { created: 1 })], { from: { namespace: 'web', labels: {} } }, 'v1:0.9+v2:0.1'],
    ['at home HTTPRoutes lead', [httpRoute('r', [{ backendRefs: [backend('v1')] }], { created: 2 }), route('r', split, { created: 1 })], {}, host('v1')],
  ])('%s', (_, objects, question, expected) => {
    expect(went([...versions, ...objects], question)).toBe(expected);
    expect(went([...versions, ...objects].reverse(), question)).toBe(expected);
  });
});

describe('connections', () => {
  const tcp = service('reviews', { ports: [{ name: 'tcp-db', port: 80 }] });
  const tls = service('reviews', { ports: [{ name: 'https', port: 80 }] });
  const ask2 = (objects: readonly JsonObject[]): ReturnType<typeof effectiveRoute> => effectiveRoute(world(objects), { from: { namespace: 'shop', labels: {} }, host: reviews, port: 80 });

  test('HTTP rules say nothing on a TCP port, TCP rules nothing on an HTTP port', () => {
    expect(ask2([tcp, route('r', split)]).by).toBe('default');
    expect(went([route('r', { tcp: [{ route: [to('v1')] }] })])).toBe(`default ${reviews}`);
  });

  test('TCP rules on a TCP port, TLS rules by name on a TLS port', () => {
    expect(ask2([tcp, route('r', { tcp: [{ match: [{ port: 81 }], route: [to('x')] }, { route: [to('v1')] }] })]).rules.map(({ rule }) => rule.path)).toEqual([['spec', 'tcp', 1]]);
    expect(ask2([tls, route('r', { tls: [{ match: [{ sniHosts: ['other'] }], route: [to('x')] }, { match: [{ sniHosts: [reviews] }], route: [to('v1')] }] })]).rules.map(({ rule }) => rule.path)).toEqual([['spec', 'tls', 1]]);
    expect(ask2([tls, route('r', { tls: [{ match: [{ sniHosts: ['other'] }], route: [to('x')] }] })])).toMatchObject({ by: 'default', rules: [] });
  });

  test('a rule by address may match: the rest goes to the host', () => {
    expect(ask2([tcp, route('r', { tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/8'] }], route: [to('x')] }] })])).toMatchObject({ by: 'default', rules: [{ certainty: 'unknown' }] });
  });
});

test('a destination without a port means the only port of its host, else that of the request', () => {
  const w = world([service('reviews'), service('two', { ports: [{ name: 'a', port: 1 }, { name: 'b', port: 2 }] })]);
  const destination = (host: string, port?: number): number => destinationPort(w, { host, port, subset: undefined, weight: 1, share: 1, object: w.cluster.objects[0] as never, path: [] }, 'shop', 8080);
  expect([destination(reviews), destination('two.shop.svc.cluster.local'), destination(reviews, 9)]).toEqual([80, 8080, 9]);
});

test.each([
  ['mesh', 'mesh'],
  ['public', 'shop/public'],
  ['edge/public', 'edge/public'],
  ['./public', 'shop/public'],
  ['public.edge.svc.cluster.local', 'edge/public'],
  ['public.edge', 'edge/public'],
])('gateway "%s" of a route in shop is %s', (written, full) => {
  expect(gatewayName(written, 'shop')).toBe(full);
});
