import { atLeast } from '../../model/version';
import { recording, type Alert, type Recording } from '../alert';
import type { MonitoringConfig } from '../config';
import { promql, selected, type Query } from '../query';

/**
 * What CoreDNS waits for. With 1.11 forward gave its counters to the proxy that it shares with grpc, and with them their names: which are asked for
 * depends on the release.
 */
export function upstreamRules({ series, jobs, thresholds, clusterLabel, installed }: MonitoringConfig): { readonly recordings: readonly Recording[]; readonly alerts: readonly Alert[] } {
  const job = jobs.coreDns;
  const level = `${clusterLabel}, job, to`;
  const name = `${clusterLabel}_job_to`;
  const shared = atLeast(installed.get('coredns') ?? '1.14', '1.11');
  const where = { job, proxy_name: 'forward' } as const;
  const [count, bucket, prefix]: readonly [Query, Query, string] = shared
    ? [series('coredns_proxy_request_duration_seconds_count', where), series('coredns_proxy_request_duration_seconds_bucket', where), 'coredns_proxy_request_duration_seconds']
    : [series('coredns_forward_responses_total', { job }), series('coredns_forward_request_duration_seconds_bucket', { job }), 'coredns_forward_request_duration_seconds'];
  const answers = recording(`${name}_rcode:coredns_upstream_responses:rate5m`, promql`sum by (${level}, rcode) (rate(${count}[5m]))`);
  const latency = recording(`${name}:coredns_upstream_duration_seconds:p99_rate5m`, promql`histogram_quantile(0.99, sum by (${level}, le) (rate(${bucket}[5m])))`);
  const broken = recording(`${clusterLabel}_job:coredns_forward_healthcheck_broken:rate5m`, promql`sum by (${clusterLabel}, job) (rate(${series('coredns_forward_healthcheck_broken_total', { job })}[5m]))`);
  const rejected = recording(`${clusterLabel}_job:coredns_forward_max_concurrent_rejects:rate5m`, promql`sum by (${clusterLabel}, job) (rate(${series('coredns_forward_max_concurrent_rejects_total', { job })}[5m]))`);
  const busy = promql`sum by (${level}) (${answers}) > ${thresholds.dnsTraffic}`;

  const proxy = shared ? `job="${job}",proxy_name="forward",to="192.0.2.53:53"` : `job="${job}",to="192.0.2.53:53"`;
  const counter = shared ? 'coredns_proxy_request_duration_seconds_count' : 'coredns_forward_responses_total';
  const late = (edge: number): readonly { readonly series: string; readonly values: string }[] => [
    { series: `${counter}{${proxy},rcode="NOERROR"}`, values: '0+240x60' },
    ...['0.256', '1.024', '2.048', '+Inf'].map(le => ({ series: `${prefix}_bucket{${proxy},rcode="NOERROR",le="${le}"}`, values: le === '+Inf' || Number(le) >= edge ? '0+240x60' : '0x60' })),
  ];
  const failing = (share: number): readonly { readonly series: string; readonly values: string }[] => [
    { series: `${counter}{${proxy},rcode="SERVFAIL"}`, values: `0+${15_360 * share}x60` },
    { series: `${counter}{${proxy},rcode="NOERROR"}`, values: `0+${15_360 * (1 - share)}x60` },
  ];
  const grows = (metric: string): readonly { readonly series: string; readonly values: string }[] => [{ series: `${metric}{job="${job}",instance="10.0.0.1:9153"}`, values: '0+60x60' }];
  const stands = (metric: string): readonly { readonly series: string; readonly values: string }[] => [{ series: `${metric}{job="${job}",instance="10.0.0.1:9153"}`, values: '7x60' }];

  const alerts: readonly Alert[] = [
    {
      alert: 'CoreDNSForwardAllUnhealthy',
      signal: 'dns',
      severity: 'critical',
      expression: promql`${broken} > 0`,
      for: '5m',
      summary: 'CoreDNS has no upstream that answers',
      description: '{{ $labels.job }} finds every upstream unhealthy and asks one at random, {{ $value | humanize }} times a second.',
      runbook: {
        meaning: 'Every upstream of a forward fails its health check. CoreDNS then takes one at random, or answers SERVFAIL with `failfast_all_unhealthy_upstreams`.',
        impact: 'Names outside the cluster do not resolve.',
        diagnosis: ['List the upstreams: `kubectl get configmap coredns -n kube-system -o jsonpath=\'{.data.Corefile}\'`; `/etc/resolv.conf` is that of the node.', 'See whether a policy or a firewall closes port 53, over UDP and TCP, from the pods of CoreDNS.'],
        mitigation: ['Forward to other upstreams.', 'Open port 53 again.'],
      },
      proof: {
        faulty: grows('coredns_forward_healthcheck_broken_total'),
        healthy: stands('coredns_forward_healthcheck_broken_total'),
        fires: [{ labels: { job, severity: 'critical' }, description: `${job} finds every upstream unhealthy and asks one at random, 1 times a second.` }],
      },
    },
    {
      alert: 'CoreDNSForwardLatencyHigh',
      signal: 'dns',
      severity: 'warning',
      expression: promql`${latency} > ${thresholds.upstreamLatency} and ${busy}`,
      for: '10m',
      summary: 'An upstream of CoreDNS answers late',
      description: 'The slowest hundredth of answers of upstream {{ $labels.to }} takes {{ $value | humanizeDuration }} and more.',
      runbook: {
        meaning: 'One in a hundred answers of an upstream takes longer than half of the two seconds that forward waits.',
        impact: 'Names outside the cluster resolve late; in the cluster nothing is late.',
        diagnosis: ['Compare the upstreams in the dashboard: one alone is that server or the way to it.', 'See whether node connection tracking loses packets: ConntrackInsertFailed.'],
        mitigation: ['Take the slow upstream out.', 'Let the cache prefetch and serve stale answers.'],
      },
      proof: { faulty: late(2.048), healthy: late(0.256), fires: [{ labels: { job, to: '192.0.2.53:53', severity: 'warning' }, description: 'The slowest hundredth of answers of upstream 192.0.2.53:53 takes 2.038s and more.' }] },
    },
    {
      alert: 'CoreDNSForwardErrorsHigh',
      signal: 'dns',
      severity: 'warning',
      expression: promql`sum by (${level}) (${selected(answers.record, { rcode: 'SERVFAIL' })}) / sum by (${level}) (${answers}) > ${thresholds.dnsErrors.warning} and ${busy}`,
      for: '10m',
      summary: 'An upstream of CoreDNS fails',
      description: '{{ $value | humanizePercentage }} of the answers of upstream {{ $labels.to }} are SERVFAIL.',
      runbook: {
        meaning: 'An upstream answers SERVFAIL: it cannot reach the servers of the zone, or refuses their signatures.',
        impact: 'Some names outside the cluster do not resolve.',
        diagnosis: ['Ask it: `dig @UPSTREAM NAME`, and again with `+cd`, which leaves signatures unchecked.'],
        mitigation: ['Take the upstream out, or tell whoever runs it.'],
      },
      proof: { faulty: failing(1 / 16), healthy: failing(1 / 256), fires: [{ labels: { job, to: '192.0.2.53:53', severity: 'warning' }, description: '6.25% of the answers of upstream 192.0.2.53:53 are SERVFAIL.' }] },
    },
    {
      alert: 'CoreDNSForwardRejects',
      signal: 'dns',
      severity: 'warning',
      expression: promql`${rejected} > 0`,
      for: '5m',
      summary: 'CoreDNS refuses questions because too many wait',
      description: '{{ $labels.job }} refuses {{ $value | humanize }} questions a second, because max_concurrent of them wait for upstreams.',
      runbook: {
        meaning: 'As many questions wait for upstreams as `max_concurrent` allows; the others are answered REFUSED.',
        impact: 'Clients that take REFUSED for an answer fail at once; others ask the next server.',
        diagnosis: ['See whether upstreams are slow (CoreDNSForwardLatencyHigh): slow ones fill the places.', 'See whether the load grew: questions a second by zone.'],
        mitigation: ['Repair the upstreams first.', 'Raise `max_concurrent` where memory allows: 2 kB for each.'],
      },
      proof: {
        faulty: grows('coredns_forward_max_concurrent_rejects_total'),
        healthy: stands('coredns_forward_max_concurrent_rejects_total'),
        fires: [{ labels: { job, severity: 'warning' }, description: `${job} refuses 1 questions a second, because max_concurrent of them wait for upstreams.` }],
      },
    },
  ];
  return { recordings: [answers, latency, broken, rejected], alerts };
}
