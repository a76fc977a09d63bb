import type { Pattern } from '../../../lib/network/network';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { multiClusterService } from '../../../lib/patterns/multi-cluster-service/multi-cluster-service';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { gatewayOpen } from '../../../lib/rules/multicluster/gateway-open';
import { run } from '../../../lib/rules/rule';
import type { Finding } from '../../../lib/model/finding';
import { fleet, us, type Fleet } from '../../support/fleet';
import { egress, ingress, podsOf, policy, policyNames, tcp } from '../../support/policies';
import { workload, type Composed, type Shop } from '../../support/shop';
import { worldOf } from '../../support/world';

const eastWest = { namespace: 'eastwest' };
const gateways = { istio: 'eastwestgateway' };
const block = (cidr: string): unknown => ({ ipBlock: { cidr } });

/** The shop closed, with the namespace of the east-west gateway closed as well. */
function closed(scene: Shop<Fleet>, ...patterns: readonly Pattern[]): Composed {
  const between = scene.net.namespace('eastwest', { create: true });
  const edges = [scene.web.calls(scene.reviews.port('http'))];
  return scene.compose(...patterns, defaultDeny<Fleet>({ network: scene.net, namespace: scene.shop, edges }), defaultDeny<Fleet>({ network: scene.net, namespace: between, edges: [] }));
}
/** What the rule of the gateway says of all that was written. */
const open = ({ net }: Shop<Fleet>, { manifests }: Composed): readonly Finding[] => run(gatewayOpen, { ...worldOf(manifests, { platform: net.platform }), program: true, intents: net.intents, undeclaredNamespaces: [] }).findings;
const about = (composed: Composed, rule: string): readonly string[] => composed.findings.filter(finding => finding.rule === rule).map(({ message }) => message);

describe('closed namespaces, a peer on another network', () => {
  const scene = fleet({ eastWest });
  const composed = closed(scene, multiClusterService({ network: scene.net, service: scene.reviews }));

  test('every declared caller may reach the gateway of the peer, at its port', () => {
    expect(policy(composed, 'web-to-reviews-http-us-egress')).toEqual(egress({ app: 'web' }, { to: [block('203.0.113.10/32')], ports: tcp(15443) }));
    expect(policyNames(composed)).toContain('web-to-reviews-http-egress');
  });

  test('the gateway takes connections from the peer alone, and health checks from anybody', () => {
    expect(policy(composed, 'allow-peers-to-east-west', 'eastwest')).toEqual(ingress(gateways, { from: [block('198.51.100.0/28')], ports: tcp(15443) }));
    expect(policy(composed, 'allow-health-of-east-west', 'eastwest')).toEqual(ingress(gateways, { ports: tcp(15021) }));
    expect(open(scene, composed)).toEqual([]);
  });

  test('the gateway may call the pods, on container ports, and they admit it', () => {
    expect(policy(composed, 'east-west-to-shop.reviews-egress', 'eastwest')).toEqual(egress(gateways, { to: [podsOf('shop', { app: 'reviews' })], ports: tcp(9080) }));
    expect(policy(composed, 'east-west-to-reviews-ingress')).toEqual(ingress({ app: 'reviews' }, { from: [podsOf('eastwest', gateways)], ports: tcp(9080) }));
  });

  test('no list of peers is empty, which would admit everybody', () => expect(JSON.stringify(composed.manifests)).not.toMatch(/"(from|to)":\[\]/));
});

describe('the sources of the gateway', () => {
  test('are those of all peers that any Service is for: two patterns agree', () => {
    const scene = fleet({ eastWest, peers: [us, { cluster: 'asia', network: 'asia', sourceCidrs: ['192.0.2.0/24'] }] });
    const composed = closed(scene, multiClusterService({ network: scene.net, service: scene.reviews, peers: ['us'], role: 'server' }), multiClusterService({ network: scene.net, service: scene.webService, peers: ['asia'], role: 'server' }));
    expect(composed.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(policy(composed, 'allow-peers-to-east-west', 'eastwest')).toEqual(ingress(gateways, { from: [block('192.0.2.0/24'), block('198.51.100.0/28')], ports: tcp(15443) }));
  });

  test('are anybody, with a warning, where nobody says those of one peer', () => {
    const scene = fleet({ eastWest, peers: [us, { cluster: 'asia', network: 'asia', gateway: { addresses: ['203.0.113.20'] } }] });
    const composed = closed(scene, multiClusterService({ network: scene.net, service: scene.reviews }));
    expect(policy(composed, 'allow-peers-to-east-west', 'eastwest')).toEqual(ingress(gateways, { ports: tcp(15443) }));
    expect(open(scene, composed)).toMatchObject([
      { message: 'port 15443 of Gateway eastwest/peers-to-shop-reviews takes connections from any address: NetworkPolicy eastwest/allow-peers-to-east-west admits it', help: 'set sourceCidrs on asia', constructs: ['shop/multi-cluster-service-0'] },
    ]);
  });

  test('restrict nothing where the namespace of the gateway is open, and that is said', () => {
    const scene = fleet();
    expect(open(scene, scene.compose(multiClusterService({ network: scene.net, service: scene.webService })))).toMatchObject([
      { message: 'port 15443 of Gateway istio-system/peers-to-shop-web takes connections from any address: no policy selects istio=eastwestgateway in namespace istio-system', help: 'close namespace istio-system with DefaultDeny' },
    ]);
  });
});

describe('gateways known by name', () => {
  test('are permitted by the blocks that the names lead to', () => {
    const scene = fleet({ eastWest, peers: [{ ...us, gateway: { hostnames: ['eastwest.us.example'], cidrs: ['203.0.113.0/28'], port: 31443 } }] });
    const composed = closed(scene, multiClusterService({ network: scene.net, service: scene.reviews }));
    expect(policy(composed, 'web-to-reviews-http-us-egress')).toEqual(egress({ app: 'web' }, { to: [block('203.0.113.0/28')], ports: tcp(31443) }));
  });

  test.each([
    ['without blocks', { hostnames: ['eastwest.us.example'] }, 'set gateway.cidrs'],
    ['without a gateway', undefined, 'set gateway on the peer'],
  ] as const)('%s are an error where the caller is closed: a policy cannot name hosts', (_title, gateway, help) => {
    const { gateway: _, ...rest } = us;
    const scene = fleet({ eastWest, peers: [{ ...rest, ...(gateway === undefined ? {} : { gateway }) }] });
    const composed = closed(scene, multiClusterService({ network: scene.net, service: scene.reviews }));
    expect(composed.findings.filter(({ rule }) => rule === 'multicluster/peer-address-unknown')).toMatchObject([{ severity: 'error', help: expect.stringContaining(help) }]);
    expect(policyNames(composed)).not.toContain('web-to-reviews-http-us-egress');
  });
});

describe('a peer on the same network', () => {
  const near = { cluster: 'eu2', network: 'eu', podCidrs: ['10.8.0.0/16'] };

  test('is reached at its pods, without a gateway', () => {
    const scene = fleet({ eastWest, peers: [near] });
    const composed = closed(scene, multiClusterService({ network: scene.net, service: scene.reviews }));
    expect(policy(composed, 'web-to-reviews-http-eu2-egress')).toEqual(egress({ app: 'web' }, { to: [block('10.8.0.0/16')], ports: tcp(9080) }));
    expect(policy(composed, 'eu2-to-reviews-ingress')).toEqual(ingress({ app: 'reviews' }, { from: [block('10.8.0.0/16')], ports: tcp(9080) }));
    expect(policyNames(composed, 'eastwest')).not.toContain('allow-peers-to-east-west');
    expect(open(scene, composed)).toEqual([]);
  });

  test('is an error in both directions where nobody says which addresses its pods have', () => {
    const scene = fleet({ eastWest, peers: [{ cluster: 'eu2', network: 'eu' }] });
    expect(about(closed(scene, multiClusterService({ network: scene.net, service: scene.reviews })), 'multicluster/peer-address-unknown')).toHaveLength(2);
  });

  test('is an error for a port by name, which no pod here has', () => {
    const scene = fleet({ peers: [near] });
    const ratings = scene.net.service({ name: 'ratings', namespace: scene.shop, ports: { http: { port: 80, targetPort: 'web' } }, remote: true });
    const composed = scene.compose(multiClusterService({ network: scene.net, service: ratings }), defaultDeny<Fleet>({ network: scene.net, namespace: scene.shop, edges: [scene.web.calls(ratings.port('http'))] }));
    expect(about(composed, 'multicluster/peer-address-unknown')).toEqual([expect.stringContaining('port "web" of pods of peer eu2 has no number here')]);
  });
});

test('an edge to a remote Service is only the way to the gateway: no pod here is meant', () => {
  const scene = fleet();
  const ratings = scene.net.service({ name: 'ratings', namespace: scene.shop, ports: { http: { port: 80 } }, remote: true });
  const edge = scene.web.calls(ratings.port('http'));
  const composed = scene.compose(multiClusterService({ network: scene.net, service: ratings }), defaultDeny<Fleet>({ network: scene.net, namespace: scene.shop, edges: [edge] }), mutualTls<Fleet>({ network: scene.net, namespace: scene.shop, stage: 'lockdown' }));
  expect(policyNames(composed).filter(name => name.includes('ratings'))).toEqual(['web-to-ratings-http-us-egress']);
  expect(composed.names('AuthorizationPolicy').filter(name => name.includes('ratings'))).toEqual([]);
  expect(composed.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('callers of an alias may reach the gateway where their namespace is closed', () => {
  const scene = fleet();
  scene.net.namespace('bank', { create: true });
  const teller = scene.net.workload(workload('teller', { namespace: 'bank' }));
  const remote = { name: 'ratings', namespace: 'shop', ports: { http: { port: 80 } }, serviceAccounts: ['ratings'] } as const;
  const composed = scene.compose(
    multiClusterService({ network: scene.net, mode: 'serviceEntry', role: 'client', alias: 'ratings.mesh.internal', namespace: scene.shop, callers: [scene.web, teller], remote }),
    defaultDeny<Fleet>({ network: scene.net, namespace: scene.shop, edges: [] }),
  );
  expect(policy(composed, 'web-to-ratings-mesh-internal-us-egress')).toEqual(egress({ app: 'web' }, { to: [block('203.0.113.10/32')], ports: tcp(15443) }));
  expect(policyNames(composed, 'bank')).toEqual([]);
});

describe('under lockdown', () => {
  const locked = (scene: Shop<Fleet>): Pattern => mutualTls<Fleet>({ network: scene.net, namespace: scene.shop, stage: 'lockdown' });

  test('callers of peers are admitted by the identity that they have there, on container ports', () => {
    const scene = fleet({ peers: [{ ...us, trustDomain: 'us.example' }] });
    const composed = scene.compose(multiClusterService({ network: scene.net, service: scene.reviews, remoteCallers: [{ cluster: 'us', namespace: 'front', serviceAccount: 'web' }] }), locked(scene));
    expect(composed.get('AuthorizationPolicy', 'us.front.web-to-reviews')['spec']).toEqual({
      action: 'ALLOW',
      selector: { matchLabels: { app: 'reviews' } },
      rules: [{ from: [{ source: { principals: ['us.example/ns/front/sa/web'] } }], to: [{ operation: { ports: ['9080'] } }] }],
    });
  });

  test('the gateway is not: it passes certificates of callers on, and has no business of its own', () => {
    const scene = fleet();
    const composed = scene.compose(multiClusterService({ network: scene.net, service: scene.reviews }), locked(scene));
    expect(JSON.stringify(composed.manifests.filter(({ kind }) => kind === 'AuthorizationPolicy'))).not.toContain('eastwest');
  });

  test('a foreign trust domain of which nobody is listed is a warning', () => {
    const scene = fleet({ peers: [{ ...us, trustDomain: 'us.example' }] });
    expect(about(scene.compose(multiClusterService({ network: scene.net, service: scene.reviews }), locked(scene)), 'multicluster/callers-unknown')).toEqual([
      'lockdown of namespace shop admits nobody of cluster us to reviews: its trust domain is us.example, and no remoteCallers of it are listed',
    ]);
  });

  test('before it, nothing is authorized', () => {
    const { net, reviews, compose } = fleet();
    expect(compose(multiClusterService({ network: net, service: reviews, remoteCallers: [{ cluster: 'us', namespace: 'front', serviceAccount: 'web' }] })).names('AuthorizationPolicy')).toEqual([]);
  });
});
