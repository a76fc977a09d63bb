import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { UsageError } from '../../../lib/model/usage-error';
import { Network } from '../../../lib/network/network';
import { plainKubernetes } from '../../../lib/platform/presets';
import { isOpen, type Pod } from '../../support/network-policy';
import { closed, closedInMesh, egress, ingress, meshShop, plainShop, podsOf, policy, policyNames, tcp, type Mesh } from '../../support/policies';
import { composed as composedOf } from '../../support/shop';

const solver = { 'acme.cert-manager.io/http01-solver': 'true' };

describe('pods that answer ACME challenges in a closed namespace', () => {
  test('are reached from gateway pods, by label and port, before any of them exists', () => {
    expect(policy(closedInMesh(meshShop({ certManager: true })), 'allow-acme-solvers')).toEqual(ingress(solver, { from: [podsOf('edge', { istio: 'ingressgateway' })], ports: tcp(8089) }));
  });

  test('are reached from the ingress pods of the platform too', () => {
    const other = { namespace: 'haproxy', labels: { app: 'haproxy' }, serviceAccount: 'haproxy' };
    expect(policy(closed(plainShop({ certManager: true, ingress: other })), 'allow-acme-solvers')).toMatchObject({ ingress: [{ from: expect.arrayContaining([podsOf('haproxy', { app: 'haproxy' })]) }] });
  });

  test('are reached from anybody, when nobody says who serves outsiders: a challenge is no secret', () => {
    const net = new Network(plainKubernetes({ cluster: 'test', certManager: true }));
    net.record(defaultDeny({ network: net, namespace: net.namespace('shop', { create: true }), edges: [] }), { path: 'deny' });
    expect(policy(composedOf(net.compose()), 'allow-acme-solvers')).toEqual(ingress(solver, { ports: tcp(8089) }));
  });

  test('are called by gateways of a closed namespace, wherever the Certificate is', () => {
    const scene = meshShop({ certManager: true });
    const composed = scene.compose(defaultDeny<Mesh>({ network: scene.net, namespace: scene.edge, edges: [] }));
    expect(policy(composed, 'allow-acme-solvers-from-public', 'edge')).toEqual(egress({ istio: 'ingressgateway' }, { to: [{ namespaceSelector: {}, podSelector: { matchLabels: solver } }], ports: tcp(8089) }));
  });

  test('answer along the whole way, and nothing else of theirs is open', () => {
    const scene = meshShop({ certManager: true });
    const composed = scene.compose(...[scene.shop, scene.edge].map(namespace => defaultDeny<Mesh>({ network: scene.net, namespace, edges: [] })));
    const gateway: Pod = { namespace: 'edge', labels: { istio: 'ingressgateway' } };
    const pod: Pod = { namespace: 'shop', labels: solver };
    const web: Pod = { namespace: 'shop', labels: { app: 'web' } };
    expect([isOpen(composed.manifests, gateway, pod, 8089), isOpen(composed.manifests, gateway, pod, 8080), isOpen(composed.manifests, web, pod, 8089), isOpen(composed.manifests, gateway, web, 8089)]).toEqual([true, false, false, false]);
  });

  test('may have other labels and another port', () => {
    const composed = closed(plainShop({ certManager: { acmeSolver: { labels: { app: 'solver' }, port: 8090 } } }));
    expect(policy(composed, 'allow-acme-solvers')).toMatchObject({ podSelector: { matchLabels: { app: 'solver' } }, ingress: [{ ports: tcp(8090) }] });
  });

  test('are not expected without cert-manager, or without HTTP-01', () => {
    for (const options of [{}, { certManager: { acmeSolver: false } }] as const) expect(policyNames(closed(plainShop(options))).filter(name => name.includes('acme'))).toEqual([]);
  });
});

describe('in a mesh that refuses plaintext', () => {
  test('nothing is excepted for them: they opt out of injection themselves, so no proxy stands in the way', () => {
    const scene = meshShop({ certManager: true });
    const composed = scene.compose(mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, stage: 'lockdown' }), defaultDeny<Mesh>({ network: scene.net, namespace: scene.shop, edges: [] }));
    expect([composed.names('PeerAuthentication'), composed.names('AuthorizationPolicy')]).toEqual([['shop/default'], ['shop/allow-nothing']]);
    expect(composed.findings).toEqual([]);
  });

  test('clients that are told to speak mutual TLS would speak it to them too: a warning', () => {
    const found = (certManager: true | { readonly acmeSolver: false }): readonly string[] => {
      const scene = meshShop({ certManager });
      return scene.compose(mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, destinationRuleMode: 'istioMutual' })).findings.map(({ rule, severity }) => `${severity} ${rule}`);
    };
    expect([found(true), found({ acmeSolver: false })]).toEqual([['warning mtls/solver-told-mutual-tls'], []]);
  });
});

test.each([
  ['labels that select everybody', { labels: {} }, 'platform: certManager.acmeSolver.labels "{}" selects every pod of the namespace'],
  ['a port that is none', { port: 0 }, 'platform: certManager.acmeSolver.port "0"'],
])('%s are refused', (_title, acmeSolver, message) => {
  const call = (): unknown => plainKubernetes({ cluster: 'test', certManager: { acmeSolver } });
  expect(call).toThrow(UsageError);
  expect(call).toThrow(message);
});
