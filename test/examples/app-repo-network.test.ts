import { loadAll } from 'js-yaml';
import { fieldAt } from '../../lib/model/object';
import { reviewed } from './example';

// What the example is for: in both clusters each thing that is usually written wrong is written right. Judged on the reviewed files, which are what comes out.

const read = reviewed('app-repo', new Map());
const clusters = ['eu', 'us'] as const;

type Fields = Readonly<Record<string, unknown>>;
const objects = (cluster: string): readonly Fields[] => [...read].flatMap(([file, text]) => (file.startsWith(`${cluster}/`) ? (loadAll(text) as Fields[]) : []));
const of = (cluster: string, ...kinds: readonly string[]): readonly Fields[] => objects(cluster).filter(({ kind }) => kinds.includes(String(kind)));
const name = (object: unknown): string => String(fieldAt(object, 'metadata', 'name'));
const namespace = (object: unknown): string => String(fieldAt(object, 'metadata', 'namespace'));
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const labels = (value: unknown): Readonly<Record<string, string>> => (typeof value === 'object' && value !== null ? (value as Record<string, string>) : {});
const includes = (all: unknown, some: unknown): boolean => Object.entries(labels(some)).every(([key, value]) => labels(all)[key] === value);
const workloads = (cluster: string): readonly Fields[] => of(cluster, 'Deployment', 'StatefulSet', 'DaemonSet', 'Job');
const template = (workload: unknown, ...path: readonly string[]): unknown => fieldAt(workload, 'spec', 'template', ...path);

describe.each(clusters)('cluster %s', cluster => {
  test('plaintext is refused only in namespaces that are in the mesh', () => {
    const strict = of(cluster, 'PeerAuthentication').filter(object => fieldAt(object, 'spec', 'mtls', 'mode') === 'STRICT').map(namespace);
    expect(strict.sort()).toEqual(['eastwest', 'edge', 'egress', 'guard', 'shop']);
    expect(of(cluster, 'Namespace').filter(object => fieldAt(object, 'metadata', 'labels', 'istio-injection') === 'enabled').map(name).sort()).toEqual(strict);
  });

  test('every route has hosts, names Services in full, and leads to subsets that are defined', () => {
    const subsets = new Map(of(cluster, 'DestinationRule').map(rule => [fieldAt(rule, 'spec', 'host'), list(fieldAt(rule, 'spec', 'subsets')).map(subset => fieldAt(subset, 'name'))]));
    const routes = of(cluster, 'VirtualService');
    expect(routes.length).toBeGreaterThan(3);
    for (const route of routes) {
      expect(list(fieldAt(route, 'spec', 'hosts')).length).toBeGreaterThan(0);
      for (const destination of list(fieldAt(route, 'spec', 'http')).flatMap(rule => list(fieldAt(rule, 'route'))).map(each => fieldAt(each, 'destination'))) {
        expect(fieldAt(destination, 'host')).toMatch(/^[a-z-]+\.[a-z]+\.svc\.cluster\.local$|^api\.payments\.example$/);
        const subset = fieldAt(destination, 'subset');
        if (subset !== undefined) expect(subsets.get(fieldAt(destination, 'host'))).toContain(subset);
      }
    }
    expect(of(cluster, 'DestinationRule').filter(rule => !/\./.test(String(fieldAt(rule, 'spec', 'host'))))).toEqual([]);
  });

  test('other clusters reach single Services through the gateway, and no entry pretends that a Service is external', () => {
    const passing = of(cluster, 'Gateway').flatMap(gateway => list(fieldAt(gateway, 'spec', 'servers'))).filter(server => fieldAt(server, 'tls', 'mode') === 'AUTO_PASSTHROUGH');
    expect(passing.flatMap(server => list(fieldAt(server, 'hosts')))).toEqual(cluster === 'eu' ? ['api.shop.svc.cluster.local', 'worker.shop.svc.cluster.local'] : ['api.shop.svc.cluster.local']);
    expect(of(cluster, 'ServiceEntry').flatMap(entry => list(fieldAt(entry, 'spec', 'hosts')))).toEqual(['api.payments.example']);
    expect(of(cluster, 'DestinationRule').map(rule => fieldAt(rule, 'spec', 'host'))).toContain('api.shop.svc.cluster.local');
  });

  test('a rule says one thing about places, with ejection that can take all of a place', () => {
    const settings = of(cluster, 'DestinationRule').flatMap(rule => (fieldAt(rule, 'spec', 'trafficPolicy', 'loadBalancer', 'localityLbSetting') === undefined ? [] : [fieldAt(rule, 'spec', 'trafficPolicy')]));
    expect(settings.length).toBeGreaterThan(0);
    for (const policy of settings) {
      const modes = Object.keys(labels(fieldAt(policy, 'loadBalancer', 'localityLbSetting'))).filter(key => key !== 'enabled');
      expect(modes).toHaveLength(1);
      expect(fieldAt(policy, 'outlierDetection', 'maxEjectionPercent')).toBe(100);
    }
  });

  test('pods on the host network ask the DNS of the cluster, have no proxy, are updated without surge, and are admitted by their namespace', () => {
    const onHost = workloads(cluster).filter(workload => template(workload, 'spec', 'hostNetwork') === true);
    expect(onHost.map(name)).toEqual(cluster === 'eu' ? ['edge-proxy'] : []);
    for (const workload of onHost) {
      expect(template(workload, 'spec', 'dnsPolicy')).toBe('ClusterFirstWithHostNet');
      expect(template(workload, 'metadata', 'labels', 'sidecar.istio.io/inject')).toBe('false');
      expect(fieldAt(workload, 'spec', 'updateStrategy', 'rollingUpdate', 'maxSurge')).toBe(0);
      const home = of(cluster, 'Namespace').find(each => name(each) === namespace(workload));
      expect(fieldAt(home, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce')).toBe('privileged');
    }
  });

  test('pods with CPUs of their own have whole ones, limits that equal requests, and a proxy of which the same is true', () => {
    const pinned = workloads(cluster).filter(workload => fieldAt(workload, 'metadata', 'annotations', 'sealane.dev/patterns') === 'pinned-cpu');
    expect(pinned.map(name)).toEqual(cluster === 'eu' ? ['packets'] : []);
    for (const workload of pinned) {
      const annotations = labels(template(workload, 'metadata', 'annotations'));
      expect([annotations['sidecar.istio.io/proxyCPU'], annotations['sidecar.istio.io/proxyMemory']]).toEqual([annotations['sidecar.istio.io/proxyCPULimit'], annotations['sidecar.istio.io/proxyMemoryLimit']]);
      for (const container of list(template(workload, 'spec', 'containers'))) {
        expect(fieldAt(container, 'resources', 'requests')).toEqual(fieldAt(container, 'resources', 'limits'));
        expect(fieldAt(container, 'resources', 'limits', 'cpu')).toMatch(/^\d+$/);
      }
    }
  });

  test('a bypass is said to the pods and to their clients, and to no Service', () => {
    const annotation = 'traffic.sidecar.istio.io/excludeInboundPorts';
    expect(of(cluster, 'Service').filter(service => fieldAt(service, 'metadata', 'annotations', annotation) !== undefined)).toEqual([]);
    const bypassed = workloads(cluster).flatMap(workload => {
      const ports = template(workload, 'metadata', 'annotations', annotation);
      return ports === undefined ? [] : [{ app: template(workload, 'metadata', 'labels', 'app'), ports }];
    });
    expect(bypassed).toEqual([{ app: 'cache', ports: '6379' }]);
    const exceptions = of(cluster, 'PeerAuthentication').filter(object => fieldAt(object, 'spec', 'portLevelMtls', '6379', 'mode') === 'DISABLE');
    expect(exceptions.map(object => fieldAt(object, 'spec', 'selector', 'matchLabels'))).toEqual([{ app: 'cache' }]);
  });

  test('every monitor selects exactly one Service, has a port of it, and carries the label that Prometheus looks for', () => {
    const monitors = of(cluster, 'ServiceMonitor');
    expect(monitors.map(name).sort()).toEqual(['api-metrics', 'network-istiod', 'reviews-metrics', 'web-metrics']);
    for (const monitor of monitors) {
      const selected = of(cluster, 'Service').filter(service => includes(fieldAt(service, 'metadata', 'labels'), fieldAt(monitor, 'spec', 'selector', 'matchLabels')));
      expect(selected).toHaveLength(1);
      expect(list(fieldAt(selected[0], 'spec', 'ports')).map(port => fieldAt(port, 'name'))).toEqual(list(fieldAt(monitor, 'spec', 'endpoints')).map(endpoint => fieldAt(endpoint, 'port')));
      expect(fieldAt(monitor, 'metadata', 'labels', 'release')).toBe('kube-prometheus-stack');
    }
  });

  test('the DNS invents no pods, keeps answers about the world and not about the cluster, and outlives its upstreams', () => {
    const kubeSystem = (each: 'eu' | 'us'): readonly Fields[] => of(each, 'ConfigMap').filter(object => namespace(object) === 'kube-system');
    const corefile = String(cluster === 'eu' ? fieldAt(kubeSystem(cluster)[0], 'data', 'Corefile') : fieldAt(JSON.parse(read.get('node-config/us/coredns-addon.json') ?? ''), 'corefile'));
    for (const line of ['pods disabled', 'serve_stale 1h verify', 'disable success cluster.local', 'cache 300']) expect(corefile).toContain(line);
    expect(kubeSystem('us')).toEqual([]);
  });

  test('every namespace of the mesh is closed in both directions, and its pods still get names and their configuration', () => {
    const policies = of(cluster, 'NetworkPolicy');
    for (const closed of ['eastwest', 'edge', 'egress', 'guard', 'shop']) {
      const own = policies.filter(policy => namespace(policy) === closed);
      expect(fieldAt(own.find(policy => name(policy) === 'default-deny'), 'spec')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
      expect(own.map(name)).toEqual(expect.arrayContaining(['allow-dns', 'allow-istiod']));
    }
  });

  test('what the API server calls takes its plaintext, and is let through', () => {
    const [hook] = of(cluster, 'ValidatingWebhookConfiguration').flatMap(object => list(fieldAt(object, 'webhooks')));
    const service = of(cluster, 'Service').find(each => name(each) === fieldAt(hook, 'clientConfig', 'service', 'name') && namespace(each) === fieldAt(hook, 'clientConfig', 'service', 'namespace'));
    const [port] = list(fieldAt(service, 'spec', 'ports'));
    const container = String(fieldAt(port, 'targetPort'));
    expect(of(cluster, 'PeerAuthentication').filter(object => fieldAt(object, 'spec', 'portLevelMtls', container, 'mode') === 'PERMISSIVE').map(namespace)).toEqual(['guard']);
    const admitting = of(cluster, 'NetworkPolicy').find(policy => name(policy) === 'control-plane-to-guard-https');
    expect(list(fieldAt(admitting, 'spec', 'ingress')).flatMap(rule => list(fieldAt(rule, 'ports'))).map(each => fieldAt(each, 'port'))).toEqual([Number(container)]);
  });
});
