import { canary } from '../../lib/patterns/canary/canary';
import { defaultDeny } from '../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../lib/patterns/mutual-tls/mutual-tls';
import type { Finding } from '../../lib/model/finding';
import type { Edge } from '../../lib/network/edge';
import { Network, type Pattern } from '../../lib/network/network';
import type { Workload } from '../../lib/network/workload';
import { istioSidecar } from '../../lib/platform/presets';
import { type remarks } from '../../lib/rules/catalogue';
import { meshShop, plainShop, policyNames, type Mesh } from '../support/policies';
import { composed as composedOf, ingress, workload, type Composed, type Shop } from '../support/shop';

type Id = (typeof remarks)[number];
const of = (composed: Composed, rule: Id): readonly Finding[] => composed.findings.filter(finding => finding.rule === rule);
const agent = (shop: Shop<Mesh>): Workload => shop.net.workload(workload('agent', { pod: { hostNetwork: true } }));
const lockdown = (shop: Shop<Mesh>, ...clients: readonly Edge[]): Pattern => mutualTls<Mesh>({ network: shop.net, namespace: shop.shop, stage: 'lockdown', clients });

describe('policy/nodes-unknown', () => {
  test('is an error where a pod on the host network calls into a closed namespace and nobody knows the nodes: an empty list would admit everybody', () => {
    const shop = meshShop();
    const composed = shop.compose(defaultDeny<Mesh>({ network: shop.net, namespace: shop.shop, edges: [] }), lockdown(shop, agent(shop).calls(shop.webService.port('http'))));
    expect(of(composed, 'policy/nodes-unknown')).toMatchObject([{ severity: 'error', constructs: ['shop/mutual-tls-1'], object: { kind: 'NetworkPolicy', name: 'agent-to-web-http-ingress' }, help: 'set nodeCidrs on the platform' }]);
    expect(policyNames(composed)).not.toContain('agent-to-web-http-ingress');
    expect(JSON.stringify(composed.manifests)).not.toMatch(/"(from|to)":\[\]/);
  });

  test('is not made where they are known', () => {
    const shop = meshShop({ nodeCidrs: ['10.0.0.0/8'] });
    expect(of(shop.compose(defaultDeny<Mesh>({ network: shop.net, namespace: shop.shop, edges: [agent(shop).calls(shop.webService.port('http'))] })), 'policy/nodes-unknown')).toEqual([]);
  });
});

describe('policy/cni-unknown', () => {
  const composed = (cni: 'unknown' | 'calico'): Composed => {
    const shop = plainShop({ cni, nodeCidrs: ['10.0.0.0/8'], apiServer: { cidrs: ['10.0.0.1/32'] } });
    return shop.compose(defaultDeny({ network: shop.net, namespace: shop.shop, edges: [], apiServerClients: [shop.web] }));
  };

  test('says what is taken for granted, as information', () => {
    expect(of(composed('unknown'), 'policy/cni-unknown')).toEqual([expect.objectContaining({ severity: 'info', assumption: 'the CNI matches ipBlock against nodes; Cilium does not' })]);
    expect(of(composed('calico'), 'policy/cni-unknown')).toEqual([]);
  });
});

describe('edge/half-elsewhere', () => {
  test('is about halves that are written here: where nothing is closed there is none', () => {
    const shop = meshShop();
    const payments = shop.net.service({ name: 'payments', namespace: shop.net.namespace('payments'), existing: true, selector: { app: 'payments' }, ports: { http: { port: 80 } } });
    expect(of(shop.compose(lockdown(shop, shop.web.calls(payments.port('http')))), 'edge/half-elsewhere')).toEqual([]);
  });
});

describe('authz/port-unknown', () => {
  test('is an error under lockdown, where a port by name has no number: no policy is better than one for every port', () => {
    const shop = meshShop();
    const ledger = shop.net.workload({ existing: true, name: 'ledger', namespace: shop.shop, labels: { app: 'ledger' }, serviceAccountName: 'ledger' });
    const service = shop.net.service({ name: 'ledger', namespace: shop.shop, workload: ledger, ports: { http: { port: 80, targetPort: 'web' } } });
    const composed = shop.compose(lockdown(shop, shop.web.calls(service.port('http'))));
    expect(of(composed, 'authz/port-unknown').map(({ message }) => message)).toEqual(['edge web to ledger: nobody says which number port "web" has, and authorization goes by number']);
    expect(composed.names('AuthorizationPolicy')).toEqual(['shop/allow-nothing']);
  });
});

describe('authz/caller-without-identity', () => {
  test.each([
    ['has no service account of its own', { serviceAccountName: 'default' }],
    ['uses the host network', { pod: { hostNetwork: true } }],
    ['opts out of injection', { labels: { app: 'old', 'sidecar.istio.io/inject': 'false' } }],
  ])('is an error for a caller that %s', (why, options) => {
    const shop = meshShop();
    const caller = shop.net.workload(workload('old', options));
    expect(of(shop.compose(lockdown(shop, caller.calls(shop.webService.port('http')))), 'authz/caller-without-identity').map(({ severity, message }) => [severity, message.includes(`the caller ${why}`)])).toEqual([['error', true]]);
  });
});

describe('authz/lockdown-without-gateways', () => {
  const locked = (platform: Mesh): Composed => {
    const net = new Network<Mesh>(platform);
    net.record(mutualTls<Mesh>({ network: net, scope: 'mesh', stage: 'lockdown' }), { path: 'mesh' });
    return composedOf(net.compose());
  };

  test('is an error when the whole mesh is locked and nobody names a gateway', () => {
    expect(of(locked(istioSidecar({ cluster: 'test', routing: 'istio' })), 'authz/lockdown-without-gateways')).toEqual([expect.objectContaining({ severity: 'error', constructs: ['mesh'] })]);
  });

  test('is not made when the platform names the pods, or the network has a gateway: these are admitted first', () => {
    const known = locked(istioSidecar({ cluster: 'test', routing: 'istio', ingress }));
    const shop = meshShop();
    const minted = shop.compose(mutualTls<Mesh>({ network: shop.net, scope: 'mesh', stage: 'lockdown' }));
    expect([known, minted].flatMap(composed => of(composed, 'authz/lockdown-without-gateways'))).toEqual([]);
    expect([known.names('AuthorizationPolicy')[0], minted.names('AuthorizationPolicy')[0]]).toEqual(['edge/outside-to-ingress', 'edge/outside-to-public']);
  });
});

describe('route/versions-alike', () => {
  test.each([
    ['two versions have one label', ['v1', 'v1']],
    ['one of them has none', ['v1', undefined]],
  ])('is an error when %s', (_title, labels) => {
    const shop = meshShop();
    const [a, b] = labels.map((version, i) => shop.net.workload(workload(`cart-${i}`, { labels: { app: 'cart', ...(version === undefined ? {} : { version }) } })));
    if (a === undefined || b === undefined) throw new Error('two versions');
    const service = shop.net.service({ name: 'cart', namespace: shop.shop, versions: { a, b }, ports: { http: { port: 80 } } });
    const composed = shop.compose(canary({ network: shop.net, service, weights: { a: 50, b: 50 } }));
    expect(of(composed, 'route/versions-alike').map(({ severity }) => severity)).toEqual(['error']);
    expect(composed.names('VirtualService')).toEqual([]);
  });
});
