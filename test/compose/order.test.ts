import fc from 'fast-check';
import { canonical } from '../../lib/model/json';
import { Network, type Pattern } from '../../lib/network/network';
import { canary } from '../../lib/patterns/canary/canary';
import { defaultDeny } from '../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../lib/patterns/mutual-tls/mutual-tls';
import type { IstioSidecar, Routing } from '../../lib/platform/platform';
import { istioSidecar } from '../../lib/platform/presets';
import { composed, workload, type Composed } from '../support/shop';

/** One shop of two namespaces whose handles are minted, and whose patterns are recorded, in the orders given. */
function build<R extends Routing>(routing: R, shuffle: <T>(items: readonly T[]) => readonly T[]): Composed {
  const net = new Network<IstioSidecar>(istioSidecar({ cluster: 'test', routing, monitoring: true }));
  const shop = net.namespace('shop', { create: true });
  const edge = net.namespace('edge', { create: true });
  const sources = ['web', 'v1', 'v2', 'db', 'cart'].map(name => ({ name, source: workload(name, { labels: { app: name.startsWith('v') ? 'reviews' : name, ...(name.startsWith('v') ? { version: name } : {}) } }) }));
  const minted = new Map(shuffle(sources).map(({ name, source }) => [name, net.workload(source)]));
  const pods = (name: string): ReturnType<typeof net.workload> => minted.get(name) ?? net.workload(workload(name));
  const gateway = net.gateway({ name: 'public', namespace: edge, pods: { labels: { app: 'gateway' }, serviceAccount: 'gateway' }, listeners: { https: { hostname: '*.shop.example', protocol: 'HTTPS', secret: 'tls' } } });
  const [v1, v2] = shuffle(['v1', 'v2']).map(name => [name, pods(name)] as const);
  if (v1 === undefined || v2 === undefined) throw new Error('two versions');
  const reviews = net.service({ name: 'reviews', namespace: shop, versions: Object.fromEntries([v1, v2]), ports: { http: { port: 80, targetPort: 8080 } } });
  const db = net.service({ name: 'db', namespace: shop, workload: pods('db'), ports: { 'tcp-pg': { port: 5432, targetPort: 8080 } } });
  const edges = shuffle([pods('web').calls(reviews.port('http')), pods('v1').calls(db.port('tcp-pg')), gateway.calls(reviews.port('http')), pods('cart').calls(reviews.port('http'))]);
  const patterns: readonly (readonly [string, () => Pattern])[] = [
    ['shop/deny', () => defaultDeny({ network: net, namespace: shop, edges })],
    ['shop/deny-again', () => defaultDeny({ network: net, namespace: shop, edges: edges.slice(0, 2) })],
    ['edge/deny', () => defaultDeny({ network: net, namespace: edge, edges: edges.filter(({ from }) => from.type === 'gateway') })],
    ['shop/mtls', () => mutualTls({ network: net, namespace: shop, stage: 'lockdown', portExceptions: shuffle([{ workload: pods('db'), containerPort: 8080, mode: 'PERMISSIVE', reason: 'backup' }]), destinationRuleMode: 'istioMutual' })],
    ['shop/canary', () => canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 }, override: { header: 'x-canary', value: 'true', to: 'v2' }, versionSticky: true, outlierDetection: true, gateways: [{ gateway, hosts: ['reviews.shop.example'] }] })],
  ];
  for (const [path, pattern] of shuffle(patterns)) net.record(pattern(), { path });
  return composed(net.compose());
}

const asWritten = <T>(items: readonly T[]): readonly T[] => items;

/** Orders by a stream of random numbers: the same numbers, the same order. */
function shuffler(numbers: readonly number[]): <T>(items: readonly T[]) => readonly T[] {
  let next = 0;
  return items => items.map(item => ({ item, key: numbers[next++ % numbers.length] ?? 0 })).sort((a, b) => a.key - b.key).map(({ item }) => item);
}

describe.each(['istio', 'gateway'] as const)('with routing %s', routing => {
  test('the order in which handles are minted and patterns recorded changes no byte', () => {
    const reference = build(routing, asWritten);
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 30, maxLength: 40 }), numbers => {
        const shuffled = build(routing, shuffler(numbers));
        expect(shuffled.manifests.map(canonical)).toEqual(reference.manifests.map(canonical));
        expect(shuffled.findings.map(({ message }) => message)).toEqual(reference.findings.map(({ message }) => message));
      }),
      { numRuns: 25 },
    );
  });

  test('even the keys stand in one order, so that the same YAML is printed', () => {
    const reversed = build(routing, items => [...items].reverse());
    expect(JSON.stringify(reversed.manifests)).toBe(JSON.stringify(build(routing, asWritten).manifests));
  });

  test('every object is written once', () => {
    const { manifests } = build(routing, asWritten);
    const identities = manifests.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
    expect(new Set(identities).size).toBe(identities.length);
  });

  test('what others need comes first and what refuses comes last: rules before routes, exceptions before modes, allows before denies', () => {
    const { objects } = build(routing, asWritten);
    const first = (pick: (object: (typeof objects)[number]) => boolean): number => objects.findIndex(pick);
    const last = (pick: (object: (typeof objects)[number]) => boolean): number => objects.reduce((found, object, i) => (pick(object) ? i : found), -1);
    const kind = (...kinds: readonly string[]) => ({ manifest }: (typeof objects)[number]): boolean => kinds.includes(manifest.kind);
    const deny = ({ manifest }: (typeof objects)[number]): boolean => ['default-deny', 'allow-nothing'].includes(manifest.metadata.name);
    const allow = (object: (typeof objects)[number]): boolean => kind('NetworkPolicy', 'AuthorizationPolicy')(object) && !deny(object);
    const exception = ({ manifest }: (typeof objects)[number]): boolean => manifest.kind === 'PeerAuthentication' && manifest.metadata.name === 'db';
    const mode = ({ manifest }: (typeof objects)[number]): boolean => manifest.kind === 'PeerAuthentication' && manifest.metadata.name === 'default';
    const steps: readonly (readonly [(object: (typeof objects)[number]) => boolean, (object: (typeof objects)[number]) => boolean])[] = [
      [kind('Namespace'), kind('Deployment')],
      [kind('Deployment'), kind('Service')],
      [kind('Service'), kind('DestinationRule')],
      [kind('DestinationRule'), kind('VirtualService', 'HTTPRoute')],
      [exception, mode],
      [mode, allow],
      [allow, deny],
    ];
    for (const [before, after] of steps) {
      expect(first(before)).toBeGreaterThanOrEqual(0);
      expect(last(before)).toBeLessThan(first(after));
    }
    expect(last(deny)).toBe(objects.length - 1);
  });
});
