import { canary } from '../../lib/patterns/canary/canary';
import { defaultDeny } from '../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../lib/patterns/mutual-tls/mutual-tls';
import { Network } from '../../lib/network/network';
import { istioSidecar } from '../../lib/platform/presets';
import { refusal } from '../support/misuse';
import { istioShop, workload } from '../support/shop';

test('a network is composed once: whoever asks again gets the same objects', () => {
  const { net, shop } = istioShop();
  net.record(defaultDeny({ network: net, namespace: shop, edges: [] }), { path: 'shop/deny' });
  expect(net.compose()).toBe(net.compose());
});

describe('after that, nothing is taken', () => {
  const { net, shop, web } = istioShop();
  const late = defaultDeny({ network: net, namespace: shop, edges: [] });
  net.compose();
  const fix = 'create it before app.synth()';

  test('no pattern', () => {
    expect(refusal(() => net.record(late, { path: 'shop/deny' }))).toEqual({ what: 'default-deny at shop/deny came after the network was composed, so it would have no effect', fix });
  });

  test.each([
    ['namespace bank', (): unknown => net.namespace('bank')],
    ['Deployment shop/late', (): unknown => net.workload(workload('late'))],
    ['Service shop/late', (): unknown => net.service({ name: 'late', namespace: shop, workload: web, ports: { http: { port: 80 } } })],
    ['Gateway shop/late', (): unknown => net.gateway({ name: 'late', namespace: shop, pods: { labels: { app: 'g' }, serviceAccount: 'g' }, listeners: { http: { hostname: 'a.example', protocol: 'HTTP' } } })],
  ])('and no handle: %s', (what, mint) => {
    expect(refusal(mint)).toEqual({ what: `${what} came after the network was composed, so it would have no effect`, fix });
  });
});

test('a pattern made for one network is not recorded in another', () => {
  const [one, other] = [istioShop(), istioShop()];
  expect(refusal(() => one.net.record(defaultDeny({ network: other.net, namespace: other.shop, edges: [] }), { path: 'p' }))).toEqual({ what: 'default-deny was made for another network', fix: 'pass the network of this App' });
});

describe('annotations', () => {
  test('name every pattern that contributed to an object, sorted', () => {
    const shop = istioShop();
    const composed = shop.compose(canary({ network: shop.net, service: shop.reviews, weights: { v1: 50, v2: 50 } }), mutualTls({ network: shop.net, namespace: shop.shop, destinationRuleMode: 'istioMutual' }));
    expect(composed.get('DestinationRule', 'reviews').metadata.annotations).toEqual({ 'sealane.dev/patterns': 'canary,mutual-tls' });
  });

  test('are absent where nobody but the handles wrote', () => {
    const { compose } = istioShop();
    expect(compose().manifests.filter(({ metadata }) => metadata.annotations !== undefined)).toEqual([]);
  });

  test('carry what the contributing patterns accept, as a JSON list, so that a check of the files agrees', () => {
    const { net, shop, edge, compose } = istioShop();
    const accept = [{ rule: 'edge/half-elsewhere', reason: 'the other "side" is open' }];
    const composed = compose(defaultDeny({ network: net, namespace: shop, edges: [], accept }), defaultDeny({ network: net, namespace: edge, edges: [] }));
    const annotation = composed.get('NetworkPolicy', 'default-deny', 'shop').metadata.annotations?.['sealane.dev/accept'];
    expect(JSON.parse(annotation ?? '')).toEqual(accept);
    expect(composed.get('NetworkPolicy', 'default-deny', 'edge').metadata.annotations).toEqual({ 'sealane.dev/patterns': 'default-deny' });
  });

  test('list an accept once, however many patterns give it', () => {
    const { net, shop, compose } = istioShop();
    const accept = [{ rule: 'edge/half-elsewhere', reason: 'open' }];
    const deny = (): ReturnType<typeof defaultDeny> => defaultDeny({ network: net, namespace: shop, edges: [], accept });
    expect(compose(deny(), deny()).get('NetworkPolicy', 'default-deny').metadata.annotations?.['sealane.dev/accept']).toBe('[{"reason":"open","rule":"edge/half-elsewhere"}]');
  });
});

test('objects of two owners under one name are a conflict', () => {
  const net = new Network(istioSidecar({ cluster: 'test', routing: 'gateway' }));
  const shop = net.namespace('shop', { create: true });
  const [v1, v2] = [1, 2].map(i => net.workload(workload(`a-v${i}`, { labels: { app: 'a', version: `v${i}` } })));
  if (v1 === undefined || v2 === undefined) throw new Error('two versions');
  const service = net.service({ name: 'a', namespace: shop, versions: { v1, v2 }, ports: { http: { port: 80 } } });
  net.service({ name: 'a-v1', namespace: shop, workload: v1, ports: { 'http-other': { port: 81 } } });
  net.record(canary({ network: net, service, weights: { v1: 50, v2: 50 } }), { path: 'shop/canary' });
  expect(net.compose().findings).toMatchObject([{ rule: 'api/owner-conflict', object: { kind: 'Service', name: 'a-v1' }, constructs: ['network', 'shop/canary'] }]);
});

test('a repeated remark is made once', () => {
  const { net, shop, web, compose } = istioShop();
  const payments = net.service({ name: 'payments', namespace: net.namespace('payments'), existing: true, selector: { app: 'payments' }, ports: { http: { port: 80 } } });
  const deny = (): ReturnType<typeof defaultDeny> => defaultDeny({ network: net, namespace: shop, edges: [web.calls(payments.port('http'))] });
  expect(compose(deny(), deny()).findings.map(({ rule }) => rule)).toEqual(['edge/half-elsewhere']);
});

test('two canaries on two ports of one Service share its route, and each keeps its own split', () => {
  const net = new Network(istioSidecar({ cluster: 'test', routing: 'istio' }));
  const shop = net.namespace('shop', { create: true });
  const [v1, v2] = [1, 2].map(i => net.workload(workload(`a-v${i}`, { labels: { app: 'a', version: `v${i}` } })));
  if (v1 === undefined || v2 === undefined) throw new Error('two versions');
  const service = net.service({ name: 'a', namespace: shop, versions: { v1, v2 }, ports: { http: { port: 80 }, 'http-admin': { port: 81 } } });
  net.record(canary({ network: net, service, port: 'http', weights: { v1: 90, v2: 10 } }), { path: 'shop/one' });
  net.record(canary({ network: net, service, port: 'http-admin', weights: { v1: 50, v2: 50 } }), { path: 'shop/two' });
  const { objects, findings } = net.compose();
  const route = objects.find(({ manifest }) => manifest.kind === 'VirtualService')?.manifest['spec'] as { readonly http: readonly { readonly match: readonly { readonly port: number }[]; readonly route: readonly { readonly weight?: number }[] }[] };
  expect(findings).toEqual([]);
  expect(route.http.map(({ match, route: to }) => [match[0]?.port, ...to.map(({ weight }) => weight)]).sort()).toEqual([[80, 90, 10], [81, 50, 50]]);
});
