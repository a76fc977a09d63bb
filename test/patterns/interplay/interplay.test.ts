import { fieldAt } from '../../../lib/model/object';
import type { Pattern } from '../../../lib/network/network';
import { canary } from '../../../lib/patterns/canary/canary';
import { clusterDns } from '../../../lib/patterns/cluster-dns/cluster-dns';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { exposure } from '../../../lib/patterns/exposure/exposure';
import { hostNetwork } from '../../../lib/patterns/host-network/host-network';
import { locality } from '../../../lib/patterns/locality/locality';
import { meshBypass } from '../../../lib/patterns/mesh-bypass/mesh-bypass';
import { multiClusterService } from '../../../lib/patterns/multi-cluster-service/multi-cluster-service';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { pinnedCpu } from '../../../lib/patterns/pinned-cpu/pinned-cpu';
import { scrape } from '../../../lib/patterns/scrape/scrape';
import { webhook } from '../../../lib/patterns/webhook/webhook';
import { istioSidecar } from '../../../lib/platform/presets';
import type { Platform } from '../../../lib/platform/platform';
import { exceptionUnreachable } from '../../../lib/rules/multicluster/exception-unreachable';
import { accepted } from '../../support/bypass';
import { fleet, type Fleet } from '../../support/fleet';
import { egress, ingress, meshShop, policy, policyNames, tcp, udpAndTcp, type Mesh } from '../../support/policies';
import { judged } from '../../support/rules';
import { shop, workload, type Composed, type Shop } from '../../support/shop';

// What two patterns come to together, where each alone would be right. Everything that one pattern does by itself is tested beside it.

const spec = (composed: Composed, kind: string, name: string, namespace?: string): unknown => composed.get(kind, name, namespace)['spec'];
const errors = ({ findings }: Composed): readonly string[] => findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
const weights = { v1: 90, v2: 10 };

describe('default deny', () => {
  test('with STRICT: pods with proxies still reach the control plane and names, or they would never be ready', () => {
    const scene = meshShop();
    const composed = scene.compose(mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, stage: 'enforce' }), defaultDeny<Mesh>({ network: scene.net, namespace: scene.shop, edges: [] }));
    expect(policy(composed, 'allow-istiod')).toMatchObject({ egress: [{ ports: tcp(15012) }] });
    expect(policy(composed, 'allow-dns')).toMatchObject({ egress: [{ ports: udpAndTcp(53) }] });
  });

  test('with an alias that proxies answer: their agent still asks the DNS of the cluster', () => {
    const { net, shop: namespace, web, compose } = fleet();
    const composed = compose(
      multiClusterService<Fleet>({ network: net, mode: 'serviceEntry', role: 'client', alias: 'ratings.shop.mesh.internal', namespace, callers: [web], remote: { name: 'ratings', namespace: 'shop', ports: { http: { port: 80 } }, serviceAccounts: ['ratings'] } }),
      defaultDeny<Fleet>({ network: net, namespace, edges: [] }),
    );
    expect(fieldAt(composed.get('Deployment', 'web'), 'spec', 'template', 'metadata', 'annotations', 'proxy.istio.io/config')).toContain('ISTIO_META_DNS_CAPTURE');
    expect(policy(composed, 'allow-dns')).toMatchObject({ podSelector: {}, egress: [{ ports: udpAndTcp(53) }] });
  });

  test('with NodeLocal DNSCache, which no selector reaches, and a Corefile behind it that never walks the search path', () => {
    const scene = meshShop({ dns: { nodeLocalIP: '169.254.20.10', clusterIP: '10.96.0.10' } });
    expect(() => clusterDns<Mesh>({ network: scene.net, podRecords: 'verified', autopath: true })).toThrow(/behind NodeLocal DNSCache/);
    const composed = scene.compose(defaultDeny<Mesh>({ network: scene.net, namespace: scene.shop, edges: [] }), clusterDns<Mesh>({ network: scene.net }));
    expect(JSON.stringify(policy(composed, 'allow-dns-node-local'))).toContain('169.254.20.10/32');
  });

  test('with a StatefulSet that replicates: its pods are callers and callees of each other, at both ends', () => {
    const scene = meshShop();
    const composed = scene.compose(defaultDeny<Mesh>({ network: scene.net, namespace: scene.shop, edges: [scene.database.calls(scene.databaseService.port('tcp-pg'))] }));
    const own = { podSelector: { matchLabels: { app: 'db' } } };
    expect(policy(composed, 'db-to-db-tcp-pg-egress')).toEqual(egress({ app: 'db' }, { to: [own], ports: tcp(5432) }));
    expect(policy(composed, 'db-to-db-tcp-pg-ingress')).toEqual(ingress({ app: 'db' }, { from: [own], ports: tcp(5432) }));
  });

  test('with a canary behind a gateway: the way in is declared with it, to the pods of every version', () => {
    const scene = meshShop();
    const composed = scene.compose(
      canary<Mesh, 'v1' | 'v2', 'http'>({ network: scene.net, service: scene.reviews, weights, gateways: [{ gateway: scene.gateway, hosts: ['reviews.shop.example'] }] }),
      defaultDeny<Mesh>({ network: scene.net, namespace: scene.shop, edges: [] }),
      defaultDeny<Mesh>({ network: scene.net, namespace: scene.edge, edges: [] }),
    );
    expect(policy(composed, 'edge-public-to-reviews-http-ingress')).toMatchObject({ podSelector: { matchLabels: { app: 'reviews' } }, ingress: [{ ports: tcp(9080) }] });
    expect(policyNames(composed, 'edge')).toEqual(expect.arrayContaining(['allow-outside-to-public', 'allow-istiod', 'allow-dns', 'public-to-shop-reviews-http-egress']));
  });
});

describe('lockdown', () => {
  test('with scrapes and gateways: both are admitted, by port and by identity, before nothing is', () => {
    const scene = meshShop({ monitoring: { scrapeMode: 'plaintextException' } });
    const composed = scene.compose(
      mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, stage: 'lockdown' }),
      scrape<Mesh>({ network: scene.net, port: scene.webService.port('http') }),
      exposure<Mesh, 'https' | 'http'>({ network: scene.net, gateway: scene.gateway, rules: [{ hosts: ['www.shop.example'], to: scene.webService.port('http') }] }),
    );
    expect(composed.names('AuthorizationPolicy')).toEqual(['shop/allow-nothing', 'shop/edge-public-to-web-http', 'shop/plaintext-to-web-8080']);
    expect(errors(composed)).toEqual([]);
  });

  test('with a server on the host network: nothing is written that only a proxy would obey, and its callers are not told to speak mutual TLS', () => {
    const scene = meshShop({ nodeCidrs: ['10.0.0.0/16'] });
    const agent = scene.net.workload(workload('agent', { kind: 'DaemonSet', ports: [{ name: 'http', containerPort: 4000 }] }));
    const service = scene.net.service({ name: 'agent', namespace: scene.shop, ports: { http: { port: 4000 } }, workload: agent });
    const composed = scene.compose(
      hostNetwork<Mesh>({ network: scene.net, workload: agent }),
      mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, stage: 'enforce', destinationRuleMode: 'istioMutual' }),
      defaultDeny<Mesh>({ network: scene.net, namespace: scene.shop, edges: [scene.web.calls(service.port('http'))] }),
    );
    expect(spec(composed, 'DestinationRule', 'agent')).toMatchObject({ trafficPolicy: { tls: { mode: 'DISABLE' } } });
    expect(policy(composed, 'web-to-agent-http-egress')).toEqual(egress({ app: 'web' }, { to: [{ ipBlock: { cidr: '10.0.0.0/16' } }], ports: tcp(4000) }));
    expect(policyNames(composed)).not.toContain('web-to-agent-http-ingress');
    expect(errors(composed)).toEqual([]);
  });

  test('with a webhook and a bypass of one workload: one exception for both ports, and no rule for the one that has no proxy', () => {
    const scene = meshShop();
    const both = scene.net.workload(workload('both', { ports: [{ name: 'https', containerPort: 9443 }, { name: 'tcp', containerPort: 7000 }] }));
    const service = scene.net.service({ name: 'both', namespace: scene.shop, ports: { https: { port: 443, targetPort: 9443 }, tcp: { port: 7000 } }, workload: both });
    const composed = scene.compose(
      mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, stage: 'lockdown' }),
      webhook<Mesh>({ network: scene.net, port: service.port('https') }),
      meshBypass<Mesh>({ network: scene.net, clients: [scene.web.calls(service.port('tcp'))], accept: accepted }),
    );
    expect(spec(composed, 'PeerAuthentication', 'both')).toEqual({ selector: { matchLabels: { app: 'both' } }, portLevelMtls: { '7000': { mode: 'DISABLE' }, '9443': { mode: 'PERMISSIVE' } } });
    expect(composed.names('AuthorizationPolicy')).toEqual(['shop/allow-nothing', 'shop/plaintext-to-both-9443']);
  });
});

describe('one rule per host', () => {
  test('ejection of a canary says nothing of places by itself, and beside Locality there is one setting', () => {
    const alone = meshShop();
    const split = (scene: Shop<Mesh>): Pattern =>
      canary<Mesh, 'v1' | 'v2', 'http'>({ network: scene.net, service: scene.reviews, weights, outlierDetection: true });
    expect(JSON.stringify(spec(alone.compose(split(alone)), 'DestinationRule', 'reviews'))).not.toContain('localityLbSetting');
    const beside = meshShop();
    const composed = beside.compose(split(beside), locality<Mesh>({ network: beside.net, service: beside.reviews }));
    expect(composed.names('DestinationRule')).toEqual(['shop/reviews']);
    expect(spec(composed, 'DestinationRule', 'reviews')).toMatchObject({ trafficPolicy: { loadBalancer: { localityLbSetting: { enabled: true } } } });
  });

  test('of a canary, of places and of other clusters: the places that are said hold, the split and the ejection stay', () => {
    const { net, reviews, compose } = fleet();
    const composed = compose(
      multiClusterService<Fleet>({ network: net, service: reviews }),
      locality<Fleet>({ network: net, service: reviews, mode: 'failover', failover: [{ from: 'eu-1', to: 'eu-2' }] }),
      canary<Fleet, 'v1' | 'v2', 'http'>({ network: net, service: reviews, weights }),
    );
    expect(composed.names('DestinationRule')).toEqual(['shop/reviews']);
    expect(spec(composed, 'DestinationRule', 'reviews')).toMatchObject({
      subsets: [{ name: 'v1', trafficPolicy: { outlierDetection: { maxEjectionPercent: 50 } } }, { name: 'v2' }],
      trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: 'eu-1', to: 'eu-2' }] } } },
    });
    expect(JSON.stringify(composed.manifests)).not.toContain('failoverPriority');
    expect(composed.findings.map(({ rule }) => rule)).toContain('multicluster/split-elsewhere');
  });

  test('of a bypass: the port that is told plaintext keeps what holds for the host', () => {
    const scene = meshShop();
    const composed = scene.compose(
      mutualTls<Mesh>({ network: scene.net, namespace: scene.shop }),
      locality<Mesh>({ network: scene.net, service: scene.webService }),
      meshBypass<Mesh>({ network: scene.net, clients: [scene.reviewsV1.calls(scene.webService.port('http'))], accept: accepted, destinationRule: 'always' }),
    );
    const rule = spec(composed, 'DestinationRule', 'web') as { readonly trafficPolicy: { readonly outlierDetection: object; readonly portLevelSettings: readonly object[] } };
    expect(rule.trafficPolicy.portLevelSettings).toMatchObject([{ port: { number: 80 }, tls: { mode: 'DISABLE' }, outlierDetection: rule.trafficPolicy.outlierDetection }]);
  });

  test('a bypass and other clusters: the port cannot be reached from another network, which is said', () => {
    const { net, shop: namespace, reviewsV1, webService, compose } = fleet();
    compose(
      mutualTls<Fleet>({ network: net, namespace }),
      multiClusterService<Fleet>({ network: net, service: webService }),
      meshBypass<Fleet>({ network: net, clients: [reviewsV1.calls(webService.port('http'))], accept: accepted }),
    );
    expect(judged(exceptionUnreachable, net)).toMatchObject([{ severity: 'error' }]);
  });
});

describe('one pod template', () => {
  test('of a scrape, a bypass and pinned CPUs: annotations of all three', () => {
    const scene = meshShop({ monitoring: true });
    const composed = scene.compose(
      mutualTls<Mesh>({ network: scene.net, namespace: scene.shop }),
      scrape<Mesh>({ network: scene.net, port: scene.webService.port('http') }),
      meshBypass<Mesh>({ network: scene.net, clients: [scene.reviewsV1.calls(scene.webService.port('http'))], accept: accepted }),
      pinnedCpu<Mesh>({ network: scene.net, workload: scene.web, cpus: 2, memory: '1Gi', nodes: { label: 'shop.example/cpus', value: 'pinned', reservedCpus: '0' } }),
    );
    expect(fieldAt(composed.get('Deployment', 'web'), 'spec', 'template', 'metadata', 'annotations')).toMatchObject({
      'prometheus.io/port': '8080',
      'sidecar.istio.io/proxyCPULimit': '500m',
      'traffic.sidecar.istio.io/excludeInboundPorts': '8080',
    });
    expect(fieldAt(composed.get('Deployment', 'web'), 'metadata', 'annotations', 'sealane.dev/patterns')).toBe('mesh-bypass,pinned-cpu,scrape');
  });
});

describe('a mesh without sidecars', () => {
  const ambient = { ...istioSidecar({ cluster: 'eu', routing: 'istio' }), dataPlane: 'ambient' } as unknown as Platform;

  test.each<[string, (scene: Shop<Platform>) => Pattern]>([
    ['canary', ({ net, reviews }) => canary({ network: net, service: reviews, weights })],
    ['locality', ({ net, reviews }) => locality({ network: net, service: reviews })],
    ['default-deny', ({ net, shop: namespace }) => defaultDeny({ network: net, namespace, edges: [] })],
    ['mutual-tls', ({ net, shop: namespace }) => mutualTls({ network: net, namespace })],
  ])('%s is refused, because requests want a waypoint and policies another port: nothing is written that would be inert or closed', (name, build) => {
    expect(() => build(shop(ambient))).toThrow(new RegExp(`${name}.*(not built|unbuilt|ambient)`, 's'));
  });
});

test('the order in which patterns are written changes nothing', () => {
  const build = (scene: Shop<Mesh>): readonly Pattern[] => [
    mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, stage: 'lockdown' }),
    canary<Mesh, 'v1' | 'v2', 'http'>({ network: scene.net, service: scene.reviews, weights, gateways: [{ gateway: scene.gateway, hosts: ['reviews.shop.example'] }] }),
    locality<Mesh>({ network: scene.net, service: scene.reviews }),
    scrape<Mesh>({ network: scene.net, port: scene.webService.port('http') }),
    meshBypass<Mesh>({ network: scene.net, clients: [scene.web.calls(scene.databaseService.port('tcp-pg'))], accept: accepted }),
    defaultDeny<Mesh>({ network: scene.net, namespace: scene.shop, edges: [scene.web.calls(scene.reviews.port('http'))] }),
  ];
  const written = (order: (patterns: readonly Pattern[]) => readonly Pattern[]): unknown => {
    const scene = meshShop({ monitoring: true });
    for (const pattern of order(build(scene))) scene.net.record(pattern, { path: `shop/${pattern.pattern}` });
    return scene.net.compose().objects.map(({ manifest }) => manifest);
  };
  expect(written(patterns => [...patterns].reverse())).toEqual(written(patterns => patterns));
});
