import { originsOf, targetOf } from '../../../lib/explain/trace/ask';
import { trace } from '../../../lib/explain/trace/trace';
import type { HopId } from '../../../lib/explain/trace/hop';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, istio, service, shop, world } from '../../mesh/mesh';
import { manifest } from '../../support/world';

/** What the hops of REACH and ADMIT say of `web` asking `reviews`, each table a hop. */

const base = [shop, deployment('web'), deployment('reviews'), service('reviews')];
const off = { annotations: { 'sidecar.istio.io/inject': 'false' } };
const policy = (name: string, spec: object): JsonObject => manifest('networking.k8s.io/v1', 'NetworkPolicy', name, { namespace: 'shop', spec });
const deny = (...policyTypes: string[]): JsonObject => policy('deny', { podSelector: {}, policyTypes });
const dns = policy('dns', { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] }] });
const strict = istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } });

function said(id: HopId, objects: readonly JsonObject[], url = 'http://reviews'): readonly string[] {
  const cluster = world(objects);
  const [from] = originsOf(cluster, 'shop/web');
  if (from === undefined) throw new Error('nobody asks');
  const { branches } = trace(cluster, { from, to: targetOf(url) });
  return (branches[0]?.hops ?? []).filter(hop => hop.id === id).map(({ status, code }) => (code === undefined ? status : `${status} ${code}`));
}

type Row = readonly [string, readonly JsonObject[], readonly string[]];

describe('egress', () => {
  test.each<Row>([
    ['no policy', base, ['ok']],
    ['closed, and nothing admits', [...base, deny('Egress')], ['fail NP-EGRESS']],
    ['closed for ingress alone', [...base, deny('Ingress')], ['ok']],
    ['admitted to the pods on their own port', [...base, deny('Egress'), dns, policy('out', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: { matchLabels: { app: 'reviews' } } }], ports: [{ port: 8080 }] }] })], ['ok']],
    ['admitted on the port of the Service, which is not that of the pods', [...base, dns, policy('out', { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 80 }] }] })], ['fail NP-EGRESS']],
    ['the client is on the host network', [shop, deployment('web', { spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } }), deployment('reviews'), service('reviews'), deny('Egress')], ['ok']],
    ['a policy of Cilium selects the client', [...base, { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'c', namespace: 'shop' }, spec: { endpointSelector: {}, egress: [] } }], ['unknown']],
  ])('%s', (_name, objects, expected) => {
    expect(said('egress', objects)).toEqual(expected);
  });
});

describe('ingress', () => {
  test.each<Row>([
    ['no policy', base, ['ok']],
    ['closed, and nothing admits', [...base, deny('Ingress')], ['fail NP-INGRESS']],
    ['the client is admitted by label', [...base, policy('in', { podSelector: { matchLabels: { app: 'reviews' } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }] })], ['ok']],
    ['others are admitted', [...base, policy('in', { podSelector: { matchLabels: { app: 'reviews' } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'api' } } }] }] })], ['fail NP-INGRESS']],
    ['the server is on the host network', [shop, deployment('web'), deployment('reviews', { spec: { hostNetwork: true } }), service('reviews'), deny('Ingress')], ['warn NP-HOSTNET']],
    ['a client on the host network is whoever its node is', [shop, deployment('web', { spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } }), deployment('reviews'), service('reviews'), policy('in', { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] })], ['unknown']],
  ])('%s', (_name, objects, expected) => {
    expect(said('ingress', objects)).toEqual(expected);
  });
});

describe('capture', () => {
  const excluded = { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } };
  test.each<Row>([
    ['both have sidecars', base, ['ok']],
    ['the server takes the port out', [shop, deployment('web'), deployment('reviews', excluded), service('reviews')], ['warn CAP-EXCLUDED']],
    ['the client takes the port out', [shop, deployment('web', { annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '80' } }), deployment('reviews'), service('reviews')], ['warn CAP-EXCLUDED']],
    ['the annotation stands on the Service', [shop, deployment('web'), deployment('reviews'), service('reviews', {}, 'shop', excluded)], ['ok', 'warn CAP-MISPLACED']],
    ['no sidecar at the client', [shop, deployment('web', off), deployment('reviews'), service('reviews')], ['ok']],
  ])('%s', (_name, objects, expected) => {
    expect(said('capture', objects)).toEqual(expected);
  });
});

describe('mutual TLS', () => {
  test.each<Row>([
    ['two sidecars', base, ['ok']],
    ['two sidecars under STRICT', [...base, strict], ['ok']],
    ['plaintext to STRICT', [shop, deployment('web', off), deployment('reviews'), service('reviews'), strict], ['fail MTLS-PLAINTEXT-TO-STRICT']],
    ['mutual TLS to a port that bypasses the proxy', [shop, deployment('web'), deployment('reviews', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } }), service('reviews'), strict], ['fail MTLS-TO-PLAINTEXT']],
    ['TLS of its own to STRICT', [...base, strict, istio('DestinationRule', 'reviews', { host: 'reviews', trafficPolicy: { tls: { mode: 'SIMPLE' } } })], ['fail MTLS-TLS-TO-STRICT']],
    ['whether there is a sidecar is not known', [deployment('web'), deployment('reviews'), service('reviews'), strict], ['unknown']],
  ])('%s', (_name, objects, expected) => {
    expect(said('mtls', objects)).toEqual(expected);
  });
});

describe('authorization', () => {
  const allow = (rules: readonly object[], action?: string): JsonObject => istio('AuthorizationPolicy', 'reviews', { selector: { matchLabels: { app: 'reviews' } }, ...(action === undefined ? {} : { action }), rules });
  const principal = (name: string): object => ({ from: [{ source: { principals: [`cluster.local/ns/shop/sa/${name}`] } }] });
  test.each<Row>([
    ['no policy', base, ['ok']],
    ['the client is allowed', [...base, allow([principal('default')])], ['ok']],
    ['another is allowed', [...base, allow([principal('api')])], ['fail AUTHZ-NO-ALLOW']],
    ['allow nothing', [...base, allow([])], ['fail AUTHZ-NO-ALLOW']],
    ['another method is allowed', [...base, allow([{ to: [{ operation: { methods: ['POST'] } }] }])], ['fail AUTHZ-NO-ALLOW']],
    ['the path is denied', [...base, allow([{ to: [{ operation: { paths: ['/*'] } }] }], 'DENY')], ['fail AUTHZ-DENY']],
    ['another path is denied', [...base, allow([{ to: [{ operation: { paths: ['/admin'] } }] }], 'DENY')], ['ok']],
    ['plaintext has no identity', [shop, deployment('web', off), deployment('reviews'), service('reviews'), allow([principal('default')])], ['fail AUTHZ-NO-ALLOW']],
    ['a header decides that is not known', [...base, allow([{ when: [{ key: 'request.headers[x-user]', values: ['a'] }] }])], ['unknown']],
    ['nobody applies it where no proxy is', [shop, deployment('web'), deployment('reviews', off), service('reviews'), allow([])], ['skipped']],
  ])('%s', (_name, objects, expected) => {
    expect(said('authz', objects)).toEqual(expected);
  });
});

describe('the whole', () => {
  const ask = (objects: readonly JsonObject[], url = 'http://reviews') => {
    const cluster = world(objects);
    const [from] = originsOf(cluster, 'shop/web');
    return trace(cluster, { from: from ?? { kind: 'internet' }, to: targetOf(url) });
  };

  test('does not stop at the first failure, and says how many wait behind', () => {
    const result = ask([shop, deployment('web', off), deployment('reviews'), service('reviews'), strict, deny('Egress', 'Ingress')]);
    expect(result).toMatchObject({ verdict: 'fails', symptom: 'no-dns', firstFailure: { hop: 'dns', code: 'DNS-EGRESS' }, furtherFailures: 3 });
    expect(result.branches[0]?.hops.filter(({ status }) => status === 'fail').map(({ code, hypothetical }) => [code, hypothetical])).toEqual([['DNS-EGRESS', false], ['NP-EGRESS', true], ['NP-INGRESS', true], ['MTLS-PLAINTEXT-TO-STRICT', true]]);
  });

  test('the application is never checked, and never decides', () => {
    const { verdict, branches } = ask(base);
    expect([verdict, branches[0]?.hops.at(-1)]).toMatchObject(['works', { id: 'app', status: 'unknown' }]);
  });

  test('what is not settled is neither a pass nor a failure, and a failure beside it is one', () => {
    const cilium = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'c', namespace: 'shop' }, spec: { endpointSelector: {}, ingress: [] } };
    expect(ask([...base, cilium]).verdict).toBe('unknown');
    expect(ask([...base, cilium, istio('AuthorizationPolicy', 'none', {})]).verdict).toBe('fails');
  });

  test('a part that arrives beside a part that does not is partly', () => {
    const split = istio('VirtualService', 'reviews', { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews', subset: 'v1' }, weight: 75 }, { destination: { host: 'reviews', subset: 'none' }, weight: 25 }] }] });
    const rule = istio('DestinationRule', 'reviews', { host: 'reviews', subsets: [{ name: 'v1', labels: { app: 'reviews' } }] });
    const { verdict, branches } = ask([...base, split, rule]);
    expect([verdict, branches.map(branch => [branch.share, branch.verdict])]).toEqual(['partly', [[0.75, 'works'], [0.25, 'fails']]]);
  });

  test('the order of objects changes nothing', () => {
    const objects = [...base, strict, deny('Egress'), dns];
    const told = (list: readonly JsonObject[]): unknown => ask(list).branches.map(({ hops }) => hops.map(({ id, status, code, text }) => [id, status, code, text]));
    expect(told([...objects].reverse())).toEqual(told(objects));
  });
});
