import { networkMonitoring } from '../../../lib/patterns/network-monitoring/network-monitoring';
import type { NetworkMonitoringProps } from '../../../lib/patterns/network-monitoring/props';
import { fieldAt, type Manifest } from '../../../lib/model/object';
import type { Platform } from '../../../lib/platform/platform';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { istioSidecar, plainKubernetes, type ClusterOptions } from '../../../lib/platform/presets';
import { policy, podsOf, tcp } from '../../support/policies';
import { composed, type Composed } from '../../support/shop';
import { Network } from '../../../lib/network/network';

type Props = Partial<NetworkMonitoringProps<Platform>>;
type Options = Omit<ClusterOptions, 'cluster'>;

const plain = (options: Options = {}): Network<Platform> => new Network<Platform>(plainKubernetes({ cluster: 'test', monitoring: true, ...options }));
const mesh = (options: Options = {}): Network<Platform> => new Network<Platform>(istioSidecar({ cluster: 'test', routing: 'istio', monitoring: true, ...options }));
function written(net: Network<Platform>, props: Props = {}, close: readonly string[] = []): Composed {
  net.record(networkMonitoring<Platform>({ network: net, ...props }), { path: 'monitoring' });
  for (const name of close) net.record(defaultDeny<Platform>({ network: net, namespace: net.namespace(name, { create: true }), edges: [] }), { path: `deny-${name}` });
  return composed(net.compose());
}
const listed = ({ manifests }: Composed): readonly string[] => manifests.filter(({ kind }) => kind !== 'Namespace' && !kind.endsWith('Policy')).map(({ kind, metadata: { namespace, name } }) => `${kind} ${namespace ?? ''}/${name}`).sort();
const alertsOf = (rules: Manifest): readonly string[] => (fieldAt(rules, 'spec', 'groups') as readonly { readonly rules: readonly { readonly alert?: string }[] }[]).flatMap(group => group.rules.flatMap(({ alert }) => alert ?? []));

describe('what is written', () => {
  test('are rules, a dashboard for each signal, and a monitor of istiod', () => {
    expect(listed(written(mesh()))).toEqual([
      'ConfigMap monitoring/network-dns', 'ConfigMap monitoring/network-gateway', 'ConfigMap monitoring/network-pods', 'ConfigMap monitoring/network-policy', 'ConfigMap monitoring/network-services',
      'PrometheusRule monitoring/network', 'Service istio-system/network-istiod', 'ServiceMonitor monitoring/network-istiod',
    ]);
  });

  test('the rules carry what the Prometheus selects by, which is what it selects monitors by unless the platform says more', () => {
    const labels = (operator: object): unknown => written(plain({ monitoring: { operator } })).get('PrometheusRule', 'network', 'monitoring').metadata.labels;
    const own = { 'app.kubernetes.io/managed-by': 'sealane', 'app.kubernetes.io/component': 'network-monitoring' };
    expect(labels({ monitorLabels: { release: 'stack' } })).toEqual({ ...own, release: 'stack' });
    expect(labels({ monitorLabels: { release: 'stack' }, ruleLabels: { role: 'alerts' } })).toEqual({ ...own, role: 'alerts' });
  });

  test('a dashboard is whole in its ConfigMap, which Grafana finds by label', () => {
    const { metadata, data } = written(plain(), { folder: 'Platform' }).get('ConfigMap', 'network-dns', 'monitoring') as Manifest & { readonly data: Readonly<Record<string, string>> };
    expect(metadata).toMatchObject({ labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: 'Platform' } });
    expect(JSON.parse(data['network-dns.json'] ?? '')).toMatchObject({ uid: 'sealane-dns', title: 'Network / DNS' });
  });

  test('or an object of grafana-operator, or is left out', () => {
    const found = written(plain(), { dashboards: 'grafana-operator', grafana: { team: 'sre' } }).get('GrafanaDashboard', 'network-dns', 'monitoring');
    expect(found['spec']).toMatchObject({ instanceSelector: { matchLabels: { team: 'sre' } }, folder: 'Network' });
    expect(listed(written(plain(), { dashboards: false }))).toEqual(['PrometheusRule monitoring/network']);
  });

  test('without an operator the rules are a file in a ConfigMap, and there are no monitors', () => {
    const all = written(mesh({ monitoring: { operator: false } }), { name: 'net', namespace: 'prom', dashboards: false });
    expect(listed(all)).toEqual(['ConfigMap prom/net-rules']);
    const { data } = all.get('ConfigMap', 'net-rules', 'prom') as Manifest & { readonly data: Readonly<Record<string, string>> };
    const groups = (JSON.parse(data['net.rules.yaml'] ?? '') as { readonly groups: readonly { readonly name: string }[] }).groups.map(({ name }) => name);
    expect(groups).toEqual(['sealane-dns', 'sealane-services', 'sealane-pods']);
  });

  test('a Prometheus of another name for severities, jobs and clusters gets those', () => {
    const rules = written(mesh(), { severities: { critical: 'page' }, jobs: { coreDns: 'kube-dns' }, clusterLabel: 'k8s', runbookBase: 'https://runbooks.example/' }).get('PrometheusRule', 'network', 'monitoring');
    const text = JSON.stringify(rules);
    expect(text).toContain('"severity":"page"');
    expect(text).not.toContain('"severity":"critical"');
    expect(text).toContain('job=\\"kube-dns\\"');
    expect(text).toContain('https://runbooks.example/CoreDNSDown');
    expect(text).not.toMatch(/by \(cluster\b/);
  });

  test('alerts that are left out are, and no others', () => {
    const [all, less] = [written(plain()), written(plain(), { without: ['CoreDNSLatencyHigh', 'PodNetworkDrops'] })].map(each => alertsOf(each.get('PrometheusRule', 'network', 'monitoring')));
    expect(all?.filter(name => !less?.includes(name))).toEqual(['CoreDNSLatencyHigh', 'CoreDNSLatencyHigh', 'PodNetworkDrops']);
  });

  test('bounds are those that are given', () => {
    const text = JSON.stringify(written(plain(), { thresholds: { dnsErrors: { warning: 0.125, critical: 0.25 } } }).get('PrometheusRule', 'network', 'monitoring'));
    expect(text).toContain('> 0.125');
    expect(text).toContain('> 0.25');
  });

  test('what nothing measures is a remark for each, which one accepts by name', () => {
    const said = written(plain({ cni: 'calico' })).findings.filter(({ rule }) => rule === 'metrics/unmeasured').map(({ severity, message }) => `${severity}: ${message.slice(0, 70)}`);
    expect(said).toEqual([
      'info: nothing on this platform measures denied connections: open-source Cali',
      'info: nothing on this platform measures requests from outside: no gateway or',
      'info: nothing on this platform measures response times and errors of Service',
      'info: nothing on this platform measures who talks to whom: counters of the k',
    ]);
  });
});

describe('monitors', () => {
  const names = (net: Network<Platform>, props: Props = {}): readonly string[] => written(net, props).names('ServiceMonitor');
  const withCache = { dns: { nodeLocalIP: '169.254.20.10' } } as const;

  test('are of what nobody else reads: CoreDNS only where the props say so', () => {
    expect(names(plain())).toEqual([]);
    expect(names(mesh(withCache))).toEqual(['monitoring/network-istiod', 'monitoring/network-node-local-dns']);
    expect(names(mesh(withCache), { monitors: { coreDns: true, istiod: false } })).toEqual(['monitoring/network-coredns', 'monitoring/network-node-local-dns']);
  });

  test('are none where a job goes by the annotations that these pods carry', () => {
    expect(names(mesh({ ...withCache, monitoring: { annotationJob: true } }))).toEqual([]);
    expect(names(mesh({ monitoring: { annotationJob: true } }), { monitors: { coreDns: true } })).toEqual(['monitoring/network-coredns']);
  });

  test('read a Service of their own, whose label is the job that the rules ask for', () => {
    const all = written(plain(), { monitors: { coreDns: true }, jobs: { coreDns: 'kube-dns' } });
    const service = all.get('Service', 'network-coredns', 'kube-system');
    expect(service['spec']).toEqual({ clusterIP: 'None', selector: { 'k8s-app': 'kube-dns' }, ports: [{ name: 'http-metrics', port: 9153, targetPort: 9153, protocol: 'TCP' }] });
    const monitor = all.get('ServiceMonitor', 'network-coredns', 'monitoring');
    expect(monitor['spec']).toMatchObject({ selector: { matchLabels: service.metadata.labels }, namespaceSelector: { matchNames: ['kube-system'] }, jobLabel: 'app.kubernetes.io/name' });
    expect(service.metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'kube-dns' });
  });

  test('NodeLocal DNSCache is read at both of its ports', () => {
    expect(fieldAt(written(plain(withCache)).get('ServiceMonitor', 'network-node-local-dns', 'monitoring'), 'spec', 'endpoints')).toMatchObject([{ port: 'http-metrics' }, { port: 'http-setup' }]);
  });

  test('are let in where their namespace is closed here, and out where that of Prometheus is', () => {
    const closedMesh = written(mesh(), {}, ['istio-system', 'monitoring']);
    expect(policy(closedMesh, 'prometheus-to-istiod', 'istio-system')).toEqual({ podSelector: { matchLabels: { app: 'istiod' } }, policyTypes: ['Ingress'], ingress: [{ from: [podsOf('monitoring', { 'app.kubernetes.io/name': 'prometheus' })], ports: tcp(15014) }] });
    expect(policy(closedMesh, 'scrape-istiod', 'monitoring')).toEqual({ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } }, policyTypes: ['Egress'], egress: [{ to: [podsOf('istio-system', { app: 'istiod' })], ports: tcp(15014) }] });
    expect(written(mesh()).names('NetworkPolicy')).toEqual([]);
  });

  test('node caches are on the host network: only addresses of nodes lead to them', () => {
    const all = written(plain({ ...withCache, nodeCidrs: ['10.10.0.0/16'] }), {}, ['kube-system', 'monitoring']);
    expect(policy(all, 'scrape-node-local-dns', 'monitoring')).toMatchObject({ egress: [{ to: [{ ipBlock: { cidr: '10.10.0.0/16' } }], ports: tcp(9253, 9353) }] });
    expect(all.names('NetworkPolicy')).not.toContain('kube-system/prometheus-to-node-local-dns');
  });
});
