import { recording, type Alert, type RuleGroup } from '../alert';
import type { MonitoringConfig } from '../config';
import { promql, type Query } from '../query';
import { grows, stays } from './proofs';

/** Connections that policies do not admit, as far as the CNI counts them. */
export function policyRules(config: MonitoringConfig): RuleGroup {
  const { installed, cni } = config;
  if (installed.has('cilium-agent')) return ciliumRules(config);
  if (installed.has('felix')) return calicoRules(config);
  return { signal: 'policy', recordings: [], alerts: [], unmeasured: [`denied connections: ${cni === 'unknown' ? 'the CNI is not known' : `${cni} counts none that Prometheus could read`}; ask its log, or \`sealane query\` with the addresses of a flow`] };
}

/** The agent's text of the reason has changed in its ending; Hubble's is the name of an enum. */
const agentReason = { matches: 'Policy denied.*' } as const;

function ciliumRules(config: MonitoringConfig): RuleGroup {
  const { series, clusterLabel, thresholds } = config;
  const level = `${clusterLabel}, direction`;
  const denies = recording(`${clusterLabel}_direction:cilium_drop_count_policy:rate5m`, promql`sum by (${level}) (rate(${series('cilium_drop_count_total', { reason: agentReason })}[5m]))`);
  const usual = recording(`${clusterLabel}_direction:cilium_drop_count_policy:mean1d`, promql`avg_over_time(${denies}[1d])`);
  const dropped = 'cilium_drop_count_total{job="cilium-agent",reason="Policy denied",direction="INGRESS"}';
  const pairs = pairRules(config);
  const spike: Alert = {
    alert: 'PolicyDenySpike', signal: 'policy', severity: 'warning',
    expression: promql`${denies} > ${thresholds.policyDenies.rate} and ${denies} > ${thresholds.policyDenies.multiple} * (${usual} offset 1h)`,
    for: '10m',
    summary: 'Policies deny far more than usual',
    description: 'Policies deny {{ $value | humanize }} packets a second ({{ $labels.direction }}).',
    runbook: {
      meaning: 'More packets than usual are dropped because no policy admits them.',
      impact: 'Somebody cannot connect: after a release of policies usually a caller that was forgotten, else somebody who tries doors.',
      diagnosis: ['See who: `hubble observe --verdict DROPPED --last 100`, or `cilium-dbg monitor --type drop` on the node.', 'Ask whether it should be admitted: `sealane query FROM TO PORT dump`.'],
      mitigation: ['Declare the edge that is missing.', 'Take back the policy that changed: `sealane diff OLD NEW` lists what was lost.'],
    },
    proof: {
      // An hour and more of calm, then a flood: the mean of the day is still that of the calm.
      begins: 76,
      faulty: [{ series: dropped, values: '0+6x75 1410+960x60' }],
      healthy: [grows(dropped, 120, 150)],
      fires: [{ labels: { direction: 'INGRESS', severity: 'warning' }, description: 'Policies deny 16 packets a second (INGRESS).' }],
    },
  };
  return { signal: 'policy', recordings: [denies, usual, ...pairs.recordings], alerts: [spike, ...pairs.alerts], unmeasured: pairs.unmeasured };
}

/** Who is denied whom, by the labels that Hubble is told to write. */
function pairRules({ series, clusterLabel, hubble, installed }: MonitoringConfig): Pick<RuleGroup, 'recordings' | 'alerts' | 'unmeasured'> {
  const ends = hubble === undefined || !installed.has('hubble') ? [] : [...hubble.source, ...hubble.destination];
  if (hubble === undefined || hubble.source.length === 0 || hubble.destination.length === 0 || ends.length === 0) {
    return { recordings: [], alerts: [], unmeasured: ['who is denied whom: Hubble exports no drops with the ends of a flow here; `hubble observe --verdict DROPPED` shows them while they happen'] };
  }
  const denies = recording(`${[clusterLabel, ...ends].join('_')}:hubble_drop_policy:rate5m`, promql`sum by (${[clusterLabel, ...ends].join(', ')}) (rate(${series('hubble_drop_total', { reason: 'POLICY_DENIED' })}[5m]))`);
  const lost = recording(`${clusterLabel}_source:hubble_lost_events:rate5m`, promql`sum by (${clusterLabel}, source) (rate(${series('hubble_lost_events_total')}[5m]))`);
  const values: Readonly<Record<string, string>> = { source: 'shop/web', source_namespace: 'shop', source_workload: 'web', destination: 'shop/db', destination_namespace: 'shop', destination_workload: 'db' };
  const labels = Object.fromEntries(ends.map(label => [label, values[label] ?? '']));
  const matchers = ends.map(label => `${label}="${values[label] ?? ''}"`).join(',');
  const named = (side: readonly string[]): string => side.map(label => `{{ $labels.${label} }}`).join('/');
  const shown = (side: readonly string[]): string => side.map(label => values[label] ?? '').join('/');
  const dropped = `hubble_drop_total{reason="POLICY_DENIED",protocol="TCP",${matchers}}`;
  return {
    recordings: [denies, lost],
    alerts: [
      {
        alert: 'PolicyDenyNew', signal: 'policy', severity: 'info',
        expression: promql`${denies} > 0 unless ${denies} offset 1h > 0`,
        for: '10m',
        summary: 'A pair of workloads is denied that was not an hour ago',
        description: `Policies deny ${named(hubble.source)} to ${named(hubble.destination)}, {{ $value | humanize }} packets a second, and did not an hour ago.`,
        runbook: {
          meaning: 'A connection is refused that nobody tried, or that was admitted, an hour ago.',
          impact: 'The caller cannot connect. After a roll-out of policies it is the edge that was forgotten.',
          diagnosis: ['Ask why: `sealane query FROM TO PORT manifests --explain`.', 'See the flows: `hubble observe --verdict DROPPED --last 100`.'],
          mitigation: ['Declare the edge, if it should be.'],
        },
        proof: {
          begins: 76,
          faulty: [{ series: dropped, values: '0x75 0+60x60' }],
          healthy: [grows(dropped, 60, 150)],
          fires: [{ labels: { ...labels, severity: 'info' }, description: `Policies deny ${shown(hubble.source)} to ${shown(hubble.destination)}, 1 packets a second, and did not an hour ago.` }],
        },
      },
      {
        alert: 'HubbleLostEvents', signal: 'policy', severity: 'warning',
        expression: promql`${lost} > 0`,
        for: '10m',
        summary: 'Hubble loses events',
        description: 'Hubble loses {{ $value | humanize }} events a second ({{ $labels.source }}).',
        runbook: {
          meaning: 'The buffers between the kernel and Hubble overflow.',
          impact: 'Counts of flows and denies are too low; nothing else.',
          diagnosis: ['See the load of the agent on that node.'],
          mitigation: ['Raise `hubble.eventQueueSize` and `bpf.events` buffers, or export fewer metrics.'],
        },
        proof: {
          faulty: [grows('hubble_lost_events_total{source="PERF_EVENT_RING_BUFFER"}', 60)],
          healthy: [stays('hubble_lost_events_total{source="PERF_EVENT_RING_BUFFER"}', 5)],
          fires: [{ labels: { source: 'PERF_EVENT_RING_BUFFER', severity: 'warning' }, description: 'Hubble loses 1 events a second (PERF_EVENT_RING_BUFFER).' }],
        },
      },
    ],
    unmeasured: [],
  };
}

function calicoRules({ series, clusterLabel }: MonitoringConfig): RuleGroup {
  const failures = (metric: 'felix_int_dataplane_failures' | 'felix_ipset_errors' | 'felix_iptables_restore_errors'): Query => promql`sum by (${clusterLabel}, instance) (increase(${series(metric)}[10m]))`;
  const broken = recording(`${clusterLabel}_instance:felix_dataplane_failures:increase10m`, promql`${failures('felix_int_dataplane_failures')} + ${failures('felix_ipset_errors')} + ${failures('felix_iptables_restore_errors')}`);
  const felix = (each: number): readonly ReturnType<typeof grows>[] => [
    each === 0 ? stays('felix_int_dataplane_failures{instance="10.0.0.1:9091"}', 2) : grows('felix_int_dataplane_failures{instance="10.0.0.1:9091"}', each),
    stays('felix_ipset_errors{instance="10.0.0.1:9091"}', 0),
    stays('felix_iptables_restore_errors{instance="10.0.0.1:9091"}', 0),
  ];
  return {
    signal: 'policy',
    recordings: [broken],
    alerts: [
      {
        alert: 'PolicyNotProgrammed', signal: 'policy', severity: 'warning',
        expression: promql`${broken} > 0`,
        for: '10m',
        summary: 'Calico cannot write its rules on a node',
        description: 'Felix on {{ $labels.instance }} failed {{ $value | humanize }} times in ten minutes to write its rules.',
        runbook: {
          meaning: 'Felix cannot bring the rules of a node up to date.',
          impact: 'On that node new policies and new pods get no rules, or old ones.',
          diagnosis: ['Read its log: `kubectl logs -n calico-system -l k8s-app=calico-node -c calico-node --tail=200 --prefix`.', 'See whether something else writes iptables or nftables on the node.'],
          mitigation: ['Restart calico-node on that node; drain it if that does not help.'],
        },
        proof: { faulty: felix(1), healthy: felix(0), fires: [{ labels: { instance: '10.0.0.1:9091', severity: 'warning' }, description: 'Felix on 10.0.0.1:9091 failed 10 times in ten minutes to write its rules.' }] },
      },
    ],
    unmeasured: ['denied connections: open-source Calico counts none (calico_denied_packets is of its commercial editions); a policy with action Log before the deny writes them to the log of the node'],
  };
}
