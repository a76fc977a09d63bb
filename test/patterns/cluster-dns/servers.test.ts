import type { JsonObject } from '../../../lib/model/json';
import { clusterOf } from '../../../lib/cluster/cluster-of';
import { factsOf } from '../../../lib/cluster/facts';
import { checkCorefile } from '../../../lib/corefile/check';
import type { Manifest } from '../../../lib/model/object';
import { fieldAt } from '../../../lib/model/object';
import { clusterDns } from '../../../lib/patterns/cluster-dns/cluster-dns';
import type { ClusterDnsProps } from '../../../lib/patterns/cluster-dns/props';
import type { Dns } from '../../../lib/platform/dns';
import type { Platform } from '../../../lib/platform/platform';
import { plainKubernetes } from '../../../lib/platform/presets';
import { catalogue } from '../../../lib/rules/catalogue';
import { run } from '../../../lib/rules/rule';
import { withDefaults } from '../../../lib/schema/answers';
import { refusal } from '../../support/misuse';
import { bundledSchemas } from '../../support/schemas';
import { shop, type Composed } from '../../support/shop';

const size = { nodes: 40, cores: 320, pods: 3000, services: 300 };
const addresses = { clusterIP: '10.96.0.10', nodeLocalIP: '169.254.20.10', version: '1.14.2' } as const;

function written(options: Partial<ClusterDnsProps<Platform>>, dns: Partial<Dns> = addresses, more: object = {}): { readonly composed: Composed; readonly platform: Platform; readonly values: JsonObject } {
  const platform = plainKubernetes({ cluster: 'test', dns, gatewayApi: { className: 'example' }, ...more });
  const scene = shop<Platform>(platform);
  const pattern = clusterDns<Platform>({ network: scene.net, ...options });
  return { composed: scene.compose(pattern), platform, values: JSON.parse(pattern.configurationValues ?? '{}') as JsonObject };
}

const get = ({ composed }: ReturnType<typeof written>, kind: string, name: string, ...path: readonly (string | number)[]): unknown => fieldAt(composed.get(kind, name), ...path);
const names = ({ composed }: ReturnType<typeof written>): readonly string[] => composed.manifests.filter(({ kind, metadata: { namespace } }) => namespace === 'kube-system' || kind.startsWith('Cluster')).map(({ kind, metadata: { name } }) => `${kind}/${name}`).sort();

/** Errors and warnings of every rule about what was written, as the API server would complete it. */
function found({ composed, platform }: ReturnType<typeof written>): readonly string[] {
  const schemas = bundledSchemas({});
  const cluster = clusterOf(composed.manifests.map((each: Manifest) => ({ written: each })), { withDefaults: object => withDefaults(object, schemas) });
  const view = { cluster, facts: factsOf(platform), schemas, program: false, intents: [], undeclaredNamespaces: [] };
  return catalogue.flatMap(rule => run(rule, view).findings).filter(({ severity }) => severity !== 'info').map(({ rule, object, message }) => `${rule} ${object?.kind ?? ''}/${object?.name ?? ''}: ${message}`);
}

describe('servers', () => {
  const given = written({ servers: { size } });

  test('are a Deployment, its Service, permissions, budget and one autoscaler', () => {
    expect(names(given)).toEqual(['ClusterRole/system:coredns', 'ClusterRole/system:dns-autoscaler', 'ClusterRoleBinding/system:coredns', 'ClusterRoleBinding/system:dns-autoscaler', 'ConfigMap/coredns', 'ConfigMap/dns-autoscaler', 'Deployment/coredns', 'Deployment/dns-autoscaler', 'PodDisruptionBudget/coredns', 'Service/kube-dns', 'ServiceAccount/coredns', 'ServiceAccount/dns-autoscaler']);
  });

  test('have no number of their own beside an autoscaler', () => {
    expect(get(given, 'Deployment', 'coredns', 'spec', 'replicas')).toBeUndefined();
    expect(JSON.parse(String(get(given, 'ConfigMap', 'dns-autoscaler', 'data', 'linear')))).toEqual({ coresPerReplica: 256, nodesPerReplica: 16, min: 2, preventSinglePointFailure: true, includeUnschedulableNodes: true });
  });

  test('are replaced one by one, live out their lame duck, and have memory for what the cluster has', () => {
    expect(get(given, 'Deployment', 'coredns', 'spec')).toMatchObject({ minReadySeconds: 10, strategy: { rollingUpdate: { maxUnavailable: 1, maxSurge: 1 } } });
    expect(get(given, 'Deployment', 'coredns', 'spec', 'template', 'spec')).toMatchObject({ priorityClassName: 'system-cluster-critical', dnsPolicy: 'Default', terminationGracePeriodSeconds: 30 });
    expect(get(given, 'Deployment', 'coredns', 'spec', 'template', 'spec', 'containers', 0)).toMatchObject({
      image: 'registry.k8s.io/coredns/coredns:v1.14.2',
      resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
      livenessProbe: { httpGet: { path: '/health', port: 8080 } },
      readinessProbe: { httpGet: { path: '/ready', port: 8181 } },
      securityContext: { capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] }, readOnlyRootFilesystem: true },
    });
    expect(get(given, 'Deployment', 'coredns', 'spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'cpu')).toBeUndefined();
    expect(get(written({ servers: { size }, lameduck: '20s', terminationGracePeriodSeconds: 60 }), 'Deployment', 'coredns', 'spec', 'template', 'spec', 'terminationGracePeriodSeconds')).toBe(60);
  });

  test('share no node where there are nodes for each, and lose one at a time', () => {
    const spread = (nodes: number): unknown => get(written({ servers: { size: { ...size, nodes }, scale: { kind: 'fixed', replicas: 3 } } }), 'Deployment', 'coredns', 'spec', 'template', 'spec', 'topologySpreadConstraints', 1, 'whenUnsatisfiable');
    expect([spread(3), spread(2)]).toEqual(['DoNotSchedule', 'ScheduleAnyway']);
    expect(get(given, 'PodDisruptionBudget', 'coredns', 'spec')).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    expect(names(written({ servers: { size, scale: { kind: 'fixed', replicas: 1 } } }))).not.toContain('PodDisruptionBudget/coredns');
  });

  test('keep the address of the Service; questions stay in a zone that has servers enough', () => {
    expect(get(given, 'Service', 'kube-dns', 'spec')).toMatchObject({ clusterIP: '10.96.0.10', ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53 }, { name: 'metrics', port: 9153 }] });
    const distribution = (replicas: number): unknown => get(written({ servers: { size: { ...size, zones: 3 }, scale: { kind: 'fixed', replicas } } }), 'Service', 'kube-dns', 'spec', 'trafficDistribution');
    expect([distribution(5), distribution(6)]).toEqual([undefined, 'PreferSameZone']);
    expect(get(written({ servers: { size: { ...size, zones: 3 }, scale: { kind: 'fixed', replicas: 6 } } }, addresses, { kubernetesVersion: '1.34' }), 'Service', 'kube-dns', 'spec', 'trafficDistribution')).toBe('PreferClose');
    expect(get(written({ servers: { size } }, addresses, { ipFamilies: ['IPv4', 'IPv6'] }), 'Service', 'kube-dns', 'spec', 'ipFamilyPolicy')).toBe('PreferDualStack');
  });

  test('by load: a HorizontalPodAutoscaler alone, slow to take servers away', () => {
    const byLoad = written({ servers: { size, scale: { kind: 'cpu', most: 10 } } });
    expect(names(byLoad)).not.toContain('Deployment/dns-autoscaler');
    expect(get(byLoad, 'HorizontalPodAutoscaler', 'coredns', 'spec')).toMatchObject({ minReplicas: 3, maxReplicas: 10, behavior: { scaleDown: { stabilizationWindowSeconds: 300 } }, metrics: [{ resource: { target: { averageUtilization: 70 } } }] });
  });

  test('of a fixed number: as many as the size wants, and no autoscaler', () => {
    const fixed = written({ servers: { size: { ...size, lookupsPerSecond: 10_000 }, scale: { kind: 'fixed' } } });
    expect(get(fixed, 'Deployment', 'coredns', 'spec', 'replicas')).toBe(7);
    expect(names(fixed).filter(name => name.includes('utoscaler'))).toEqual([]);
  });

  test('may read imports where they answer for the set of clusters', () => {
    const rules = (clusterSet: boolean): readonly unknown[] => get(written({ servers: { size }, clusterSet }), 'ClusterRole', 'system:coredns', 'rules') as readonly unknown[];
    expect([rules(false).length, rules(true).length]).toEqual([2, 3]);
  });

  test.each<[string, Partial<ClusterDnsProps<Platform>>]>([
    ['proportional', { servers: { size } }],
    ['by load, for many questions', { level: 'highThroughput', servers: { size, scale: { kind: 'cpu', most: 10 } } }],
    ['fixed, with a cache on nodes', { servers: { size, scale: { kind: 'fixed' } }, nodeLocal: { kubeProxy: 'iptables' } }],
    ['IPVS', { servers: { size }, nodeLocal: { kubeProxy: 'ipvs' } }],
    ['Cilium', { servers: { size }, nodeLocal: { kubeProxy: 'cilium' } }],
  ])('no rule has anything against them: %s', (_title, options) => expect(found(written(options))).toEqual([]));

  test('are a matter of the add-on on EKS', () => {
    const dns = { ...addresses, carrier: 'eks' as const };
    expect(written({ servers: { size } }, dns).values).toMatchObject({ autoScaling: { enabled: true, minReplicas: 2 }, resources: { limits: { memory: '170Mi' } }, podDisruptionBudget: { enabled: true, maxUnavailable: 1 } });
    expect(written({ servers: { size, scale: { kind: 'fixed', replicas: 4 } } }, dns).values).toMatchObject({ replicaCount: 4 });
    expect(names(written({ servers: { size } }, dns))).toEqual([]);
    expect(refusal(() => written({ servers: { size, scale: { kind: 'cpu', most: 9 } } }, dns)).what).toContain('scales by nodes and cores');
  });

  test.each<[string, () => unknown, string]>([
    ['no address', () => written({ servers: { size } }, { version: '1.14.2' }), 'the platform has no dns.clusterIP'],
    ['a release without its patch', () => written({ servers: { size } }, { ...addresses, version: '1.14' }), 'dns.version is 1.14, and images have a patch'],
    ['a scale that does not exist', () => written({ servers: { size, scale: { kind: 'both' } as never } }), 'scale.kind "both" does not exist'],
    ['fewer at most than at least', () => written({ servers: { size, scale: { kind: 'cpu', most: 2 } } }), 'scale.most is 2'],
    ['a size that is none', () => written({ servers: { size: { ...size, pods: -1 } } }), 'pods is -1'],
    ['on a platform that scales itself', () => written({ servers: { size } }, { ...addresses, carrier: 'k3s' }), 'cannot say servers a second time'],
    ['LocalDNS of AKS', () => written({ nodeLocal: { kubeProxy: 'cilium' } }, { ...addresses, carrier: 'aks' }), 'LocalDNS'],
    ['a proxy that does not exist', () => written({ nodeLocal: { kubeProxy: 'ebpf' as never } }), 'kubeProxy "ebpf" does not exist'],
    ['no address on nodes', () => written({ nodeLocal: { kubeProxy: 'ipvs' } }, { clusterIP: '10.96.0.10' }), 'the platform has no dns.nodeLocalIP'],
    ['addresses of two families', () => written({ nodeLocal: { kubeProxy: 'ipvs' } }, { clusterIP: '10.96.0.10', nodeLocalIP: 'fd00::10' }), 'of two families'],
  ])('refused: %s', (_title, call, what) => expect(refusal(call).what).toContain(what));
});

describe('a cache on every node', () => {
  const corefile = (given: ReturnType<typeof written>): string => String(get(given, 'ConfigMap', 'node-local-dns', 'data', 'Corefile'));

  test.each([
    ['iptables', 'bind 169.254.20.10 10.96.0.10', '169.254.20.10,10.96.0.10', true],
    ['nftables', 'bind 169.254.20.10 10.96.0.10', '169.254.20.10,10.96.0.10', true],
    ['ipvs', 'bind 169.254.20.10\n', '169.254.20.10', true],
    ['cilium', 'bind 0.0.0.0', '169.254.20.10', undefined],
  ] as const)('%s', (kubeProxy, bind, localip, hostNetwork) => {
    const given = written({ nodeLocal: { kubeProxy }, stubDomains: [{ zone: 'corp.example', upstreams: ['192.0.2.53'] }] });
    expect(corefile(given)).toContain(bind);
    expect(corefile(given).match(/^\S+:53 \{/gm)).toEqual(['cluster.local:53 {', 'in-addr.arpa:53 {', 'ip6.arpa:53 {', 'corp.example:53 {', '.:53 {']);
    expect(checkCorefile(corefile(given), { image: 'node-cache' }).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(get(given, 'DaemonSet', 'node-local-dns', 'spec', 'template', 'spec', 'containers', 0, 'args')).toEqual(expect.arrayContaining(['-localip', localip]));
    expect(get(given, 'DaemonSet', 'node-local-dns', 'spec', 'template', 'spec', 'hostNetwork')).toBe(hostNetwork);
    expect(names(given).includes('CiliumLocalRedirectPolicy/node-local-dns')).toBe(kubeProxy === 'cilium');
  });

  test('asks the servers over TCP by a Service of its own, has named ports for metrics, and takes few nodes at a time', () => {
    const given = written({ nodeLocal: { kubeProxy: 'iptables' } });
    expect(corefile(given)).toContain('forward . __PILLAR__CLUSTER__DNS__ {\n        force_tcp\n    }');
    expect(get(given, 'Service', 'kube-dns-upstream', 'spec', 'selector')).toEqual({ 'k8s-app': 'kube-dns' });
    expect(get(given, 'Service', 'node-local-dns', 'spec')).toMatchObject({ clusterIP: 'None', ports: [{ name: 'metrics', port: 9253 }] });
    expect(get(given, 'DaemonSet', 'node-local-dns', 'spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable')).toBe('10%');
  });

  test('with IPv6 has brackets where an address has a port', () => {
    expect(corefile(written({ nodeLocal: { kubeProxy: 'ipvs' } }, { clusterIP: 'fd00::a', nodeLocalIP: 'fd00::10' }))).toContain('health [fd00::10]:8080');
  });
});
