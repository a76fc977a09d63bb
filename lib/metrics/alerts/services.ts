import { recording, type Alert, type Recording, type RuleGroup } from '../alert';
import type { MonitoringConfig } from '../config';
import { promql, selected } from '../query';
import { controlPlaneAlerts } from './control-plane';
import { bucketed, grows } from './proofs';

/** Response times and errors between workloads, as the proxies of the mesh report them, and the mesh itself. */
export function serviceRules(config: MonitoringConfig): RuleGroup {
  if (!config.installed.has('istio-proxy')) {
    return { signal: 'services', recordings: [], alerts: [], unmeasured: ['response times and errors of Services: nothing on this platform measures requests between pods; use a mesh, or metrics of the applications'] };
  }
  const { series, clusterLabel, reporter, thresholds } = config;
  const level = `${clusterLabel}, destination_workload_namespace, destination_workload`;
  const name = `${clusterLabel}_destination_workload_namespace_destination_workload`;
  const requests = recording(`${name}_response_code:istio_requests:rate5m`, promql`sum by (${level}, response_code) (rate(${series('istio_requests_total', { reporter })}[5m]))`);
  const errors = recording(`${name}:istio_requests_5xx:ratio_rate5m`, promql`sum by (${level}) (${selected(requests.record, { response_code: { matches: '5..' } })}) / sum by (${level}) (${requests})`);
  const latency = recording(`${name}:istio_request_duration_milliseconds:p99_rate5m`, promql`histogram_quantile(0.99, sum by (${level}, le) (rate(${series('istio_request_duration_milliseconds_bucket', { reporter })}[5m])))`);
  const plaintext = recording(`${name}_source_workload_source_workload_namespace:istio_requests_plaintext:rate5m`, promql`sum by (${level}, source_workload, source_workload_namespace) (rate(${series('istio_requests_total', { reporter, connection_security_policy: { notMatches: 'mutual_tls|unknown' } })}[5m]))`);
  const denied = recording(`${name}_source_workload_source_workload_namespace:istio_requests_denied:rate5m`, promql`sum by (${level}, source_workload, source_workload_namespace) (rate(${series('istio_requests_total', { reporter, response_code: '403' })}[5m]))`);
  const connections = recording(`${name}:istio_tcp_connections_opened:rate5m`, promql`sum by (${level}) (rate(${series('istio_tcp_connections_opened_total', { reporter })}[5m]))`);
  const busy = promql`sum by (${level}) (${requests}) > ${thresholds.serviceTraffic}`;
  const mesh = controlPlaneAlerts(config);

  const callee = 'destination_workload_namespace="shop",destination_workload="reviews"';
  const request = (code: string, each: number, more: string = 'mutual_tls'): ReturnType<typeof grows> =>
    grows(`istio_requests_total{reporter="${reporter}",${callee},source_workload="web",source_workload_namespace="shop",response_code="${code}",connection_security_policy="${more}"}`, each);
  const labels = { destination_workload_namespace: 'shop', destination_workload: 'reviews' };
  const own: readonly Alert[] = [
    {
      alert: 'ServiceErrorRateHigh', signal: 'services', severity: 'critical',
      expression: promql`${errors} > ${thresholds.serviceErrors} and ${busy}`,
      for: '5m',
      summary: 'A workload fails requests',
      description: '{{ $value | humanizePercentage }} of the requests to {{ $labels.destination_workload_namespace }}/{{ $labels.destination_workload }} end with 5xx.',
      runbook: {
        meaning: 'Proxies see answers 5xx from a workload, or give them themselves because they cannot reach it.',
        impact: 'Users see errors, or retries and late answers.',
        diagnosis: [
          'See who answers: `response_flags` of `istio_requests_total`. `-` is the application; `UF`, `UH`, `NR`, `NC` are proxies.',
          'For a flag, follow the request: `sealane trace deploy/CALLER http://SERVICE -f manifests`.',
          'See whether it began with a release: compare `destination_version`.',
        ],
        mitigation: ['Give the version that fails weight 0.', 'Roll back the last change of routes, rules and policies: `sealane diff OLD NEW`.'],
      },
      proof: { faulty: [request('503', 960), request('200', 14_400)], healthy: [request('503', 60), request('200', 15_300)], fires: [{ labels: { ...labels, severity: 'critical' }, description: '6.25% of the requests to shop/reviews end with 5xx.' }] },
    },
    {
      alert: 'ServiceLatencyHigh', signal: 'services', severity: 'warning',
      expression: promql`${latency} > ${thresholds.serviceLatency * 1000} and ${busy}`,
      for: '10m',
      summary: 'A workload answers late',
      description: 'The slowest hundredth of requests to {{ $labels.destination_workload_namespace }}/{{ $labels.destination_workload }} takes {{ $value | humanize }} ms and more.',
      runbook: {
        meaning: 'One in a hundred requests takes longer than the bound, measured at the end that the rules choose.',
        impact: 'Callers wait, and those with a timeout fail.',
        diagnosis: ['Compare the duration that callers report with the one of the callee: what lies between is the network and the proxies.', 'See whether one pod or one zone is late: divide by `pod`.', 'See whether calls outward wait: the same panel for the workload as caller.'],
        mitigation: ['Add replicas; give the version that is late weight 0.', 'Let outlier detection take pods out that are late and fail.'],
      },
      proof: {
        faulty: [request('200', 240), ...bucketed('istio_request_duration_milliseconds', `reporter="${reporter}",${callee}`, ['100', '1000', '2500'], '2500')],
        healthy: [request('200', 240), ...bucketed('istio_request_duration_milliseconds', `reporter="${reporter}",${callee}`, ['100', '1000', '2500'], '100')],
        fires: [{ labels: { ...labels, severity: 'warning' }, description: 'The slowest hundredth of requests to shop/reviews takes 2.485k ms and more.' }],
      },
    },
    {
      alert: 'MeshPlaintext', signal: 'services', severity: 'warning',
      expression: promql`${plaintext} > 0`,
      for: '15m',
      summary: 'Requests in the mesh are not encrypted',
      description: '{{ $labels.source_workload_namespace }}/{{ $labels.source_workload }} sends {{ $value | humanize }} requests a second in plaintext to {{ $labels.destination_workload_namespace }}/{{ $labels.destination_workload }}.',
      runbook: {
        meaning: 'A callee takes requests that are not in mutual TLS: the caller has no proxy, or a DestinationRule tells its proxy not to encrypt.',
        impact: 'None before mutual TLS is enforced; then these callers are refused. Until then the callee does not know who calls.',
        diagnosis: ['See whether the caller has a proxy: `kubectl get pods -n NAMESPACE -o jsonpath=\'{.items[*].spec.containers[*].name}\'`, and init containers for native sidecars.', 'Look for a DestinationRule with mode DISABLE: `sealane check` names it.'],
        mitigation: ['Restart the caller in a namespace of the mesh.', 'Where the caller stays outside, except the port from mutual TLS, by name and with a reason.'],
      },
      proof: {
        faulty: [request('200', 60, 'none')],
        healthy: [request('200', 60)],
        fires: [{ labels: { ...labels, source_workload: 'web', source_workload_namespace: 'shop', severity: 'warning' }, description: 'shop/web sends 1 requests a second in plaintext to shop/reviews.' }],
      },
    },
  ];
  const recordings: readonly Recording[] = [requests, errors, latency, plaintext, denied, connections, ...mesh.recordings];
  return { signal: 'services', recordings, alerts: [...own, ...mesh.alerts], unmeasured: reporter === 'waypoint' ? ['requests to workloads without a waypoint: ztunnel reports connections alone'] : [] };
}
