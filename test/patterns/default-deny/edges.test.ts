import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import type { Workload } from '../../../lib/network/workload';
import { closed, closedInMesh, egress, ingress, meshShop, plainShop, podsOf, policy, policyNames, tcp } from '../../support/policies';
import { workload } from '../../support/shop';

const here = (labels: Readonly<Record<string, string>>): unknown => ({ podSelector: { matchLabels: labels } });

test('an edge is egress at the caller and ingress at the callee, on the container port: a policy sees the connection after the Service', () => {
  const shop = plainShop();
  const composed = closed(shop, { edges: [shop.web.calls(shop.reviews.port('http'))] });
  expect(policy(composed, 'web-to-reviews-http-egress')).toEqual(egress({ app: 'web' }, { to: [here({ app: 'reviews' })], ports: tcp(9080) }));
  expect(policy(composed, 'web-to-reviews-http-ingress')).toEqual(ingress({ app: 'reviews' }, { from: [here({ app: 'web' })], ports: tcp(9080) }));
});

test('a mesh changes nothing about the port of an edge', () => {
  const shop = meshShop();
  const composed = closedInMesh(shop, { edges: [shop.web.calls(shop.reviews.port('http'))] });
  expect(policy(composed, 'web-to-reviews-http-ingress')).toEqual(ingress({ app: 'reviews' }, { from: [here({ app: 'web' })], ports: tcp(9080) }));
});

test('a caller is its own pods: one version calls without the other', () => {
  const shop = plainShop();
  const composed = closed(shop, { edges: [shop.reviewsV2.calls(shop.databaseService.port('tcp-pg'))] });
  expect(policy(composed, 'reviews-v2-to-db-tcp-pg-ingress')).toEqual(ingress({ app: 'db' }, { from: [here({ app: 'reviews', version: 'v2' })], ports: tcp(5432) }));
});

test('a workload that calls itself, as the members of a database do, has both halves on its own pods', () => {
  const shop = plainShop();
  const composed = closed(shop, { edges: [shop.database.calls(shop.databaseService.port('tcp-pg'))] });
  expect(policy(composed, 'db-to-db-tcp-pg-egress')).toEqual(egress({ app: 'db' }, { to: [here({ app: 'db' })], ports: tcp(5432) }));
  expect(policy(composed, 'db-to-db-tcp-pg-ingress')).toEqual(ingress({ app: 'db' }, { from: [here({ app: 'db' })], ports: tcp(5432) }));
});

test('an edge given twice, or to two patterns, is written once', () => {
  const shop = plainShop();
  const edge = shop.web.calls(shop.reviews.port('http'));
  const deny = (): ReturnType<typeof defaultDeny> => defaultDeny({ network: shop.net, namespace: shop.shop, edges: [edge, edge] });
  const composed = shop.compose(deny(), deny());
  expect(policyNames(composed).filter(name => name.startsWith('web-'))).toEqual(['web-to-reviews-http-egress', 'web-to-reviews-http-ingress']);
  expect(composed.findings).toEqual([]);
});

test('a name of its own is what the objects of an edge are called', () => {
  const shop = plainShop();
  const composed = closed(shop, { edges: [shop.web.calls(shop.reviews.port('http'), { name: 'storefront' })] });
  expect(policyNames(composed)).toEqual(['allow-dns', 'default-deny', 'storefront-egress', 'storefront-ingress']);
});

test('two edges under one name are a conflict that asks for names, never one policy for both', () => {
  const shop = plainShop();
  const composed = closed(shop, {
    edges: [shop.web.calls(shop.reviews.port('http'), { name: 'calls' }), shop.web.calls(shop.databaseService.port('tcp-pg'), { name: 'calls' })],
  });
  expect(composed.findings.map(({ rule, object }) => `${rule} ${object?.name ?? ''}`)).toEqual(['api/owner-conflict calls-egress', 'api/owner-conflict calls-ingress']);
  expect(composed.findings[0]?.help).toContain('name of its own');
});

test('a port over UDP is opened as UDP', () => {
  const shop = plainShop();
  const game = shop.net.workload(workload('game', { ports: [{ name: 'state', containerPort: 7777, protocol: 'UDP' }] }));
  const service = shop.net.service({ name: 'game', namespace: shop.shop, ports: { state: { port: 77, targetPort: 'state', protocol: 'UDP' } }, workload: game });
  const composed = closed(shop, { edges: [shop.web.calls(service.port('state'))] });
  expect(policy(composed, 'web-to-game-state-ingress')).toEqual(ingress({ app: 'game' }, { from: [here({ app: 'web' })], ports: [{ protocol: 'UDP', port: 7777 }] }));
});

describe('a target port by name', () => {
  type Port = { readonly name: string; readonly containerPort: number; readonly protocol?: string };
  const versions = (shop: ReturnType<typeof plainShop>, ...ports: readonly (readonly Port[])[]): Readonly<Record<string, Workload>> =>
    Object.fromEntries(ports.map((list, i) => [`v${i + 1}`, shop.net.workload(workload(`cart-v${i + 1}`, { labels: { app: 'cart', version: `v${i + 1}` }, ports: list }))]));

  test('is every number that it has in a version', () => {
    const shop = plainShop();
    const cart = shop.net.service({ name: 'cart', namespace: shop.shop, ports: { http: { port: 80, targetPort: 'web' } }, versions: versions(shop, [{ name: 'web', containerPort: 9090 }], [{ name: 'web', containerPort: 8080 }]) });
    expect(policy(closed(shop, { edges: [shop.web.calls(cart.port('http'))] }), 'web-to-cart-http-ingress')).toEqual(ingress({ app: 'cart' }, { from: [here({ app: 'web' })], ports: tcp(8080, 9090) }));
  });

  test('is resolved by name and protocol together, as the cluster resolves it', () => {
    const shop = plainShop();
    const cart = shop.net.service({ name: 'cart', namespace: shop.shop, ports: { http: { port: 80, targetPort: 'web' } }, versions: versions(shop, [{ name: 'web', containerPort: 9999, protocol: 'UDP' }, { name: 'web', containerPort: 8080 }]) });
    expect(policy(closed(shop, { edges: [shop.web.calls(cart.port('http'))] }), 'web-to-cart-http-ingress')).toEqual(ingress({ app: 'cart', version: 'v1' }, { from: [here({ app: 'web' })], ports: tcp(8080) }));
  });

  test('stays a name for pods that nobody describes, so that the CNI resolves it', () => {
    const shop = plainShop();
    const cart = shop.net.service({ name: 'cart', namespace: shop.shop, selector: { app: 'cart' }, existing: true, ports: { http: { port: 80, targetPort: 'web' } } });
    expect(policy(closed(shop, { edges: [shop.web.calls(cart.port('http'))] }), 'web-to-cart-http-ingress')).toEqual(ingress({ app: 'cart' }, { from: [here({ app: 'web' })], ports: tcp('web') }));
  });

  test('is number and name where one version is described and the other is not', () => {
    const shop = plainShop();
    const known = shop.net.workload(workload('cart-v1', { labels: { app: 'cart', version: 'v1' }, ports: [{ name: 'web', containerPort: 8080 }] }));
    const unknown = shop.net.workload({ existing: true, name: 'cart-v2', namespace: shop.shop, labels: { app: 'cart', version: 'v2' } });
    const cart = shop.net.service({ name: 'cart', namespace: shop.shop, ports: { http: { port: 80, targetPort: 'web' } }, versions: { v1: known, v2: unknown } });
    expect(policy(closed(shop, { edges: [shop.web.calls(cart.port('http'))] }), 'web-to-cart-http-ingress')).toEqual(ingress({ app: 'cart' }, { from: [here({ app: 'web' })], ports: tcp(8080, 'web') }));
  });
});

test('a gateway calls from its own namespace, under its own labels', () => {
  const shop = meshShop();
  const composed = closedInMesh(shop, { edges: [shop.gateway.calls(shop.webService.port('http'))] });
  expect(policy(composed, 'edge-public-to-web-http-ingress')).toEqual(ingress({ app: 'web' }, { from: [podsOf('edge', { istio: 'ingressgateway' })], ports: tcp(8080) }));
});
