import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { istioSidecar } from '../../../lib/platform/presets';
import { Network } from '../../../lib/network/network';
import { composed as wrapped, ingress, istioShop, shop as shopOn, workload, type Composed } from '../../support/shop';

const specOf = (composed: Composed, name: string, namespace?: string): unknown => composed.get('AuthorizationPolicy', name, namespace)['spec'];
const dry = (composed: Composed, name: string, namespace?: string): boolean => composed.get('AuthorizationPolicy', name, namespace).metadata.annotations?.['istio.io/dry-run'] === 'true';

describe('lockdown of a namespace', () => {
  test('is strict, and allows nothing', () => {
    const { net, shop, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, namespace: shop, stage: 'lockdown' }));
    expect(composed.get('PeerAuthentication', 'default', 'shop')['spec']).toEqual({ mtls: { mode: 'STRICT' } });
    expect(specOf(composed, 'allow-nothing', 'shop')).toEqual({});
  });

  test('admits each declared edge by identity, on container ports, whoever it was declared to', () => {
    const { net, shop, web, reviews, reviewsV1, databaseService, compose } = istioShop();
    const composed = compose(
      mutualTls({ network: net, namespace: shop, stage: 'lockdown', clients: [web.calls(reviews.port('http'))] }),
      defaultDeny({ network: net, namespace: shop, edges: [reviewsV1.calls(databaseService.port('tcp-pg'))] }),
    );
    expect(composed.names('AuthorizationPolicy')).toEqual(['shop/allow-nothing', 'shop/reviews-v1-to-db-tcp-pg', 'shop/web-to-reviews-http']);
    expect(specOf(composed, 'web-to-reviews-http')).toEqual({
      action: 'ALLOW',
      selector: { matchLabels: { app: 'reviews' } },
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { ports: ['9080'] } }] }],
    });
  });

  test('puts its allows before what refuses', () => {
    const { net, shop, web, reviews, compose } = istioShop();
    const { manifests } = compose(mutualTls({ network: net, namespace: shop, stage: 'lockdown', clients: [web.calls(reviews.port('http'))] }));
    const names = manifests.filter(({ kind }) => kind === 'AuthorizationPolicy').map(({ metadata }) => metadata.name);
    expect(names).toEqual(['web-to-reviews-http', 'allow-nothing']);
  });

  test('leaves edges into other namespaces to theirs', () => {
    const { net, shop, web, compose } = istioShop();
    const billing = net.namespace('billing', { create: true });
    const server = net.workload(workload('billing', { namespace: 'billing' }));
    const service = net.service({ name: 'billing', namespace: billing, ports: { http: { port: 80 } }, workload: server });
    expect(compose(mutualTls({ network: net, namespace: shop, stage: 'lockdown', clients: [web.calls(service.port('http'))] })).names('AuthorizationPolicy')).toEqual(['shop/allow-nothing']);
  });

  test('names callers in the trust domain of the mesh', () => {
    const { net, shop, web, reviews, compose } = shopOn(istioSidecar({ cluster: 'test', routing: 'istio', trustDomain: 'mesh.example' }));
    expect(JSON.stringify(specOf(compose(mutualTls({ network: net, namespace: shop, stage: 'lockdown', clients: [web.calls(reviews.port('http'))] })), 'web-to-reviews-http'))).toContain('mesh.example/ns/shop/sa/web');
  });

  test('lets Prometheus read an application by port, because it has no identity', () => {
    const { net, shop, reviews, compose } = shopOn(istioSidecar({ cluster: 'test', routing: 'istio', monitoring: { scrapeMode: 'direct' } }));
    const composed = compose(mutualTls({ network: net, namespace: shop, stage: 'lockdown' }), defaultDeny({ network: net, namespace: shop, edges: [], scrapes: [reviews.port('http')] }));
    expect(specOf(composed, 'prometheus-to-reviews-http')).toMatchObject({ rules: [{ to: [{ operation: { ports: ['9080'] } }] }] });
  });

  test('admits anyone to a port that is excepted, because plaintext has no identity', () => {
    const { net, shop, web, compose } = istioShop();
    const portExceptions = [{ workload: web, containerPort: 8080, mode: 'PERMISSIVE', reason: 'API server calls a webhook' }] as const;
    const composed = compose(mutualTls({ network: net, namespace: shop, stage: 'lockdown', portExceptions }));
    expect(specOf(composed, 'plaintext-to-web-8080')).toEqual({ action: 'ALLOW', selector: { matchLabels: { app: 'web' } }, rules: [{ to: [{ operation: { ports: ['8080'] } }] }] });
  });
});

describe('a caller that lockdown cannot admit is an error at its edge:', () => {
  test.each([
    ['without a service account of its own', { serviceAccountName: 'default' }, 'has no service account of its own'],
    ['on the host network', { pod: { hostNetwork: true } }, 'uses the host network, so it has no proxy'],
    ['out of the mesh', { labels: { app: 'legacy', 'sidecar.istio.io/inject': 'false' } }, 'opts out of injection'],
  ])('%s', (_, template, why) => {
    const { net, shop, reviews, compose } = istioShop();
    const legacy = net.workload(workload('legacy', template));
    const composed = compose(mutualTls({ network: net, namespace: shop, stage: 'lockdown', clients: [legacy.calls(reviews.port('http'))] }));
    expect(composed.findings).toEqual([expect.objectContaining({ rule: 'authz/caller-without-identity', severity: 'error', message: `edge legacy to reviews: the caller ${why}, so under lockdown nothing can admit it` })]);
    expect(composed.names('AuthorizationPolicy')).toEqual(['shop/allow-nothing']);
  });

  test('but not where the port is excepted for all pods behind the Service', () => {
    const { net, shop, webService, web, compose } = istioShop();
    const legacy = net.workload(workload('legacy', { pod: { hostNetwork: true } }));
    const portExceptions = [{ workload: web, containerPort: 8080, mode: 'PERMISSIVE', reason: 'legacy has no proxy' }] as const;
    expect(compose(mutualTls({ network: net, namespace: shop, stage: 'lockdown', portExceptions, clients: [legacy.calls(webService.port('http'))] })).findings).toEqual([]);
  });

  test('nor towards a port that is not TCP, which no proxy is given: there is nobody to refuse, and no policy to write', () => {
    const { net, shop, web, compose } = istioShop();
    const packets = net.workload(workload('packets', { ports: [{ name: 'udp', containerPort: 7000, protocol: 'UDP' }] }));
    const service = net.service({ name: 'packets', namespace: shop, ports: { udp: { port: 7000, protocol: 'UDP' } }, workload: packets });
    const agent = net.workload(workload('agent', { pod: { hostNetwork: true } }));
    const composed = compose(mutualTls({ network: net, namespace: shop, stage: 'lockdown', clients: [agent.calls(service.port('udp')), web.calls(service.port('udp'))] }));
    expect([composed.findings, composed.names('AuthorizationPolicy')]).toEqual([[], ['shop/allow-nothing']]);
  });
});

describe('lockdown where gateways are', () => {
  test('admits the outside to their listeners', () => {
    const { net, edge, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, namespace: edge, stage: 'lockdown' }));
    expect(specOf(composed, 'outside-to-public', 'edge')).toEqual({ action: 'ALLOW', selector: { matchLabels: ingress.labels }, rules: [{ to: [{ operation: { ports: ['443', '80'] } }] }] });
  });

  test('of the whole mesh is one policy in the root namespace, beside the gateways and edges that it admits', () => {
    const { net, web, reviews, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, scope: 'mesh', stage: 'lockdown', clients: [web.calls(reviews.port('http'))] }));
    expect(composed.names('AuthorizationPolicy')).toEqual(['edge/outside-to-public', 'istio-system/allow-nothing', 'shop/web-to-reviews-http']);
  });

  test('of the whole mesh admits the ingress that the platform knows, where no gateway is minted', () => {
    const net = new Network(istioSidecar({ cluster: 'test', routing: 'istio', ingress }));
    net.record(mutualTls({ network: net, scope: 'mesh', stage: 'lockdown' }), { path: 'mesh' });
    expect(specOf(wrapped(net.compose()), 'outside-to-ingress', 'edge')).toEqual({ action: 'ALLOW', selector: { matchLabels: ingress.labels }, rules: [{}] });
  });

  test('of the whole mesh is an error where nobody knows a gateway: every anonymous request would be refused', () => {
    const net = new Network(istioSidecar({ cluster: 'test', routing: 'istio' }));
    net.record(mutualTls({ network: net, scope: 'mesh', stage: 'lockdown' }), { path: 'mesh' });
    expect(net.compose().findings).toEqual([expect.objectContaining({ rule: 'authz/lockdown-without-gateways', severity: 'error' })]);
  });
});

describe('a dry run', () => {
  test('is on every policy of the lockdown, and on nothing else', () => {
    const { net, shop, web, reviews, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, namespace: shop, stage: 'lockdown', dryRun: true, clients: [web.calls(reviews.port('http'))] }));
    expect(dry(composed, 'allow-nothing') && dry(composed, 'web-to-reviews-http')).toBe(true);
    const marked = composed.manifests.filter(({ metadata }) => metadata.annotations?.['istio.io/dry-run'] !== undefined);
    expect(new Set(marked.map(({ kind }) => kind))).toEqual(new Set(['AuthorizationPolicy']));
  });

  test('of a namespace takes no allow away where the mesh is locked down in earnest', () => {
    const { net, shop, web, reviews, compose } = istioShop();
    const composed = compose(
      mutualTls({ network: net, namespace: shop, stage: 'lockdown', dryRun: true, clients: [web.calls(reviews.port('http'))] }),
      mutualTls({ network: net, scope: 'mesh', stage: 'lockdown' }),
    );
    expect(dry(composed, 'allow-nothing', 'shop')).toBe(true);
    expect(dry(composed, 'web-to-reviews-http')).toBe(false);
  });
});
