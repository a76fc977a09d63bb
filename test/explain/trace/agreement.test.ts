import fc from 'fast-check';
import { originsOf, targetOf } from '../../../lib/explain/trace/ask';
import { senderOf } from '../../../lib/explain/trace/way';
import { trace, type Branch, type Trace } from '../../../lib/explain/trace/trace';
import { authorization } from '../../../lib/mesh/authorization';
import { clientOf } from '../../../lib/mesh/client';
import { handshake } from '../../../lib/mesh/connection';
import { hostFor, portOf } from '../../../lib/mesh/hosts';
import { endpointsOf } from '../../../lib/mesh/endpoints';
import { effectiveRoute } from '../../../lib/mesh/route';
import type { World } from '../../../lib/cluster/cluster';
import type { Workload } from '../../../lib/cluster/workload';
import type { JsonObject } from '../../../lib/model/json';
import { connection } from '../../../lib/reach/admission';
import { podsOf } from '../../../lib/reach/pods';
import { deployment, istio, service, shop, workload, world } from '../../mesh/mesh';
import { manifest } from '../../support/world';

/** What a trace says of the last hops and of shares is what the evaluators say, whatever the objects are. */

const runs = Number(process.env['TRACE_RUNS'] ?? '60');
const reviews = 'reviews.shop.svc.cluster.local';

const labels = fc.constantFrom({ app: 'web' }, { app: 'reviews' }, { app: 'reviews', version: 'v1' }, {});
const port = fc.constantFrom([{ port: 8080 }], [{ port: 53, protocol: 'UDP' }, { port: 53 }], [{ port: 80 }], [{ port: 'web' }], []);
const peer = fc.constantFrom([{ podSelector: { matchLabels: { app: 'web' } } }], [{ podSelector: {} }], [{ namespaceSelector: {} }], [{ ipBlock: { cidr: '10.0.0.0/8' } }], []);
const networkPolicy = fc.record({
  podSelector: labels.map(matchLabels => ({ matchLabels })),
  policyTypes: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }),
  ingress: fc.array(fc.record({ from: peer, ports: port }), { maxLength: 2 }),
  egress: fc.array(fc.record({ to: peer, ports: port }), { maxLength: 2 }),
}).map((spec): JsonObject => manifest('networking.k8s.io/v1', 'NetworkPolicy', 'np', { namespace: 'shop', spec }));

const destination = fc.record({ destination: fc.record({ host: fc.constantFrom('reviews', 'ghost'), subset: fc.option(fc.constantFrom('v1', 'v2', 'v9'), { nil: undefined }), port: fc.option(fc.constantFrom({ number: 80 }, { number: 81 }), { nil: undefined }) }), weight: fc.constantFrom(0, 1, 10, 90) });
const rule = fc.record({ match: fc.option(fc.constantFrom([{ headers: { canary: { exact: 'true' } } }], [{ uri: { prefix: '/a' } }], [{ uri: { prefix: '/' } }], [{ sourceLabels: { app: 'web' } }]), { nil: undefined }), route: fc.array(destination, { minLength: 1, maxLength: 3 }) });
const route = fc.record({ hosts: fc.constantFrom(['reviews'], ['*'], []), http: fc.array(rule, { minLength: 1, maxLength: 3 }) }).map(spec => istio('VirtualService', 'reviews', spec));
const subsets = fc.subarray(['v1', 'v2', 'v9']).map(names => istio('DestinationRule', 'reviews', { host: 'reviews', subsets: names.map(name => ({ name, labels: { version: name } })) }));
const mode = fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE').map(said => istio('PeerAuthentication', 'default', { mtls: { mode: said } }));
const policy = fc.record({ action: fc.constantFrom('ALLOW', 'DENY'), rules: fc.constantFrom([{}], [], [{ from: [{ source: { namespaces: ['shop'] } }] }], [{ to: [{ operation: { methods: ['POST'] } }] }]) }).map(spec => istio('AuthorizationPolicy', 'p', spec));
const pods = fc.tuple(fc.boolean(), fc.boolean()).map(([client, server]) => [
  deployment('web', client ? {} : { annotations: { 'sidecar.istio.io/inject': 'false' } }),
  manifest('apps/v1', 'Deployment', 'reviews-v1', { namespace: 'shop', spec: { replicas: 2, template: { metadata: { labels: { app: 'reviews', version: 'v1' }, annotations: server ? {} : { 'sidecar.istio.io/inject': 'false' } }, spec: { containers: [{ name: 'main', ports: [{ name: 'web', containerPort: 8080 }] }] } } } }),
  manifest('apps/v1', 'Deployment', 'reviews-v2', { namespace: 'shop', spec: { replicas: 1, template: { metadata: { labels: { app: 'reviews', version: 'v2' } }, spec: { containers: [{ name: 'main' }] } } } }),
]);
const clusters: fc.Arbitrary<readonly JsonObject[]> = fc.tuple(pods, fc.array(networkPolicy, { maxLength: 1 }), fc.array(route, { maxLength: 1 }), fc.array(subsets, { maxLength: 1 }), fc.array(mode, { maxLength: 1 }), fc.array(policy, { maxLength: 1 }))
  .map(([first, ...rest]) => [shop, service('reviews'), ...first, ...rest.flat()]);

function traced(w: World): Trace {
  const [from] = originsOf(w, 'shop/web');
  if (from === undefined) throw new Error('nobody asks');
  return trace(w, { from, to: targetOf('http://reviews/') });
}

const said = ({ hops }: Branch, ...ids: readonly string[]): 'yes' | 'no' | 'unknown' => {
  const found = hops.filter(({ id }) => ids.includes(id)).map(({ status }) => status);
  return found.includes('fail') ? 'no' : found.includes('unknown') ? 'unknown' : 'yes';
};

const reached = (w: World, { arrives }: Branch): Workload | undefined => w.cluster.workloads.find(({ name }) => name === arrives);

test('policies at both ends', () => {
  fc.assert(fc.property(clusters, objects => {
    const w = world(objects);
    for (const branch of traced(w).branches) {
      const server = reached(w, branch);
      if (server === undefined) continue;
      const { open } = connection(w, podsOf(workload(w, 'web')), podsOf(server), { number: 8080 });
      expect(said(branch, 'egress', 'ingress')).toBe(open);
    }
  }), { numRuns: runs });
});

test('mutual TLS, and who is let in', () => {
  fc.assert(fc.property(clusters, objects => {
    const w = world(objects);
    const host = hostFor(w, reviews, 'shop');
    const asked = host === undefined ? undefined : portOf(host, 80);
    if (host === undefined || asked === undefined) throw new Error('no reviews');
    const web = workload(w, 'web');
    for (const branch of traced(w).branches) {
      const server = reached(w, branch);
      const endpoint = endpointsOf(w, host, asked).list.find(each => each.workload === server);
      if (server === undefined || endpoint === undefined) continue;
      const { works, client } = handshake(w, web, host, asked, endpoint);
      expect(said(branch, 'mtls')).toBe(works);
      const identity = client.sends === 'mutual' ? { trustDomain: 'cluster.local', namespace: 'shop', serviceAccount: 'default' } : client.sends === 'plaintext' ? null : undefined;
      const { verdict } = authorization(w, server, { port: 8080, requests: 'yes', method: 'GET', path: '/', host: 'reviews', ...(identity === undefined ? {} : { identity }) });
      const skipped = branch.hops.some(({ id, status }) => id === 'authz' && status === 'skipped');
      if (!skipped) expect(said(branch, 'authz')).toBe(verdict === 'allowed' ? 'yes' : verdict === 'unknown' ? 'unknown' : 'no');
    }
  }), { numRuns: runs });
});

test('shares of each rule make a whole, and conditions are those that the route has', () => {
  fc.assert(fc.property(clusters, objects => {
    const w = world(objects);
    const { branches } = traced(w);
    const sums = new Map<string, number>();
    for (const { when, share } of branches) {
      const key = when.kind === 'default' ? 'default' : `${when.rule} ${when.text}`;
      sums.set(key, (sums.get(key) ?? 0) + share);
    }
    for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 9);
    expect(sums.has('default')).toBe(true);
    const client = senderOf(workload(w, 'web')).client;
    const { rules } = effectiveRoute(w, { from: client, host: reviews, port: 80, path: '/', method: 'GET', authority: 'reviews' });
    const read = branches.every(({ hops }) => hops.every(({ text }) => !text.startsWith('no proxy at the client')));
    expect([...sums.keys()].filter(key => key !== 'default')).toHaveLength(read ? new Set(rules.filter(({ certainty }) => certainty === 'unknown').map(({ rule: { path } }) => path.join('/'))).size : 0);
    expect(client).toEqual(clientOf(workload(w, 'web')));
  }), { numRuns: runs });
});

test('every statement is whole: what fails or warns has a code of its hop, what is unknown says what is missing', () => {
  fc.assert(fc.property(clusters, objects => {
    for (const { hops, verdict } of traced(world(objects)).branches) {
      for (const hop of hops) {
        expect({ text: hop.text, coded: hop.code !== undefined }).toEqual({ text: hop.text, coded: hop.status === 'fail' || hop.status === 'warn' });
        if (hop.status === 'unknown') expect(hop.missing ?? []).not.toEqual([]);
        expect(hop.text).not.toMatch(/undefined|\[object|\.$/);
      }
      expect(verdict === 'fails').toBe(hops.some(({ status }) => status === 'fail'));
    }
  }), { numRuns: runs });
});

const unrelated: readonly JsonObject[] = [
  manifest('v1', 'Namespace', 'blog', { labels: { 'istio-injection': 'enabled' } }),
  deployment('writer', { namespace: 'blog' }),
  service('writer', {}, 'blog'),
  manifest('networking.k8s.io/v1', 'NetworkPolicy', 'np', { namespace: 'blog', spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } }),
  istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } }, { namespace: 'blog' }),
  istio('AuthorizationPolicy', 'p', {}, { namespace: 'blog' }),
];
const foreign = (direction: 'ingress' | 'egress'): JsonObject => ({ apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'c', namespace: 'shop' }, spec: { endpointSelector: {}, [direction]: [] } });

test('what is not known stays so while nothing is said about it, and is never taken for a pass', () => {
  fc.assert(fc.property(clusters, fc.constantFrom('ingress', 'egress'), (objects, direction) => {
    const open = [...objects, foreign(direction)];
    const before = traced(world(open));
    // A policy that nobody evaluates selects both ends: no branch that gets there can be settled but by a failure elsewhere.
    for (const { hops, verdict } of before.branches.filter(branch => branch.hops.some(({ id }) => id === direction))) {
      const [hop] = hops.filter(({ id }) => id === direction);
      expect(hop?.status).toBe('unknown');
      expect(verdict).not.toBe('works');
    }
    const after = traced(world([...unrelated, ...open]));
    expect([after.verdict, after.branches.map(({ hops }) => hops.map(({ id, status, code }) => [id, status, code]))]).toEqual([before.verdict, before.branches.map(({ hops }) => hops.map(({ id, status, code }) => [id, status, code]))]);
  }), { numRuns: runs });
});
