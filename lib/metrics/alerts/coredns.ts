import { recording, type Alert, type RuleGroup } from '../alert';
import type { MonitoringConfig } from '../config';
import { promql, selected } from '../query';
import { stateRules } from './coredns-state';
import { upstreamRules } from './coredns-upstreams';

/** What clients of CoreDNS see: latency, failures, and whether it is there at all. */
export function coreDnsRules(config: MonitoringConfig): RuleGroup {
  const { series, jobs, thresholds, clusterLabel } = config;
  const job = jobs.coreDns;
  const level = `${clusterLabel}, job, server, zone`;
  const name = `${clusterLabel}_job_server_zone`;
  const requests = recording(`${name}:coredns_dns_requests:rate5m`, promql`sum by (${level}) (rate(${series('coredns_dns_requests_total', { job })}[5m]))`);
  const answers = recording(`${name}_rcode:coredns_dns_responses:rate5m`, promql`sum by (${level}, rcode) (rate(${series('coredns_dns_responses_total', { job })}[5m]))`);
  const latency = recording(`${name}:coredns_dns_request_duration_seconds:p99_rate5m`, promql`histogram_quantile(0.99, sum by (${level}, le) (rate(${series('coredns_dns_request_duration_seconds_bucket', { job })}[5m])))`);
  const failures = (rcode: string): ReturnType<typeof promql> => promql`sum by (${clusterLabel}, job) (${selected(answers.record, { rcode })}) / sum by (${clusterLabel}, job) (${answers})`;
  const failed = recording(`${clusterLabel}_job:coredns_dns_responses_servfail:ratio_rate5m`, failures('SERVFAIL'));
  const missing = recording(`${clusterLabel}_job:coredns_dns_responses_nxdomain:ratio_rate5m`, failures('NXDOMAIN'));
  const asked = promql`sum by (${clusterLabel}, job) (${answers}) > ${thresholds.dnsTraffic}`;

  const slow = (severity: 'warning' | 'critical'): Alert => ({
    alert: 'CoreDNSLatencyHigh',
    signal: 'dns',
    severity,
    // Questions that no zone takes are refused at once, and would hide that the others wait.
    expression: promql`${selected(latency.record, { zone: { not: 'dropped' } })} > ${thresholds.dnsLatency[severity]} and ${requests} > ${thresholds.dnsTraffic}`,
    for: '10m',
    summary: 'DNS answers late',
    description: 'The slowest hundredth of answers of {{ $labels.server }} for zone {{ $labels.zone }} takes {{ $value | humanizeDuration }} and more.',
    runbook: {
      meaning: 'One in a hundred answers of CoreDNS takes longer than the bound. The duration contains the wait for upstreams where a name is forwarded.',
      impact: 'Connections begin late. Beyond two seconds most clients ask again, which doubles the load, and some give up.',
      diagnosis: [
        'See which zone is slow. `.` alone means upstreams: go on with CoreDNSForwardLatencyHigh. `cluster.local.` means CoreDNS itself or the API server.',
        'See whether the pods are short of CPU: `kubectl top pods -n kube-system -l k8s-app=kube-dns`, and throttling in `container_cpu_cfs_throttled_periods_total`.',
        'See whether one replica is slow or all: divide by `instance` in the dashboard.',
      ],
      mitigation: ['Add replicas, or raise the CPU limit where they are throttled.', 'Where upstreams are slow, ask others, and let the cache serve stale answers.', 'Where clients ask through five search domains, see CoreDNSSearchPathWaste.'],
    },
    proof: {
      faulty: [
        { series: `coredns_dns_requests_total{job="${job}",server="dns://:53",zone="."}`, values: '0+240x60' },
        ...buckets(job, severity === 'warning' ? '1.024' : '8.192'),
      ],
      healthy: [{ series: `coredns_dns_requests_total{job="${job}",server="dns://:53",zone="."}`, values: '0+240x60' }, ...buckets(job, '0.032')],
      fires: (severity === 'warning' ? (['warning'] as const) : (['warning', 'critical'] as const)).map(at => ({
        labels: { job, server: 'dns://:53', zone: '.', severity: at },
        description: `The slowest hundredth of answers of dns://:53 for zone . takes ${severity === 'warning' ? '1.019s' : '8.151s'} and more.`,
      })),
    },
  });

  const failing = (severity: 'warning' | 'critical'): Alert => ({
    alert: 'CoreDNSErrorsHigh',
    signal: 'dns',
    severity,
    expression: promql`${failed} > ${thresholds.dnsErrors[severity]} and ${asked}`,
    for: '10m',
    summary: 'DNS fails to answer',
    description: '{{ $value | humanizePercentage }} of the answers of {{ $labels.job }} are SERVFAIL.',
    runbook: {
      meaning: 'CoreDNS answers SERVFAIL: an upstream cannot be reached or fails, a zone cannot be loaded, or the API server has not been read yet.',
      impact: 'Names cannot be resolved now and then. Applications see timeouts or "no such host", and retries hide it until they do not.',
      diagnosis: ['See which zone fails, by `coredns_dns_responses_total{rcode="SERVFAIL"}`.', 'Read the log: `kubectl logs -n kube-system -l k8s-app=kube-dns --tail=200 --prefix`, with plugin `errors` in the Corefile.', 'Ask an upstream from a pod of CoreDNS’s node: `dig @UPSTREAM example.com`.'],
      mitigation: ['Replace the upstream that fails.', 'Roll back the Corefile if it changed: `kubectl rollout history -n kube-system deployment/coredns` does not show it, your repository does.'],
    },
    proof: {
      faulty: shares(job, 'SERVFAIL', severity === 'warning' ? 1 / 64 : 1 / 16),
      healthy: shares(job, 'SERVFAIL', 1 / 256),
      fires: (severity === 'warning' ? (['warning'] as const) : (['warning', 'critical'] as const)).map(at => ({ labels: { job, severity: at }, description: `${severity === 'warning' ? '1.562%' : '6.25%'} of the answers of ${job} are SERVFAIL.` })),
    },
  });

  const down: Alert = {
    alert: 'CoreDNSDown',
    signal: 'dns',
    severity: 'critical',
    expression: promql`absent(${series('up', { job })} == 1)`,
    for: '5m',
    summary: 'No CoreDNS answers Prometheus',
    description: `Prometheus reads no metrics of job ${job}: CoreDNS is gone, or is not found.`,
    runbook: {
      meaning: 'Prometheus has read no replica of CoreDNS for five minutes.',
      impact: 'Without DNS nothing new connects. If only the scrape is broken, no other alert about DNS can fire.',
      diagnosis: ['See whether pods run and are ready: `kubectl get pods -n kube-system -l k8s-app=kube-dns -o wide`.', 'Resolve a name from a pod: `kubectl run probe --rm -i --restart=Never --image=busybox:1.37 -- nslookup kubernetes.default.svc.cluster.local`.', 'If names resolve, look at the targets of Prometheus, the monitor and the port 9153.'],
      mitigation: ['Where pods crash, read `kubectl logs -n kube-system -l k8s-app=kube-dns --previous` and roll back the Corefile.', 'Where pods are pending, make room: they have priority system-cluster-critical.'],
    },
    proof: {
      faulty: [{ series: `up{job="${job}",instance="10.0.0.1:9153"}`, values: '0x60' }],
      healthy: [{ series: `up{job="${job}",instance="10.0.0.1:9153"}`, values: '1x60' }],
      fires: [{ labels: { severity: 'critical' }, description: `Prometheus reads no metrics of job ${job}: CoreDNS is gone, or is not found.` }],
      firesOnNothing: true,
    },
  };

  const wasted: Alert = {
    alert: 'CoreDNSSearchPathWaste',
    signal: 'dns',
    severity: 'info',
    expression: promql`${missing} > ${thresholds.searchPathWaste} and ${asked}`,
    for: '6h',
    summary: 'Most questions to DNS are for names that do not exist',
    description: '{{ $value | humanizePercentage }} of the answers of {{ $labels.job }} are NXDOMAIN.',
    runbook: {
      meaning: 'Pods ask for a name with each of their search domains first. With `ndots:5` that is four or more questions without an answer for each name outside the cluster.',
      impact: 'CoreDNS carries several times the load, and every connection to the outside waits for the misses.',
      diagnosis: ['See who asks: plugin `log` for class denial, for a minute, or Hubble’s DNS metrics.'],
      mitigation: ['Let clients end names with a dot, or give their pods `dnsConfig` with `ndots: 2`.', 'Install NodeLocal DNSCache, which answers the misses on the node.'],
    },
    proof: {
      faulty: shares(job, 'NXDOMAIN', 3 / 4, 420),
      healthy: shares(job, 'NXDOMAIN', 1 / 4, 420),
      fires: [{ labels: { job, severity: 'info' }, description: `75% of the answers of ${job} are NXDOMAIN.` }],
    },
  };

  const upstream = upstreamRules(config);
  const state = stateRules(config);
  return {
    signal: 'dns',
    recordings: [requests, answers, latency, failed, missing, ...upstream.recordings, ...state.recordings],
    alerts: [down, slow('critical'), slow('warning'), failing('critical'), failing('warning'), ...upstream.alerts, ...state.alerts, wasted],
    unmeasured: [],
  };
}

/** Buckets of answers that all take as long as one edge allows, and longer than the one before. */
function buckets(job: string, edge: string): readonly { readonly series: string; readonly values: string }[] {
  const edges = ['0.032', '0.512', '1.024', '2.048', '4.096', '8.192', '+Inf'];
  return edges.map(le => ({
    series: `coredns_dns_request_duration_seconds_bucket{job="${job}",server="dns://:53",zone=".",le="${le}"}`,
    values: le === '+Inf' || Number(le) >= Number(edge) ? '0+240x60' : '0x60',
  }));
}

/** Answers of one code as a share of 15,360 a minute; a power of two, because promtool compares exactly. */
function shares(job: string, rcode: string, share: number, minutes: number = 60): readonly { readonly series: string; readonly values: string }[] {
  const all = 15_360;
  return [
    { series: `coredns_dns_responses_total{job="${job}",server="dns://:53",zone=".",rcode="${rcode}"}`, values: `0+${all * share}x${minutes}` },
    { series: `coredns_dns_responses_total{job="${job}",server="dns://:53",zone=".",rcode="NOERROR"}`, values: `0+${all * (1 - share)}x${minutes}` },
  ];
}
