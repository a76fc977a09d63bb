import { recording, type Alert, type Recording } from '../alert';
import type { MonitoringConfig } from '../config';
import { promql, selected } from '../query';
import { bucketed, grows, stays } from './proofs';

/** How CoreDNS itself fares: its configuration, its cache, its processor time, and how far behind the API server it is. */
export function stateRules({ series, jobs, thresholds, clusterLabel }: MonitoringConfig): { readonly recordings: readonly Recording[]; readonly alerts: readonly Alert[] } {
  const job = jobs.coreDns;
  const level = `${clusterLabel}, job`;
  const name = `${clusterLabel}_job`;
  const pod = `job="${job}",instance="10.0.0.1:9153"`;
  const rate = (metric: 'coredns_cache_served_stale_total' | 'coredns_cache_requests_total' | 'coredns_cache_evictions_total' | 'coredns_cache_hits_total'): ReturnType<typeof promql> => promql`sum by (${level}) (rate(${series(metric, { job })}[5m]))`;
  const stale = recording(`${name}:coredns_cache_served_stale:ratio_rate5m`, promql`${rate('coredns_cache_served_stale_total')} / ${rate('coredns_cache_requests_total')}`);
  const evicted = recording(`${name}:coredns_cache_evictions:ratio_rate5m`, promql`${rate('coredns_cache_evictions_total')} / ${rate('coredns_cache_requests_total')}`);
  const hits = recording(`${name}:coredns_cache_hits:ratio_rate5m`, promql`${rate('coredns_cache_hits_total')} / ${rate('coredns_cache_requests_total')}`);
  const failedReloads = recording(`${name}:coredns_reload_failed:increase10m`, promql`sum by (${level}) (increase(${series('coredns_reload_failed_total', { job })}[10m]))`);
  const files = recording(`${name}:coredns_reload_version_info:count`, promql`count by (${level}) (count by (${level}, value) (${series('coredns_reload_version_info', { job, hash: 'sha512' })}))`);
  const panics = recording(`${name}:coredns_panics:increase10m`, promql`sum by (${level}) (increase(${series('coredns_panics_total', { job })}[10m]))`);
  const self = recording(`${name}_instance:coredns_health_request_duration_seconds:p99_rate5m`, promql`histogram_quantile(0.99, sum by (${level}, instance, le) (rate(${series('coredns_health_request_duration_seconds_bucket', { job })}[5m])))`);
  const behind = recording(`${name}_service_kind:coredns_kubernetes_dns_programming_duration_seconds:p99_rate5m`, promql`histogram_quantile(0.99, sum by (${level}, service_kind, le) (rate(${series('coredns_kubernetes_dns_programming_duration_seconds_bucket', { job })}[5m])))`);
  const refused = promql`sum by (${level}) (${selected(`${clusterLabel}_job_server_zone_rcode:coredns_dns_responses:rate5m`, { rcode: 'REFUSED' })}) / sum by (${level}) (${selected(`${clusterLabel}_job_server_zone_rcode:coredns_dns_responses:rate5m`)})`;
  const refusals = recording(`${name}:coredns_dns_responses_refused:ratio_rate5m`, refused);
  const asked = promql`sum by (${level}) (${selected(`${clusterLabel}_job_server_zone_rcode:coredns_dns_responses:rate5m`)}) > ${thresholds.dnsTraffic}`;
  const answers = (rcode: string, each: number): ReturnType<typeof grows> => grows(`coredns_dns_responses_total{${pod},server="dns://:53",zone=".",rcode="${rcode}"}`, each);

  return {
    recordings: [refusals, stale, evicted, hits, failedReloads, files, panics, self, behind],
    alerts: [
      {
        alert: 'CoreDNSPanics', signal: 'dns', severity: 'warning',
        expression: promql`${panics} > 0`,
        summary: 'CoreDNS caught a panic',
        description: '{{ $labels.job }} caught {{ $value | humanize }} panics in ten minutes.',
        runbook: {
          meaning: 'A plugin crashed while it answered, and the server went on.',
          impact: 'The question got SERVFAIL. What caused it may come again.',
          diagnosis: ['Read the stack: `kubectl logs -n kube-system -l k8s-app=kube-dns --tail=500 --prefix`, below `[PANIC]`.', 'Compare the release with the list of its known defects.'],
          mitigation: ['Move to a release that has it mended, or take the plugin out.'],
        },
        proof: { faulty: [grows(`coredns_panics_total{${pod}}`, 1)], healthy: [stays(`coredns_panics_total{${pod}}`, 3)], fires: [{ labels: { job, severity: 'warning' }, description: `${job} caught 10 panics in ten minutes.` }] },
      },
      {
        alert: 'CoreDNSReloadFailed', signal: 'dns', severity: 'warning',
        expression: promql`${failedReloads} > 0`,
        summary: 'CoreDNS refuses its new Corefile',
        description: '{{ $labels.job }} refused a Corefile {{ $value | humanize }} times in ten minutes and runs the old one.',
        runbook: {
          meaning: 'The Corefile changed, and CoreDNS cannot read or start it. It goes on with the one before.',
          impact: 'None yet. A pod that restarts will not come up.',
          diagnosis: ['Read the reason: `kubectl logs -n kube-system -l k8s-app=kube-dns --tail=200 --prefix`.', 'Check the file: `sealane corefile check Corefile`.'],
          mitigation: ['Bring back the last Corefile that worked, before a node is drained.'],
        },
        proof: { faulty: [grows(`coredns_reload_failed_total{${pod}}`, 2)], healthy: [stays(`coredns_reload_failed_total{${pod}}`, 1)], fires: [{ labels: { job, severity: 'warning' }, description: `${job} refused a Corefile 20 times in ten minutes and runs the old one.` }] },
      },
      {
        alert: 'CoreDNSConfigDrift', signal: 'dns', severity: 'warning',
        expression: promql`${files} > 1`,
        for: '15m',
        summary: 'Replicas of CoreDNS run different Corefiles',
        description: 'Replicas of {{ $labels.job }} run {{ $value | humanize }} different Corefiles.',
        runbook: {
          meaning: 'Replicas have read different files for a quarter of an hour: one failed to reload, or does not watch the file.',
          impact: 'The same question is answered in different ways, by chance.',
          diagnosis: ['See which replica differs: `coredns_reload_version_info` by `pod`.', 'See whether it refused the new file: CoreDNSReloadFailed.'],
          mitigation: ['Restart the replica that is behind: `kubectl rollout restart -n kube-system deployment/coredns`.'],
        },
        proof: {
          faulty: [stays(`coredns_reload_version_info{${pod},hash="sha512",value="a1"}`, 1), stays(`coredns_reload_version_info{job="${job}",instance="10.0.0.2:9153",hash="sha512",value="b2"}`, 1)],
          healthy: [stays(`coredns_reload_version_info{${pod},hash="sha512",value="a1"}`, 1), stays(`coredns_reload_version_info{job="${job}",instance="10.0.0.2:9153",hash="sha512",value="a1"}`, 1)],
          fires: [{ labels: { job, severity: 'warning' }, description: `Replicas of ${job} run 2 different Corefiles.` }],
        },
      },
      {
        alert: 'CoreDNSRefusals', signal: 'dns', severity: 'warning',
        expression: promql`${refusals} > ${thresholds.dnsErrors.critical} and ${asked}`,
        for: '10m',
        summary: 'CoreDNS refuses questions',
        description: '{{ $value | humanizePercentage }} of the answers of {{ $labels.job }} are REFUSED.',
        runbook: {
          meaning: 'CoreDNS answers REFUSED: no server block takes the zone, an `acl` blocks the client, or too many questions wait for upstreams.',
          impact: 'Clients that take REFUSED for an answer fail; others ask the next server.',
          diagnosis: ['See which plugin and zone refuse: `coredns_dns_responses_total{rcode="REFUSED"}`.', 'See whether `max_concurrent` is reached: CoreDNSForwardRejects.'],
          mitigation: ['Give the zone a server block, or mend the `acl`.'],
        },
        proof: { faulty: [answers('REFUSED', 960), answers('NOERROR', 14_400)], healthy: [answers('REFUSED', 60), answers('NOERROR', 15_300)], fires: [{ labels: { job, severity: 'warning' }, description: `6.25% of the answers of ${job} are REFUSED.` }] },
      },
      {
        alert: 'CoreDNSServingStale', signal: 'dns', severity: 'warning',
        expression: promql`${stale} > 0.05`,
        for: '15m',
        summary: 'DNS lives on answers that have run out',
        description: '{{ $value | humanizePercentage }} of the questions to the cache of {{ $labels.job }} are answered with what has run out.',
        runbook: {
          meaning: 'The cache serves answers past their time, because upstreams do not renew them.',
          impact: 'None yet: stale answers hide that upstreams are in trouble. Names that moved lead to the old address.',
          diagnosis: ['Go on with CoreDNSForwardErrorsHigh and CoreDNSForwardLatencyHigh.'],
          mitigation: ['Repair or replace the upstreams before the stale answers end, an hour unless the Corefile says otherwise.'],
        },
        proof: {
          faulty: [grows(`coredns_cache_served_stale_total{${pod},server="dns://:53"}`, 60), grows(`coredns_cache_requests_total{${pod},server="dns://:53"}`, 480)],
          healthy: [stays(`coredns_cache_served_stale_total{${pod},server="dns://:53"}`, 9), grows(`coredns_cache_requests_total{${pod},server="dns://:53"}`, 480)],
          fires: [{ labels: { job, severity: 'warning' }, description: `12.5% of the questions to the cache of ${job} are answered with what has run out.` }],
        },
      },
      {
        alert: 'CoreDNSCacheEvictions', signal: 'dns', severity: 'info',
        expression: promql`${evicted} > 0.1 and ${hits} < 0.5`,
        for: '30m',
        summary: 'The cache of CoreDNS is too small',
        description: '{{ $value | humanizePercentage }} of the questions to the cache of {{ $labels.job }} push another answer out, and less than half are hits.',
        runbook: {
          meaning: 'The cache is full: new answers push out others before they are asked for again.',
          impact: 'Upstreams get questions that the cache could answer.',
          diagnosis: ['Compare `coredns_cache_entries` with the capacity in the Corefile: 9984 unless it says otherwise.'],
          mitigation: ['Raise the capacity of `cache` where memory allows.'],
        },
        proof: {
          faulty: [grows(`coredns_cache_evictions_total{${pod},server="dns://:53",type="success"}`, 60), grows(`coredns_cache_hits_total{${pod},server="dns://:53",type="success"}`, 60), grows(`coredns_cache_requests_total{${pod},server="dns://:53"}`, 240)],
          healthy: [grows(`coredns_cache_evictions_total{${pod},server="dns://:53",type="success"}`, 60), grows(`coredns_cache_hits_total{${pod},server="dns://:53",type="success"}`, 180), grows(`coredns_cache_requests_total{${pod},server="dns://:53"}`, 240)],
          fires: [{ labels: { job, severity: 'info' }, description: `25% of the questions to the cache of ${job} push another answer out, and less than half are hits.` }],
        },
      },
      {
        alert: 'CoreDNSOverloaded', signal: 'dns', severity: 'warning',
        expression: promql`${self} > 1`,
        for: '10m',
        summary: 'CoreDNS answers itself late',
        description: '{{ $labels.instance }} takes {{ $value | humanizeDuration }} and more to answer its own health check.',
        runbook: {
          meaning: 'Plugin health asks its own server every second, and waits for it: the process gets too little processor time.',
          impact: 'Every answer of this replica is late.',
          diagnosis: ['See its processor time and throttling: `kubectl top pods -n kube-system -l k8s-app=kube-dns`.', 'See whether its node is overloaded.'],
          mitigation: ['Raise or remove its CPU limit; add replicas.'],
        },
        proof: {
          faulty: bucketed('coredns_health_request_duration_seconds', pod, ['0.0025', '0.25', '2.5'], '2.5', 60),
          healthy: bucketed('coredns_health_request_duration_seconds', pod, ['0.0025', '0.25', '2.5'], '0.0025', 60),
          fires: [{ labels: { job, instance: '10.0.0.1:9153', severity: 'warning' }, description: '10.0.0.1:9153 takes 2.478s and more to answer its own health check.' }],
        },
      },
      {
        alert: 'CoreDNSProgrammingSlow', signal: 'dns', severity: 'warning',
        expression: promql`${behind} > 10`,
        for: '15m',
        summary: 'Names follow Services late',
        description: 'The slowest hundredth of changes to Services ({{ $labels.service_kind }}) reaches DNS after {{ $value | humanizeDuration }} and more.',
        runbook: {
          meaning: 'Between a change of endpoints and the answer that shows it lie more than ten seconds.',
          impact: 'Clients of headless Services connect to pods that are gone.',
          diagnosis: ['See whether the API server is slow: `apiserver_request_duration_seconds` for watches of EndpointSlices.', 'See whether CoreDNS is short of processor time: CoreDNSOverloaded.'],
          mitigation: ['Relieve the API server or CoreDNS, whichever it is.'],
        },
        proof: {
          faulty: bucketed('coredns_kubernetes_dns_programming_duration_seconds', `${pod},service_kind="headless_with_selector"`, ['1.024', '8.192', '16.384'], '16.384', 60),
          healthy: bucketed('coredns_kubernetes_dns_programming_duration_seconds', `${pod},service_kind="headless_with_selector"`, ['1.024', '8.192', '16.384'], '1.024', 60),
          fires: [{ labels: { job, service_kind: 'headless_with_selector', severity: 'warning' }, description: 'The slowest hundredth of changes to Services (headless_with_selector) reaches DNS after 16.3s and more.' }],
        },
      },
    ],
  };
}
