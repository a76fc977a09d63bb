import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { istioSidecar } from '../../../lib/platform/presets';
import { gatewayShop, istioShop, shop, workload, type Composed } from '../../support/shop';

const specOf = (composed: Composed, name: string, namespace: string): unknown => composed.get('PeerAuthentication', name, namespace)['spec'];

describe('mutual TLS in a namespace', () => {
  test('begins permissive: pods get proxies, and servers still take plaintext', () => {
    const { net, shop: namespace, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, namespace }));
    expect(specOf(composed, 'default', 'shop')).toEqual({ mtls: { mode: 'PERMISSIVE' } });
    expect(composed.get('Namespace', 'shop').metadata.labels).toMatchObject({ 'istio-injection': 'enabled' });
    expect(composed.get('Namespace', 'edge').metadata.labels).not.toHaveProperty('istio-injection');
    expect(composed.findings).toEqual([]);
  });

  test('at stage workloads is strict for those listed, by the labels that select them for life', () => {
    const { net, shop: namespace, reviewsV1, database, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, namespace, stage: 'workloads', workloads: [reviewsV1, database] }));
    expect(composed.names('PeerAuthentication')).toEqual(['shop/db', 'shop/default', 'shop/reviews-v1']);
    expect(specOf(composed, 'default', 'shop')).toEqual({ mtls: { mode: 'PERMISSIVE' } });
    expect(specOf(composed, 'reviews-v1', 'shop')).toEqual({ selector: { matchLabels: { app: 'reviews', version: 'v1' } }, mtls: { mode: 'STRICT' } });
  });

  test('at stage enforce is strict for all, in one policy without a selector', () => {
    const { net, shop: namespace, compose } = gatewayShop();
    const composed = compose(mutualTls({ network: net, namespace, stage: 'enforce' }));
    expect(composed.names('PeerAuthentication')).toEqual(['shop/default']);
    expect(specOf(composed, 'default', 'shop')).toEqual({ mtls: { mode: 'STRICT' } });
  });

  test.each(['permissive', 'enforce'] as const)('at stage %s authorizes nobody: an allow by identity would refuse every plaintext caller', stage => {
    const { net, shop: namespace, compose } = istioShop();
    expect(compose(mutualTls({ network: net, namespace, stage })).names('AuthorizationPolicy')).toEqual([]);
  });

  test('tells clients nothing: they find out by themselves', () => {
    const { net, shop: namespace, compose } = istioShop();
    expect(compose(mutualTls({ network: net, namespace, stage: 'enforce' })).names('DestinationRule')).toEqual([]);
  });

  test('enrols by revision where the mesh is installed by revision', () => {
    const { net, shop: namespace, compose } = shop(istioSidecar({ cluster: 'test', routing: 'istio', enrolment: { revision: '1-31' } }));
    const composed = compose(mutualTls({ network: net, namespace }));
    expect(composed.get('Namespace', 'shop').metadata.labels).toMatchObject({ 'istio.io/rev': '1-31' });
    expect(composed.get('PeerAuthentication', 'default', 'shop').metadata.labels).toMatchObject({ 'istio.io/rev': '1-31' });
  });

  test('of a namespace declared enrolled takes it at its word', () => {
    const { net, compose } = istioShop();
    expect(compose(mutualTls({ network: net, namespace: net.namespace('billing', { enrolled: true }) })).findings).toEqual([]);
  });

  test('that two patterns want in different modes is a conflict', () => {
    const { net, shop: namespace, compose } = istioShop();
    const { findings } = compose(mutualTls({ network: net, namespace }), mutualTls({ network: net, namespace, stage: 'enforce' }));
    expect(findings).toEqual([expect.objectContaining({ rule: 'api/owner-conflict', path: ['spec', 'mtls', 'mode'], constructs: expect.arrayContaining(['shop/mutual-tls-0', 'shop/mutual-tls-1']) as unknown })]);
  });
});

describe('mutual TLS of the whole mesh', () => {
  test('is one policy in the root namespace, and enrols what this network writes', () => {
    const { net, compose } = istioShop();
    net.namespace('legacy', { create: true, enrolled: false });
    const composed = compose(mutualTls({ network: net, scope: 'mesh', stage: 'enforce' }));
    expect(composed.names('PeerAuthentication')).toEqual(['istio-system/default']);
    expect(specOf(composed, 'default', 'istio-system')).toEqual({ mtls: { mode: 'STRICT' } });
    for (const name of ['shop', 'edge']) expect(composed.get('Namespace', name).metadata.labels).toMatchObject({ 'istio-injection': 'enabled' });
    expect(composed.get('Namespace', 'legacy').metadata.labels).not.toHaveProperty('istio-injection');
  });

  test('goes to the root namespace that the platform names', () => {
    const { net, compose } = shop(istioSidecar({ cluster: 'test', routing: 'istio', rootNamespace: 'mesh-root' }));
    expect(compose(mutualTls({ network: net, scope: 'mesh' })).names('PeerAuthentication')).toEqual(['mesh-root/default']);
  });
});

describe('mutual TLS of single workloads', () => {
  test('enrols their pods and leaves the namespace alone', () => {
    const { net, web, compose } = istioShop();
    const composed = compose(mutualTls({ network: net, scope: 'workload', workloads: [web], stage: 'enforce' }));
    expect(composed.names('PeerAuthentication')).toEqual(['shop/web']);
    expect(specOf(composed, 'web', 'shop')).toEqual({ selector: { matchLabels: { app: 'web' } }, mtls: { mode: 'STRICT' } });
    expect(composed.get('Deployment', 'web')['spec']).toMatchObject({ template: { metadata: { labels: { 'sidecar.istio.io/inject': 'true' } } } });
    expect(composed.get('Namespace', 'shop').metadata.labels).not.toHaveProperty('istio-injection');
  });

  test('that opt out of injection is a conflict, not a label written over another', () => {
    const { net, compose } = istioShop();
    const legacy = net.workload(workload('legacy', { labels: { app: 'legacy', 'sidecar.istio.io/inject': 'false' } }));
    expect(compose(mutualTls({ network: net, scope: 'workload', workloads: [legacy] })).findings).toEqual([expect.objectContaining({ rule: 'api/owner-conflict', severity: 'error' })]);
  });

  test('of one name and two kinds are never merged into a selector that means neither', () => {
    const { net, web, compose } = istioShop();
    const worker = net.workload(workload('web', { kind: 'StatefulSet', labels: { role: 'worker' } }));
    const { findings } = compose(mutualTls({ network: net, scope: 'workload', workloads: [web, worker] }));
    expect(findings).toEqual([expect.objectContaining({ rule: 'api/owner-conflict', severity: 'error' })]);
  });
});
