import type { RuleGroup } from '../alert';
import type { MonitoringConfig } from '../config';
import { grafanaDashboard, type DashboardSpec, type GrafanaDashboard, type Panel } from './dashboard';

const dns: DashboardSpec = {
  signal: 'dns', title: 'Network / DNS', description: 'Questions to CoreDNS, how they are answered, and what it waits for.',
  panels: [
    { title: 'Questions', description: 'Questions a second, by zone. `dropped` are refused before any plugin sees them.', unit: 'reqps', targets: [{ of: 'coredns_dns_requests:rate5m', by: ['zone'], legend: '{{zone}}' }] },
    { title: 'Answers', description: 'Answers a second, by code.', unit: 'reqps', targets: [{ of: 'coredns_dns_responses:rate5m', by: ['rcode'], legend: '{{rcode}}' }] },
    { title: 'Latency, slowest hundredth', description: 'Ninety-nine of a hundred answers are faster, by server and zone.', unit: 's', targets: [{ of: 'coredns_dns_request_duration_seconds:p99_rate5m', legend: '{{server}} {{zone}}' }] },
    { title: 'Failures', description: 'Share of answers SERVFAIL.', unit: 'percentunit', type: 'stat', width: 6, targets: [{ of: 'coredns_dns_responses_servfail:ratio_rate5m', legend: '{{job}}' }] },
    { title: 'Names that do not exist', description: 'Share of answers NXDOMAIN: above half, search paths cost more than names.', unit: 'percentunit', type: 'stat', width: 6, targets: [{ of: 'coredns_dns_responses_nxdomain:ratio_rate5m', legend: '{{job}}' }] },
    { title: 'Cache', description: 'Share of questions that the cache answers.', unit: 'percentunit', targets: [{ of: 'coredns_cache_hits:ratio_rate5m', legend: '{{job}}' }] },
    { title: 'Answers of upstreams', description: 'Answers a second, by upstream and code.', unit: 'reqps', targets: [{ of: 'coredns_upstream_responses:rate5m', by: ['to', 'rcode'], legend: '{{to}} {{rcode}}' }] },
    { title: 'Latency of upstreams, slowest hundredth', description: 'Ninety-nine of a hundred answers of an upstream are faster.', unit: 's', targets: [{ of: 'coredns_upstream_duration_seconds:p99_rate5m', legend: '{{to}}' }] },
    { title: 'Overload, by replica', description: 'How long a replica takes to answer its own health check: processor time that it lacks.', unit: 's', targets: [{ of: 'coredns_health_request_duration_seconds:p99_rate5m', legend: '{{instance}}' }] },
    { title: 'Behind the API server', description: 'From a change of endpoints to the answer that shows it, slowest hundredth.', unit: 's', targets: [{ of: 'coredns_kubernetes_dns_programming_duration_seconds:p99_rate5m', legend: '{{service_kind}}' }] },
    { title: 'NodeLocal DNSCache: failures at set-up', description: 'In ten minutes, by node and kind.', unit: 'short', targets: [{ of: 'coredns_nodecache_setup_errors:increase10m', legend: '{{instance}} {{errortype}}' }] },
  ],
};

const workload = '{{destination_workload_namespace}}/{{destination_workload}}';
const callee = ['destination_workload_namespace', 'destination_workload'];

const services: DashboardSpec = {
  signal: 'services', title: 'Network / Services', description: 'Requests between workloads: rate, errors, duration, and who sends them in plaintext.',
  panels: [
    { title: 'Requests', description: 'Requests a second to each workload.', unit: 'reqps', targets: [{ of: 'istio_requests:rate5m', by: callee, top: 20, legend: workload }] },
    { title: 'Errors', description: 'Share of answers 5xx.', unit: 'percentunit', targets: [{ of: 'istio_requests_5xx:ratio_rate5m', top: 20, legend: workload }] },
    { title: 'Latency, slowest hundredth', description: 'Ninety-nine of a hundred requests are faster.', unit: 'ms', targets: [{ of: 'istio_request_duration_milliseconds:p99_rate5m', top: 20, legend: workload }] },
    { title: 'Codes', description: 'Answers a second, by code.', unit: 'reqps', targets: [{ of: 'istio_requests:rate5m', by: ['response_code'], legend: '{{response_code}}' }] },
    { title: 'In plaintext', description: 'Requests a second that are not in mutual TLS, by caller and callee.', unit: 'reqps', targets: [{ of: 'istio_requests_plaintext:rate5m', top: 20, legend: `{{source_workload_namespace}}/{{source_workload}} to ${workload}` }] },
    { title: 'Connections', description: 'Connections a second that are no requests.', unit: 'cps', targets: [{ of: 'istio_tcp_connections_opened:rate5m', top: 20, legend: workload }] },
    { title: 'From change to proxy, slowest hundredth', description: 'How long configuration takes from istiod to the last proxies.', unit: 's', targets: [{ of: 'pilot_proxy_convergence_time:p99_rate5m', legend: 'proxies' }] },
    { title: 'Configuration that proxies refuse', description: 'In ten minutes, by type.', unit: 'short', targets: [{ of: 'pilot_total_xds_rejects:increase10m', legend: '{{type}}' }] },
  ],
};

/** Legends of pairs name the labels that Hubble was told to write. */
function policy({ hubble }: MonitoringConfig): DashboardSpec {
  const named = (labels: readonly string[]): string => labels.map(label => `{{${label}}}`).join('/');
  const pairs: readonly Panel[] = hubble === undefined ? [] : [{ title: 'Denied, by pair', description: 'Packets a second from one end to the other that no policy admits.', unit: 'pps', width: 24, targets: [{ of: 'hubble_drop_policy:rate5m', top: 20, legend: `${named(hubble.source)} to ${named(hubble.destination)}` }] }];
  return {
    signal: 'policy', title: 'Network / Policy', description: 'What policies deny, as far as the CNI counts it.',
    panels: [
      { title: 'Denied', description: 'Packets a second that no policy admits, by direction.', unit: 'pps', targets: [{ of: 'cilium_drop_count_policy:rate5m', legend: '{{direction}}' }] },
      { title: 'Denied, mean of the day', description: 'What is usual.', unit: 'pps', targets: [{ of: 'cilium_drop_count_policy:mean1d', legend: '{{direction}}' }] },
      ...pairs,
      { title: 'Refused by authorization', description: 'Requests a second that proxies answer with 403, by caller and callee.', unit: 'reqps', width: 24, targets: [{ of: 'istio_requests_denied:rate5m', top: 20, legend: `{{source_workload_namespace}}/{{source_workload}} to ${workload}` }] },
      { title: 'Events that Hubble lost', description: 'While they are lost, the counts above are too low.', unit: 'cps', targets: [{ of: 'hubble_lost_events:rate5m', legend: '{{source}}' }] },
      { title: 'Rules that Calico could not write', description: 'In ten minutes, by node.', unit: 'short', targets: [{ of: 'felix_dataplane_failures:increase10m', legend: '{{instance}}' }] },
    ],
  };
}

function gateway({ gateways }: MonitoringConfig): DashboardSpec {
  const named = { istio: '{{source_workload}} {{destination_service_name}}', 'envoy-gateway': '{{envoy_http_conn_manager_prefix}}', traefik: '{{entrypoint}}', 'ingress-nginx': '{{exported_namespace}}/{{ingress}}' } as const;
  return {
    signal: 'gateway', title: 'Network / Gateway', description: 'Requests from outside: rate, errors, duration; and certificates.',
    panels: [
      ...gateways.flatMap(({ kind }): readonly Panel[] => {
        const metric = kind.replaceAll('-', '_');
        return [
          { title: `Requests (${kind})`, description: 'Requests a second from outside.', unit: 'reqps', width: 8, targets: [{ of: `${metric}_requests:rate5m`, top: 20, legend: named[kind] }] },
          { title: `Errors (${kind})`, description: 'Share of answers 5xx.', unit: 'percentunit', width: 8, targets: [{ of: `${metric}_requests_5xx:ratio_rate5m`, top: 20, legend: named[kind] }] },
          { title: `Latency, slowest hundredth (${kind})`, description: 'Ninety-nine of a hundred requests are faster.', unit: kind === 'istio' || kind === 'envoy-gateway' ? 'ms' : 's', width: 8, targets: [{ of: `${metric}_request_duration:p99_rate5m`, top: 20, legend: named[kind] }] },
        ];
      }),
      { title: 'Certificates: time left', description: 'Until each certificate ends.', unit: 's', width: 24, targets: [{ of: 'certmanager_certificate_expiration_timestamp_seconds:left', legend: '{{exported_namespace}}/{{name}}' }] },
    ],
  };
}

const pods: DashboardSpec = {
  signal: 'pods', title: 'Network / Pods', description: 'Traffic of pods by volume, what interfaces drop, and the tables of connections of nodes.',
  panels: [
    { title: 'Received, top talkers', description: 'Bytes a second, by pod; pods on the host network are left out.', unit: 'Bps', targets: [{ of: 'container_network_receive_bytes:rate5m', top: 10, legend: '{{namespace}}/{{pod}}' }] },
    { title: 'Sent, top talkers', description: 'Bytes a second, by pod.', unit: 'Bps', targets: [{ of: 'container_network_transmit_bytes:rate5m', top: 10, legend: '{{namespace}}/{{pod}}' }] },
    { title: 'Dropped', description: 'Packets a second that the interface of a pod drops.', unit: 'pps', targets: [{ of: 'container_network_packets_dropped:rate5m', top: 10, legend: '{{namespace}}/{{pod}}' }] },
    { title: 'Table of connections', description: 'Share in use, by node.', unit: 'percentunit', targets: [{ of: 'node_nf_conntrack_entries:ratio', legend: '{{instance}}' }] },
    { title: 'Connections that a node could not remember', description: 'A second, by node: lost packets.', unit: 'cps', targets: [{ of: 'node_nf_conntrack_stat_insert_failed:rate5m', legend: '{{instance}}' }] },
  ],
};

/** The five dashboards of a platform. Denies of the mesh are recorded with the services, and shown with the policies. */
export function dashboards(groups: readonly RuleGroup[], config: MonitoringConfig): readonly GrafanaDashboard[] {
  const recordings = groups.flatMap(group => group.recordings);
  return [dns, services, policy(config), gateway(config), pods].flatMap(spec => {
    const group = groups.find(({ signal }) => signal === spec.signal);
    return group === undefined ? [] : [grafanaDashboard(spec, { ...group, recordings: spec.signal === 'policy' ? recordings : group.recordings }, config)];
  });
}
