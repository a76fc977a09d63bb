import { Network } from '../../../lib/network/network';
import { networkMonitoring } from '../../../lib/patterns/network-monitoring/network-monitoring';
import type { NetworkMonitoringProps } from '../../../lib/patterns/network-monitoring/props';
import type { Platform } from '../../../lib/platform/platform';
import { istioSidecar, plainKubernetes, type ClusterOptions } from '../../../lib/platform/presets';
import type { OwnAlert } from '../../../lib/metrics/own-alert';

type Props = Partial<NetworkMonitoringProps<Platform>>;
type Options = Omit<ClusterOptions, 'cluster'>;
const plan = (props: unknown, options: Options = {}): unknown => networkMonitoring<Platform>({ network: new Network<Platform>(plainKubernetes({ cluster: 'test', monitoring: true, ...options })), ...(props as Props) });

test('a cluster without Prometheus', () => {
  expect(() => networkMonitoring<Platform>({ network: new Network<Platform>(plainKubernetes({ cluster: 'test' })) })).toThrow('network-monitoring: nobody is there to read it: the platform has no monitoring; set monitoring: true on the platform');
});

test.each<readonly [unknown, string]>([
  [{ name: 'Net' }, 'name "Net" must be lower-case'],
  [{ namespace: 'a b' }, 'namespace "a b" must be lower-case'],
  [{ clusterLabel: 'k8s-cluster' }, 'clusterLabel "k8s-cluster" is no label of Prometheus'],
  [{ jobs: { coreDns: '' } }, 'jobs.coreDns "" cannot be the value of label job'],
  [{ severities: { page: 'x' } }, 'severity "page" does not exist'],
  [{ severities: { critical: '' } }, 'severity critical has no value'],
  [{ runbookBase: 'https://runbooks.example' }, 'runbookBase "https://runbooks.example" is no address that names can follow'],
  [{ dashboards: 'perses' }, 'dashboards "perses" does not exist'],
  [{ folder: ' ' }, 'folder is empty'],
  [{ grafana: { 'a b': 'c' } }, 'grafana "a b: c" is not a label'],
  [{ gateways: [{ kind: 'haproxy' }] }, 'gateway of kind "haproxy" is not known'],
  [{ gateways: [{ kind: 'istio', workloads: '' }] }, 'a gateway of Istio without workloads'],
  [{ gateways: [{ kind: 'istio', workloads: 'a{3}' }] }, 'gateway of Istio: workloads "a{3}" does not match "a{3}", which tests of the rules would take for one; give one of their names: example'],
  [{ gateways: [{ kind: 'traefik' }, { kind: 'traefik' }] }, 'gateways of traefik are given twice'],
  [{ thresholds: { dnsSlow: 1 } }, 'thresholds.dnsSlow does not exist'],
  [{ thresholds: { dnsErrors: { warning: 0.1 } } }, 'thresholds.dnsErrors has no critical'],
  [{ thresholds: { dnsErrors: { warning: 0.1, critical: 0.01 } } }, 'thresholds.dnsErrors warns at 0.1 and is critical at 0.01: the warning would come later'],
  [{ thresholds: { podDrops: -1 } }, 'thresholds.podDrops is -1'],
  [{ without: ['CoreDNSDwon'] }, 'there is no alert CoreDNSDwon to leave out'],
  [{ monitors: { istiod: true } }, 'monitor of istiod: the platform has no istiod'],
  [{ monitors: { nodeLocalDns: true } }, 'monitor of node-local-dns: the platform has no NodeLocal DNSCache'],
])('%j', (props, says) => expect(() => plan(props)).toThrow(`network-monitoring: ${says}`));

test.each<readonly [unknown, Options, string]>([
  [{ hubble: { source: [], destination: [] } }, { cni: 'calico' }, 'hubble is of Cilium, and the platform has calico'],
  [{ monitors: { coreDns: true } }, { dns: { carrier: 'gke' } }, 'monitor of coredns: on gke there is no CoreDNS to be read'],
  [{ monitors: { coreDns: true } }, { monitoring: { operator: false } }, 'monitor of coredns: there is no prometheus-operator to take one'],
  [{ monitors: { nodeLocalDns: true } }, { dns: { nodeLocalIP: '169.254.20.10' }, monitoring: { annotationJob: true } }, 'monitor of node-local-dns: a job of Prometheus reads every pod with annotation prometheus.io/scrape, which its pods carry: samples would be there twice'],
])('%j on %j', (props, options, says) => expect(() => plan(props, options)).toThrow(`network-monitoring: ${says}`));

describe('an alert of somebody\'s own', () => {
  const own = (alert: Partial<OwnAlert>): OwnAlert => ({ alert: 'Mine', expr: 'up == 0', summary: 'Something is down', description: 'It is.', ...alert });
  const says = (alert: Partial<OwnAlert>, options: Options = {}): (() => unknown) => () => plan({ alerts: [own(alert)] }, options);

  test.each<readonly [Partial<OwnAlert>, string]>([
    [{ expr: 'sum(rate(up[5m])' }, 'alert Mine: is no PromQL: ends before the query is whole; correct the query'],
    [{ expr: 'rate(coredns_forward_requests_total[5m]) > 1' }, 'alert Mine: coredns_forward_requests_total went with coredns 1.11, and 1.14.2 runs; use coredns_proxy_request_duration_seconds_count{proxy_name="forward"}'],
    [{ expr: 'rate(istio_requests_total[5m]) > 1' }, 'alert Mine: only istio-proxy has istio_requests_total, which Prometheus does not read here'],
    [{ expr: 'rate(coredns_cache_entries[5m]) > 1' }, 'alert Mine: coredns_cache_entries is a gauge'],
    [{ expr: 'sum by (job) (up) == 0', description: 'On {{ $labels.instance }}.' }, 'alert Mine: its description names label instance, and the query leaves job; group by instance, or leave it out of the description'],
    [{ expr: 'cluster_job:coredns_panics:increase10m > 0', description: 'On {{ $labels.instance }}.' }, 'alert Mine: its description names label instance, and the query leaves cluster, job'],
    [{ alert: 'not one word' }, '"not one word" is no name of an alert'],
    [{ alert: 'CoreDNSDown' }, 'alert CoreDNSDown: another alert is called so'],
    [{ for: 'soon' as never }, 'alert Mine: for "soon" is no span of time'],
    [{ severity: 'page' as never }, 'alert Mine: severity "page" does not exist'],
  ])('%j', (alert, message) => expect(says(alert)).toThrow(`network-monitoring: ${message}`));

  test('follows the release: what 1.11 renamed is right before', () => expect(says({ expr: 'rate(coredns_forward_requests_total[5m]) > 1' }, { dns: { version: '1.10.1' } })).not.toThrow());

  test('may ask for what is recorded, and for what nobody here knows', () => {
    const alerts = [own({ expr: 'cluster_job:coredns_panics:increase10m > 0', description: 'In {{ $labels.job }}.', for: '5m', severity: 'critical', runbook_url: 'https://runbooks.example/mine' }), own({ alert: 'Theirs', expr: 'shop_orders_total{shop="x"} > 1' })];
    const { rules } = plan({ alerts, severities: { critical: 'page' } }) as ReturnType<typeof networkMonitoring>;
    expect(rules.groups.at(-1)).toEqual({
      name: 'sealane-own',
      rules: [
        { alert: 'Mine', expr: 'cluster_job:coredns_panics:increase10m > 0', for: '5m', labels: { severity: 'page' }, annotations: { summary: 'Something is down', description: 'In {{ $labels.job }}.', runbook_url: 'https://runbooks.example/mine' } },
        { alert: 'Theirs', expr: 'shop_orders_total{shop="x"} > 1', labels: { severity: 'warning' }, annotations: { summary: 'Something is down', description: 'It is.' } },
      ],
    });
  });

  test('two of one name', () => expect(() => plan({ alerts: [own({}), own({})] })).toThrow('alert Mine: another alert is called so'));
});

test('what no system writes yet says so', () => {
  const platform = { ...istioSidecar({ cluster: 'test', routing: 'istio', monitoring: true }), dataPlane: 'ambient' } as unknown as Platform;
  expect(() => networkMonitoring<Platform>({ network: new Network<Platform>(platform) })).toThrow(/network-monitoring.*istio-ambient|istio-ambient.*network-monitoring/);
});
