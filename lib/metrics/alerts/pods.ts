import { recording, type Alert, type Recording, type RuleGroup } from '../alert';
import type { MonitoringConfig } from '../config';
import { promql, selected } from '../query';
import { grows, stays } from './proofs';

/** Traffic of pods by volume, what their interfaces drop, and the tables of connections on the nodes. */
export function podRules(config: MonitoringConfig): RuleGroup {
  const volume = volumeRules(config);
  const tables = conntrackRules(config);
  const { installed, hubble } = config;
  const pairs = installed.has('istio-proxy') || installed.has('ztunnel') || hubble !== undefined ? [] : ['who talks to whom: counters of the kubelet know the volume of a pod and not its peers; a mesh or Hubble knows them'];
  return {
    signal: 'pods',
    recordings: [...volume.recordings, ...tables.recordings],
    alerts: [...volume.alerts, ...tables.alerts],
    unmeasured: [...pairs, ...(installed.has('node-exporter') ? [] : ['tables of connections: node-exporter is not read'])],
  };
}

function volumeRules({ series, installed, clusterLabel, thresholds }: MonitoringConfig): { readonly recordings: readonly Recording[]; readonly alerts: readonly Alert[] } {
  if (!installed.has('cadvisor')) return { recordings: [], alerts: [] };
  const level = `${clusterLabel}, namespace, pod`;
  // A pod on the host network shows what its node carries.
  const own = installed.has('kube-state-metrics') ? promql` * on (${level}) group_left () (max by (${level}) (${series('kube_pod_info', { host_network: 'false' })}))` : promql``;
  const sum = (metric: Parameters<typeof series>[0]): ReturnType<typeof promql> => promql`sum by (${level}) (rate(${series(metric)}[5m]))${own}`;
  const [received, sent] = (['receive', 'transmit'] as const).map(way => recording(`${clusterLabel}_namespace_pod:container_network_${way}_bytes:rate5m`, sum(`container_network_${way}_bytes_total`)));
  const packets = recording(`${clusterLabel}_namespace_pod:container_network_packets:rate5m`, promql`${sum('container_network_receive_packets_total')} + ${sum('container_network_transmit_packets_total')}`);
  const drops = recording(`${clusterLabel}_namespace_pod:container_network_packets_dropped:rate5m`, promql`${sum('container_network_receive_packets_dropped_total')} + ${sum('container_network_transmit_packets_dropped_total')}`);
  const pod = 'namespace="shop",pod="web-1",interface="eth0"';
  const scene = (dropped: number): readonly ReturnType<typeof grows>[] => [
    ...(['receive', 'transmit'] as const).flatMap(way => [grows(`container_network_${way}_packets_total{${pod}}`, 3840), dropped === 0 ? stays(`container_network_${way}_packets_dropped_total{${pod}}`, 1) : grows(`container_network_${way}_packets_dropped_total{${pod}}`, dropped)]),
    stays('kube_pod_info{namespace="shop",pod="web-1",host_network="false"}', 1),
  ];
  return {
    recordings: [...(received === undefined || sent === undefined ? [] : [received, sent]), packets, drops],
    alerts: [
      {
        alert: 'PodNetworkDrops', signal: 'pods', severity: 'warning',
        expression: promql`${drops} / ${packets} > ${thresholds.podDrops} and ${packets} > ${thresholds.serviceTraffic}`,
        for: '15m',
        summary: 'The interface of a pod drops packets',
        description: '{{ $labels.namespace }}/{{ $labels.pod }} drops {{ $value | humanizePercentage }} of its packets.',
        runbook: {
          meaning: 'The interface of a pod drops more than one packet in a hundred.',
          impact: 'Connections stall and are slow, because what is lost is sent again.',
          diagnosis: ['See whether other pods of the node drop too: then it is the node.', 'See whether the pod is short of processor time and does not read its sockets.'],
          mitigation: ['Move the pod to another node.', 'Give it more processor time, or more replicas.'],
        },
        proof: { faulty: scene(240), healthy: scene(0), fires: [{ labels: { namespace: 'shop', pod: 'web-1', severity: 'warning' }, description: 'shop/web-1 drops 6.25% of its packets.' }] },
      },
    ],
  };
}

function conntrackRules({ series, installed, clusterLabel, jobs, thresholds }: MonitoringConfig): { readonly recordings: readonly Recording[]; readonly alerts: readonly Alert[] } {
  if (!installed.has('node-exporter')) return { recordings: [], alerts: [] };
  const level = `${clusterLabel}, instance`;
  const name = `${clusterLabel}_instance`;
  const filled = recording(`${name}:node_nf_conntrack_entries:ratio`, promql`sum by (${level}) (${series('node_nf_conntrack_entries')}) / sum by (${level}) (${series('node_nf_conntrack_entries_limit')})`);
  const failed = recording(`${name}:node_nf_conntrack_stat_insert_failed:rate5m`, promql`sum by (${level}) (rate(${series('node_nf_conntrack_stat_insert_failed')}[5m]))`);
  const node = 'instance="node-1"';
  const dns = installed.has('coredns');
  const latency = `${clusterLabel}_job_server_zone:coredns_dns_request_duration_seconds:p99_rate5m`;
  const near: Alert = {
    alert: 'ConntrackNearLimit', signal: 'pods', severity: 'warning',
    expression: promql`${filled} > ${thresholds.conntrack}`,
    for: '10m',
    summary: 'The table of connections of a node is nearly full',
    description: '{{ $labels.instance }} has {{ $value | humanizePercentage }} of its table of connections in use.',
    runbook: {
      meaning: 'The kernel remembers each connection; when the table is full it drops packets of new ones.',
      impact: 'None yet. Then new connections from and to pods of the node fail by chance.',
      diagnosis: ['See which protocol fills it, on the node: `conntrack -L | awk \'{print $1, $4}\' | sort | uniq -c`.', 'See whether one pod opens a connection for each request.'],
      mitigation: ['Raise `net.netfilter.nf_conntrack_max`, on the node.', 'Let clients keep connections; install NodeLocal DNSCache, which keeps DNS out of the table.'],
    },
    proof: {
      faulty: [stays(`node_nf_conntrack_entries{${node}}`, 245_760), stays(`node_nf_conntrack_entries_limit{${node}}`, 262_144)],
      healthy: [stays(`node_nf_conntrack_entries{${node}}`, 65_536), stays(`node_nf_conntrack_entries_limit{${node}}`, 262_144)],
      fires: [{ labels: { instance: 'node-1', severity: 'warning' }, description: 'node-1 has 93.75% of its table of connections in use.' }],
    },
  };
  if (!dns) return { recordings: [filled, failed], alerts: [near] };
  const edges = ['0.032', '0.512', '4.096', '8.192'];
  const slow = (edge: string): readonly ReturnType<typeof grows>[] => [...edges, '+Inf'].map(le => grows(`coredns_dns_request_duration_seconds_bucket{job="${jobs.coreDns}",server="dns://:53",zone=".",le="${le}"}`, le === '+Inf' || Number(le) >= Number(edge) ? 240 : 0));
  const lost: Alert = {
    alert: 'ConntrackInsertFailed', signal: 'pods', severity: 'warning',
    expression: promql`${failed} > 0 and on (${clusterLabel}) (max by (${clusterLabel}) (${selected(latency, { zone: { not: 'dropped' } })}) > ${thresholds.dnsLatency.warning})`,
    for: '10m',
    summary: 'A node loses packets of DNS',
    description: '{{ $labels.instance }} fails to remember {{ $value | humanize }} connections a second, while DNS answers late.',
    runbook: {
      meaning: 'Two questions from one socket race for an entry in the table of connections, and one is dropped: the five-second delay of DNS.',
      impact: 'Some questions to DNS are answered after five seconds, when the client asks again.',
      diagnosis: ['See on the node: `conntrack -S`, column insert_failed.', 'See whether clients ask for A and AAAA from one socket: glibc and musl do.'],
      mitigation: ['Install NodeLocal DNSCache, which asks over TCP.', 'Give pods `dnsConfig` with option `single-request-reopen` (glibc).'],
    },
    proof: {
      faulty: [grows(`node_nf_conntrack_stat_insert_failed{${node}}`, 60), ...slow('8.192')],
      healthy: [grows(`node_nf_conntrack_stat_insert_failed{${node}}`, 60), ...slow('0.032')],
      fires: [{ labels: { instance: 'node-1', severity: 'warning' }, description: 'node-1 fails to remember 1 connections a second, while DNS answers late.' }],
    },
  };
  return { recordings: [filled, failed], alerts: [near, lost] };
}
