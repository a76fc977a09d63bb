import type { Finding } from '../../../lib/model/finding';
import { canary } from '../../../lib/patterns/canary/canary';
import { multiClusterService } from '../../../lib/patterns/multi-cluster-service/multi-cluster-service';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { plainKubernetes } from '../../../lib/platform/presets';
import { fleet, gatewayFleet, us, type Fleet } from '../../support/fleet';
import { exceptionUnreachable } from '../../../lib/rules/multicluster/exception-unreachable';
import { hostOfService } from '../../../lib/rules/multicluster/host-of-service';
import { judged } from '../../support/rules';
import { shop, workload, type Composed } from '../../support/shop';

const of = (composed: Composed, rule: string): readonly Finding[] => composed.findings.filter(finding => finding.rule === `multicluster/${rule}`);

describe('a canary of a Service of several clusters', () => {
  const split = { weights: { v1: 90, v2: 10 } };

  test('has to be in all of them: a gateway knows the subsets of its own cluster', () => {
    const { net, reviews, compose } = fleet();
    expect(of(compose(multiClusterService({ network: net, service: reviews }), canary({ network: net, service: reviews, ...split })), 'split-elsewhere')).toMatchObject([
      { severity: 'warning', codes: ['CAN-19'], message: `canary of shop/reviews: callers ask for its versions v1 and v2 by subset, and in us only that cluster's own rules say which these are`, assumption: 'us has the same canary' },
    ]);
  });

  test('the same where versions are Services', () => {
    const { net, reviews, compose } = gatewayFleet();
    expect(of(compose(multiClusterService({ network: net, service: reviews }), canary({ network: net, service: reviews, ...split })), 'split-elsewhere')).toMatchObject([{ message: expect.stringContaining('by Service') }]);
  });

  test('is nobody else\'s business otherwise', () => {
    const { net, reviews, webService, compose } = fleet();
    expect(of(compose(multiClusterService({ network: net, service: webService }), canary({ network: net, service: reviews, ...split })), 'split-elsewhere')).toEqual([]);
  });
});

describe('endpoints without mutual TLS', () => {
  const excepted = (mode: 'DISABLE' | 'PERMISSIVE', ...which: readonly ('reviewsV1' | 'reviewsV2')[]): readonly Finding[] => {
    const scene = fleet();
    const portExceptions = which.map(name => ({ workload: scene[name], containerPort: 9080, mode, reason: 'tested' }));
    scene.compose(multiClusterService({ network: scene.net, service: scene.reviews }), mutualTls<Fleet>({ network: scene.net, namespace: scene.shop, portExceptions }));
    return judged(exceptionUnreachable, scene.net);
  };

  test('are dropped between networks: an error when none is left, a warning when some are', () => {
    expect(excepted('DISABLE', 'reviewsV1', 'reviewsV2').map(({ severity }) => severity)).toEqual(['error']);
    expect(excepted('DISABLE', 'reviewsV2')).toMatchObject([{ severity: 'warning', codes: ['MC-12'], message: 'port http of shop/reviews: reviews-v2 has mutual TLS switched off on container port 9080, and endpoints without mutual TLS are dropped between networks' }]);
  });

  test('PERMISSIVE still speaks it', () => expect(excepted('PERMISSIVE', 'reviewsV1')).toEqual([]));

  test.each([
    ['uses the host network', { pod: { hostNetwork: true } }],
    ['opts out of injection', { labels: { app: 'old', 'sidecar.istio.io/inject': 'false' } }],
  ])('a pod that %s has none', (why, options) => {
    const { net, shop: namespace, compose } = fleet();
    const service = net.service({ name: 'old', namespace, ports: { http: { port: 80, targetPort: 8080 } }, workload: net.workload(workload('old', options)) });
    compose(multiClusterService({ network: net, service }));
    expect(judged(exceptionUnreachable, net)).toMatchObject([{ severity: 'error', message: expect.stringContaining(why) }]);
  });
});

test('a peer with another trust domain has to be an alias of this one, where control planes share endpoints', () => {
  const { net, webService, compose } = fleet({ peers: [{ ...us, trustDomain: 'us.example' }] });
  expect(of(compose(multiClusterService({ network: net, service: webService })), 'trust-domain-alias')).toMatchObject([
    { severity: 'warning', help: 'list us.example under trustDomainAliases of the mesh configuration here, and cluster.local in theirs' },
  ]);
});

describe('names of aliases', () => {
  const remote = { name: 'ratings', namespace: 'shop', ports: { http: { port: 80 } }, serviceAccounts: ['ratings'] } as const;
  const both = (first: object, second: object): readonly Finding[] => {
    const { net, shop: namespace, edge, web, compose } = fleet();
    const props = { network: net, mode: 'serviceEntry', role: 'client', namespace, callers: [web], remote };
    const pattern = (options: object): ReturnType<typeof multiClusterService> => multiClusterService({ ...props, ...options, ...('elsewhere' in options ? { namespace: edge } : {}) } as never);
    compose(pattern(first), pattern(second));
    return judged(hostOfService, net);
  };

  test.each(['reviews.shop', 'reviews.shop.svc'])('%s is asked for below search domains first, where a Service answers', alias => {
    expect(both({ alias }, { alias: 'ratings.mesh.internal' })).toMatchObject([{ severity: 'error', codes: ['MC-08'], message: `alias ${alias} is also a name of Service shop/reviews, which answers first` }]);
  });

  test('one alias stands in one namespace', () => {
    expect(both({ alias: 'ratings.mesh.internal' }, { alias: 'ratings.mesh.internal', elsewhere: true })).toHaveLength(1);
    expect(both({ alias: 'ratings.mesh.internal' }, { alias: 'ratings.mesh.internal' })).toEqual([]);
  });
});

describe('a remote Service that no pattern reaches', () => {
  test('is a warning in a mesh, where the control plane may know its endpoints', () => {
    const { net, shop: namespace, compose } = fleet();
    net.service({ name: 'ratings', namespace, ports: { http: { port: 80 } }, remote: true });
    expect(of(compose(), 'remote-unreached')).toMatchObject([{ severity: 'warning', message: 'Service shop/ratings is remote, and no MultiClusterService says how its pods are reached' }]);
  });

  test('is an error without one', () => {
    const { net, shop: namespace, compose } = shop(plainKubernetes({ cluster: 'eu', gatewayApi: { className: 'example' } }));
    net.service({ name: 'ratings', namespace, ports: { http: { port: 80 } }, remote: true });
    expect(of(compose(), 'remote-unreached')).toMatchObject([{ severity: 'error' }]);
  });
});
