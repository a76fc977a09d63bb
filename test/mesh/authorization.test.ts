import fc from 'fast-check';
import { authorization, policiesFor, type Access } from '../../lib/mesh/authorization';
import { matchesText } from '../../lib/mesh/authorization-condition';
import type { JsonObject } from '../../lib/model/json';
import { deployment, istio, shop, told, workload, world } from './mesh';

const policy = (called: string, spec: object, at: Parameters<typeof istio>[3] = {}): JsonObject => istio('AuthorizationPolicy', called, spec, at);
const web = { trustDomain: 'cluster.local', namespace: 'shop', serviceAccount: 'web' };
const get: Access = { port: 8080, requests: 'yes', identity: web, method: 'GET', path: '/a/b', host: 'reviews', headers: { 'x-user': 'me' }, sourceAddress: '10.1.2.3' };

function verdict(policies: readonly JsonObject[], access: Partial<Access> = {}, server: Parameters<typeof deployment>[1] = {}): string {
  const w = world([shop, deployment('reviews', server), ...policies]);
  return authorization(w, workload(w, 'reviews'), { ...get, ...access }).verdict;
}

const allow = (...rules: readonly object[]): JsonObject => policy('allow', { rules });
const deny = (...rules: readonly object[]): JsonObject => policy('deny', { action: 'DENY', rules });
const from = (source: object): object => ({ from: [{ source }] });
const to = (operation: object): object => ({ to: [{ operation }] });
const nothing = policy('nothing', {});

describe('actions in their order', () => {
  test.each<readonly [string, readonly JsonObject[], string]>([
    ['no policy', [], 'allowed'],
    ['an empty spec allows nothing', [nothing], 'denied'],
    ['an empty list of rules allows nothing', [policy('x', { rules: [] })], 'denied'],
    ['an empty rule allows everything', [allow({})], 'allowed'],
    ['one rule of several policies is enough', [nothing, allow({})], 'allowed'],
    ['DENY comes first', [allow({}), deny({})], 'denied'],
    ['DENY that does not match and no ALLOW', [deny(to({ ports: ['9090'] }))], 'allowed'],
    ['DENY without rules denies nothing', [policy('x', { action: 'DENY' })], 'allowed'],
    ['AUDIT decides nothing', [policy('x', { action: 'AUDIT', rules: [{}] })], 'allowed'],
    ['a policy that is only tried decides nothing', [policy('x', {}, { annotations: { 'istio.io/dry-run': 'true' } })], 'allowed'],
    ['"false" is enforced', [policy('x', {}, { annotations: { 'istio.io/dry-run': 'false' } })], 'denied'],
    ['CUSTOM that matches: another system decides', [policy('x', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] })], 'unknown'],
    ['CUSTOM that does not match', [policy('x', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [to({ ports: ['1'] })] })], 'allowed'],
    ['CUSTOM that matches and no ALLOW rule does', [policy('x', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] }), nothing], 'denied'],
    ['the root namespace speaks for all', [policy('x', {}, { namespace: 'istio-system' })], 'denied'],
    ['another namespace does not', [policy('x', {}, { namespace: 'pay' })], 'allowed'],
    ['a selector for others does not', [policy('x', { selector: { matchLabels: { app: 'other' } } })], 'allowed'],
    ['a selector of the root namespace selects in every namespace', [policy('x', { selector: { matchLabels: { app: 'reviews' } } }, { namespace: 'istio-system' })], 'denied'],
    ['targetRefs hold for no sidecar', [policy('x', { targetRefs: [{ kind: 'Service', name: 'reviews' }] })], 'allowed'],
  ])('%s', (_, policies, expected) => {
    expect(verdict(policies)).toBe(expected);
    expect(verdict([...policies].reverse())).toBe(expected);
  });
});

describe('sources', () => {
  test.each<readonly [object, string, string]>([
    [{ principals: ['cluster.local/ns/shop/sa/web'] }, 'allowed', 'denied'],
    [{ principals: ['*'] }, 'allowed', 'denied'],
    [{ principals: ['*/sa/web'] }, 'allowed', 'denied'],
    [{ principals: ['cluster.local/ns/shop/*'] }, 'allowed', 'denied'],
    [{ principals: ['cluster.local/ns/pay/sa/web'] }, 'denied', 'denied'],
    [{ notPrincipals: ['cluster.local/ns/shop/sa/web'] }, 'denied', 'allowed'],
    [{ notPrincipals: ['*'] }, 'denied', 'allowed'],
    [{ namespaces: ['shop'] }, 'allowed', 'denied'],
    [{ namespaces: ['sh*'] }, 'allowed', 'denied'],
    [{ namespaces: ['*hop'] }, 'allowed', 'denied'],
    [{ namespaces: ['sho'] }, 'denied', 'denied'],
    [{ notNamespaces: ['pay'] }, 'allowed', 'allowed'],
    [{ serviceAccounts: ['web'] }, 'allowed', 'denied'],
    [{ serviceAccounts: ['pay/web'] }, 'denied', 'denied'],
    [{ trustDomains: ['cluster.local'] }, 'allowed', 'denied'],
    [{ ipBlocks: ['10.1.0.0/16'] }, 'allowed', 'allowed'],
    [{ ipBlocks: ['10.2.0.0/16'] }, 'denied', 'denied'],
    [{ notIpBlocks: ['10.1.2.3'] }, 'denied', 'denied'],
    [{ namespaces: ['shop'], ipBlocks: ['10.2.0.0/16'] }, 'denied', 'denied'],
    [{ remoteIpBlocks: ['10.1.0.0/16'] }, 'unknown', 'unknown'],
    [{ requestPrincipals: ['*'] }, 'unknown', 'unknown'],
  ])('%j: with an identity %s, in plaintext %s', (source, known, anonymous) => {
    expect([verdict([allow(from(source))]), verdict([allow(from(source))], { identity: null })]).toEqual([known, anonymous]);
  });

  test('one of several sources is enough, all conditions of one are needed', () => {
    expect(verdict([allow({ from: [{ source: { namespaces: ['pay'] } }, { source: { namespaces: ['shop'] } }] })])).toBe('allowed');
  });

  test('a principal of the default trust domain means the mesh, and aliases mean one another', () => {
    const rule = allow(from({ principals: ['old.example/ns/shop/sa/web'] }));
    const w = world([shop, deployment('reviews'), rule], { meshConfig: { trustDomainAliases: ['old.example'] } });
    expect(authorization(w, workload(w, 'reviews'), get).verdict).toBe('allowed');
    expect(verdict([rule])).toBe('denied');
  });

  test('who asks is not known: neither is the verdict', () => {
    const { identity, ...rest } = get;
    expect(identity).toBeDefined();
    const w = world([shop, deployment('reviews'), allow(from({ namespaces: ['shop'] }))]);
    expect(authorization(w, workload(w, 'reviews'), rest).verdict).toBe('unknown');
  });
});

describe('operations and conditions', () => {
  test.each<readonly [object, string]>([
    [to({ ports: ['8080'] }), 'allowed'],
    [to({ ports: ['80'] }), 'denied'],
    [to({ notPorts: ['80'] }), 'allowed'],
    [to({ methods: ['GET', 'HEAD'] }), 'allowed'],
    [to({ methods: ['POST'] }), 'denied'],
    [to({ paths: ['/a/*'] }), 'allowed'],
    [to({ paths: ['/a'] }), 'denied'],
    [to({ paths: ['*/b'] }), 'allowed'],
    [to({ paths: ['/{*}/b'] }), 'allowed'],
    [to({ paths: ['/{*}'] }), 'denied'],
    [to({ paths: ['/{**}'] }), 'allowed'],
    [to({ notPaths: ['/a/b'] }), 'denied'],
    [to({ hosts: ['REVIEWS'] }), 'allowed'],
    [to({ ports: ['8080'], methods: ['POST'] }), 'denied'],
    [{ when: [{ key: 'request.headers[X-User]', values: ['me'] }] }, 'allowed'],
    [{ when: [{ key: 'request.headers[X-User]', notValues: ['me'] }] }, 'denied'],
    [{ when: [{ key: 'source.namespace', values: ['shop'] }, { key: 'destination.port', values: ['80'] }] }, 'denied'],
    [{ when: [{ key: 'request.auth.claims[iss]', values: ['x'] }] }, 'unknown'],
    [{ ...from({ namespaces: ['pay'] }), when: [{ key: 'request.auth.claims[iss]', values: ['x'] }] }, 'denied'],
  ])('%j: %s', (rule, expected) => {
    expect(verdict([allow(rule)])).toBe(expected);
  });
});

describe('a port without requests', () => {
  const tcp = { requests: 'no' } as const;

  test('an ALLOW rule with a condition on requests is void', () => {
    expect(verdict([allow(to({ ports: ['8080'], methods: ['GET'] }))], tcp)).toBe('denied');
    expect(verdict([allow(to({ ports: ['8080'] }))], tcp)).toBe('allowed');
    expect(verdict([allow({ to: [{ operation: { ports: ['8080'] } }, { operation: { paths: ['/x'] } }] })], tcp)).toBe('denied');
  });

  test('in a DENY rule the condition drops out, so that it denies more', () => {
    expect(verdict([deny(to({ methods: ['POST'] }))], tcp)).toBe('denied');
    expect(verdict([deny(to({ ports: ['9090'], methods: ['POST'] }))], tcp)).toBe('allowed');
    expect(verdict([deny({ ...from({ namespaces: ['pay'] }), ...to({ methods: ['POST'] }) })], tcp)).toBe('allowed');
  });

  test('where the proxy sniffs, both have to agree', () => {
    expect(verdict([deny(to({ methods: ['POST'] }))], { requests: 'unknown' })).toBe('unknown');
    expect(verdict([deny(to({ methods: ['GET'] }))], { requests: 'unknown' })).toBe('denied');
  });
});

test('without a proxy policies do nothing', () => {
  expect(verdict([nothing], {}, { labels: { 'sidecar.istio.io/inject': 'false' } })).toBe('allowed');
  expect(verdict([nothing], {}, { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } })).toBe('allowed');
});

test('a gateway of the Gateway API follows targetRefs in its namespace; a waypoint no selector', () => {
  const labels = { 'gateway.networking.k8s.io/gateway-name': 'edge' };
  const target = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }] };
  const names = (extra: object = {}): string => {
    const w = world([policy('target', target), policy('elsewhere', target, { namespace: 'pay' }), policy('wide', {})]);
    return told(policiesFor(w, { namespace: 'shop', labels: { ...labels, ...extra } }).allow);
  };
  expect(names()).toBe('["AuthorizationPolicy shop/target","AuthorizationPolicy shop/wide"]');
  expect(names({ 'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint' })).toBe('["AuthorizationPolicy shop/target"]');
});

test('evidence is the rule that matched, or every policy none of whose rules did', () => {
  const w = world([shop, deployment('reviews'), deny(to({ ports: ['1'] }), to({ ports: ['8080'] }))]);
  expect(told(authorization(w, workload(w, 'reviews'), get))).toBe('{"verdict":"denied","reason":"a DENY rule matches","evidence":[{"object":"AuthorizationPolicy shop/deny","path":["spec","rules",1]}]}');
  const empty = world([shop, deployment('reviews'), nothing]);
  expect(told(authorization(empty, workload(empty, 'reviews'), get).evidence)).toBe('[{"object":"AuthorizationPolicy shop/nothing","path":["spec"]}]');
});

test('"*" is any text but none', () => {
  expect([matchesText('*', ''), matchesText('*', 'a'), matchesText('a*', 'a'), matchesText('*a', 'ba')]).toEqual([false, true, true, true]);
});

interface Small {
  readonly action: 'ALLOW' | 'DENY';
  readonly rules: readonly { readonly namespaces?: readonly string[] | undefined; readonly notPorts?: readonly string[] | undefined; readonly methods?: readonly string[] | undefined }[];
}

/** The law over plain sets, for fully known requests. */
function byLaw(policies: readonly Small[], request: { readonly namespace: string | null; readonly port: string; readonly method: string }): string {
  const matching = (action: string): boolean => policies.filter(p => p.action === action).some(p => p.rules.some(rule =>
    (rule.namespaces === undefined || (request.namespace !== null && rule.namespaces.includes(request.namespace))) && rule.notPorts?.includes(request.port) !== true && rule.methods?.includes(request.method) !== false));
  if (matching('DENY')) return 'denied';
  return policies.some(p => p.action === 'ALLOW') && !matching('ALLOW') ? 'denied' : 'allowed';
}

test('the verdict is that of an independent reading, and does not depend on order', () => {
  const some = <T>(values: readonly T[]): fc.Arbitrary<readonly T[] | undefined> => fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { nil: undefined });
  const rule = fc.record({ namespaces: some(['shop', 'pay']), notPorts: some(['8080', '9090']), methods: some(['GET', 'POST']) });
  const policies = fc.array(fc.record<Small>({ action: fc.constantFrom('ALLOW', 'DENY'), rules: fc.array(rule, { maxLength: 3 }) }), { maxLength: 4 });
  const request = fc.record({ namespace: fc.constantFrom('shop', 'pay', null), port: fc.constantFrom(8080, 9090), method: fc.constantFrom('GET', 'POST') });
  fc.assert(fc.property(policies, request, (given, { namespace, port, method }) => {
    const objects = given.map(({ action, rules }, i) => policy(`p${i}`, {
      action,
      rules: rules.map(({ namespaces, notPorts, methods }) => ({
        ...(namespaces === undefined ? {} : from({ namespaces })),
        ...(notPorts === undefined && methods === undefined ? {} : to({ ...(notPorts === undefined ? {} : { notPorts }), ...(methods === undefined ? {} : { methods }) })),
      })),
    }));
    const access = { port, method, identity: namespace === null ? null : { ...web, namespace } };
    expect(verdict([...objects].reverse(), access)).toBe(byLaw(given, { namespace, port: String(port), method }));
  }));
});
