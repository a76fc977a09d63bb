import { recording, type Alert, type Recording, type RuleGroup } from '../alert';
import type { GatewayProvider, MonitoringConfig } from '../config';
import { exampleOf } from '../gateway-example';
import { promql, type Query } from '../query';
import { bucketed, grows, stays } from './proofs';

/** One provider's own words for rate, errors and latency. */
interface Provider {
  /** Which part of the entrance is told apart, by a label of its own. */
  readonly by: string;
  readonly requests: Query;
  readonly failed: Query;
  readonly buckets: Query;
  /** What a second is in its durations. */
  readonly second: number;
  readonly proof: { readonly labels: string; readonly counter: (ok: boolean, each: number) => ReturnType<typeof grows>; readonly histogram: string };
}

/** Rates, errors and latencies where requests come in, and certificates that end. */
export function gatewayRules(config: MonitoringConfig): RuleGroup {
  const parts = config.gateways.map(gateway => providerRules(config, gateway));
  const certificates = certificateRules(config);
  const state = stateRules(config);
  return {
    signal: 'gateway',
    recordings: [...parts.flatMap(part => part.recordings), ...certificates.recordings, ...state.recordings],
    alerts: [...parts.flatMap(part => part.alerts), ...state.alerts, ...certificates.alerts],
    unmeasured: config.gateways.length === 0 ? ['requests from outside: no gateway or ingress is told'] : [],
  };
}

function providerOf({ series }: MonitoringConfig, gateway: GatewayProvider): Provider {
  switch (gateway.kind) {
    case 'istio': {
      // A gateway is the source of the request that it passes on; what it refuses itself it reports in the same way.
      const where = { reporter: 'source', source_workload: { matches: gateway.workloads } } as const;
      const labels = `reporter="source",source_workload="${exampleOf(gateway)}",destination_service_name="web"`;
      return {
        by: 'source_workload, destination_service_name',
        requests: series('istio_requests_total', where),
        failed: series('istio_requests_total', { ...where, response_code: { matches: '5..' } }),
        buckets: series('istio_request_duration_milliseconds_bucket', where),
        second: 1000,
        proof: { labels, counter: (ok, each) => grows(`istio_requests_total{${labels},response_code="${ok ? '200' : '503'}"}`, each), histogram: 'istio_request_duration_milliseconds' },
      };
    }
    case 'envoy-gateway': {
      const labels = 'envoy_http_conn_manager_prefix="http-80"';
      return {
        by: 'envoy_http_conn_manager_prefix',
        requests: series('envoy_http_downstream_rq_xx'),
        failed: series('envoy_http_downstream_rq_xx', { envoy_response_code_class: '5' }),
        buckets: series('envoy_http_downstream_rq_time_bucket'),
        second: 1000,
        proof: { labels, counter: (ok, each) => grows(`envoy_http_downstream_rq_xx{${labels},envoy_response_code_class="${ok ? '2' : '5'}"}`, each), histogram: 'envoy_http_downstream_rq_time' },
      };
    }
    case 'traefik': {
      const labels = 'entrypoint="websecure"';
      return {
        by: 'entrypoint',
        requests: series('traefik_entrypoint_requests_total'),
        failed: series('traefik_entrypoint_requests_total', { code: { matches: '5..' } }),
        buckets: series('traefik_entrypoint_request_duration_seconds_bucket'),
        second: 1,
        proof: { labels, counter: (ok, each) => grows(`traefik_entrypoint_requests_total{${labels},code="${ok ? '200' : '502'}"}`, each), histogram: 'traefik_entrypoint_request_duration_seconds' },
      };
    }
    case 'ingress-nginx': {
      const labels = 'exported_namespace="shop",ingress="web"';
      return {
        by: 'exported_namespace, ingress',
        requests: series('nginx_ingress_controller_requests'),
        // `5xx` where classes are reported instead of codes.
        failed: series('nginx_ingress_controller_requests', { status: { matches: '5..' } }),
        buckets: series('nginx_ingress_controller_request_duration_seconds_bucket'),
        second: 1,
        proof: { labels, counter: (ok, each) => grows(`nginx_ingress_controller_requests{${labels},status="${ok ? '200' : '502'}"}`, each), histogram: 'nginx_ingress_controller_request_duration_seconds' },
      };
    }
  }
}

function providerRules(config: MonitoringConfig, gateway: GatewayProvider): { readonly recordings: readonly Recording[]; readonly alerts: readonly Alert[] } {
  const { clusterLabel, thresholds } = config;
  const { by, requests, failed, buckets, second, proof } = providerOf(config, gateway);
  const labels = by.split(', ');
  const level = `${clusterLabel}, ${by}`;
  const kind = gateway.kind.replaceAll('-', '_');
  const name = [clusterLabel, ...labels].join('_');
  const rate = recording(`${name}:${kind}_requests:rate5m`, promql`sum by (${level}) (rate(${requests}[5m]))`);
  const errors = recording(`${name}:${kind}_requests_5xx:ratio_rate5m`, promql`sum by (${level}) (rate(${failed}[5m])) / ${rate}`);
  const latency = recording(`${name}:${kind}_request_duration:p99_rate5m`, promql`histogram_quantile(0.99, sum by (${level}, le) (rate(${buckets}[5m])))`);
  const busy = promql`${rate} > ${thresholds.serviceTraffic}`;
  const where = labels.map(label => `{{ $labels.${label} }}`).join(' ');
  const fired: Readonly<Record<string, string>> = Object.fromEntries([...proof.labels.matchAll(/(\w+)="([^"]*)"/g)].filter(([, label]) => labels.includes(label ?? '')).map(([, label = '', value = '']) => [label, value]));
  const shown = labels.map(label => fired[label] ?? '').join(' ');
  const unit = second === 1 ? '{{ $value | humanizeDuration }}' : '{{ $value | humanize }} ms';
  const [low, edge] = [String(0.1 * second), String(2.5 * second)];
  const edges = [low, String(second), edge];
  return {
    recordings: [rate, errors, latency],
    alerts: [
      {
        alert: 'GatewayErrorRateHigh', signal: 'gateway', severity: 'critical',
        expression: promql`${errors} > ${thresholds.serviceErrors} and ${busy}`,
        for: '5m',
        summary: 'Requests from outside fail',
        description: `{{ $value | humanizePercentage }} of the requests through ${where} end with 5xx.`,
        runbook: {
          meaning: 'The entrance answers 5xx: what is behind it fails, or it cannot reach it.',
          impact: 'Users see errors.',
          diagnosis: ['Follow a request from outside: `sealane trace internet https://HOST/ -f manifests`.', 'See the conditions of routes: `kubectl get gateway,httproute -A`, Accepted, Programmed and ResolvedRefs.', 'Read the access log of the gateway for its response flags.'],
          mitigation: ['Take back the last change of routes.', 'Give a version that fails weight 0.'],
        },
        proof: { faulty: [proof.counter(false, 960), proof.counter(true, 14_400)], healthy: [proof.counter(false, 60), proof.counter(true, 15_300)], fires: [{ labels: { ...fired, severity: 'critical' }, description: `6.25% of the requests through ${shown} end with 5xx.` }] },
      },
      {
        alert: 'GatewayLatencyHigh', signal: 'gateway', severity: 'warning',
        expression: promql`${latency} > ${thresholds.serviceLatency * second} and ${busy}`,
        for: '10m',
        summary: 'Requests from outside are answered late',
        description: `The slowest hundredth of requests through ${where} takes ${unit} and more.`,
        runbook: {
          meaning: 'One in a hundred requests from outside takes longer than the bound.',
          impact: 'Users wait.',
          diagnosis: ['Compare with ServiceLatencyHigh of the workload behind: where that is silent, the entrance itself is late.', 'See processor time and connections of the gateway’s pods.'],
          mitigation: ['Add replicas of the gateway, or of what is behind it.'],
        },
        proof: {
          faulty: [proof.counter(true, 240), ...bucketed(proof.histogram, proof.labels, edges, edge)],
          healthy: [proof.counter(true, 240), ...bucketed(proof.histogram, proof.labels, edges, low)],
          fires: [{ labels: { ...fired, severity: 'warning' }, description: `The slowest hundredth of requests through ${shown} takes ${second === 1 ? '2.485s' : '2.485k ms'} and more.` }],
        },
      },
    ],
  };
}

/** A configuration that the controller refuses: everything goes on as it was, and nothing new comes. */
function stateRules({ series, clusterLabel, gateways }: MonitoringConfig): { readonly recordings: readonly Recording[]; readonly alerts: readonly Alert[] } {
  if (!gateways.some(({ kind }) => kind === 'ingress-nginx')) return { recordings: [], alerts: [] };
  const loaded = recording(`${clusterLabel}_controller_pod:nginx_ingress_controller_config_last_reload_successful:min`, promql`min by (${clusterLabel}, controller_pod) (${series('nginx_ingress_controller_config_last_reload_successful')})`);
  const pod = (value: number): ReturnType<typeof stays> => stays('nginx_ingress_controller_config_last_reload_successful{controller_pod="ingress-1"}', value);
  return {
    recordings: [loaded],
    alerts: [
      {
        alert: 'IngressReloadFailed', signal: 'gateway', severity: 'critical',
        expression: promql`${loaded} == 0`,
        for: '10m',
        summary: 'The ingress controller refuses its configuration',
        description: '{{ $labels.controller_pod }} could not load its last configuration.',
        runbook: {
          meaning: 'nginx cannot read the configuration that the controller made of the Ingresses, and runs the one before.',
          impact: 'No change of any Ingress takes effect; a pod that restarts does not come up.',
          diagnosis: ['Read the reason: `kubectl logs -n ingress-nginx -l app.kubernetes.io/component=controller --tail=200 --prefix`, at `Error reloading NGINX`.'],
          mitigation: ['Take back the Ingress, or the snippet in it, that changed last.'],
        },
        proof: { faulty: [pod(0)], healthy: [pod(1)], fires: [{ labels: { controller_pod: 'ingress-1', severity: 'critical' }, description: 'ingress-1 could not load its last configuration.' }] },
      },
    ],
  };
}

function certificateRules({ series, clusterLabel, thresholds, installed }: MonitoringConfig): { readonly recordings: readonly Recording[]; readonly alerts: readonly Alert[] } {
  if (!installed.has('cert-manager')) return { recordings: [], alerts: [] };
  const level = `${clusterLabel}, exported_namespace, name`;
  const left = recording(`${clusterLabel}_exported_namespace_name:certmanager_certificate_expiration_timestamp_seconds:left`, promql`min by (${level}) (${series('certmanager_certificate_expiration_timestamp_seconds')} - time())`);
  const certificate = 'certmanager_certificate_expiration_timestamp_seconds{exported_namespace="shop",name="web"}';
  return {
    recordings: [left],
    alerts: [
      {
        alert: 'CertificateExpiry', signal: 'gateway', severity: 'critical',
        expression: promql`${left} < ${thresholds.certificateDays * 86_400}`,
        for: '15m',
        summary: 'A certificate ends and was not renewed',
        description: 'Certificate {{ $labels.exported_namespace }}/{{ $labels.name }} ends in {{ $value | humanizeDuration }}.',
        runbook: {
          meaning: 'cert-manager renews a month before the end; this one was not.',
          impact: 'None before the end; then clients refuse the connection.',
          diagnosis: ['See why: `kubectl describe certificate,certificaterequest,order,challenge -n NAMESPACE`.', 'For HTTP-01, see whether a policy keeps the solver from answering: `sealane check` names it.'],
          mitigation: ['Open the way of the challenge, and renew: `cmctl renew NAME -n NAMESPACE`.'],
        },
        proof: {
          faulty: [stays(certificate, 88_000)],
          healthy: [stays(certificate, 8_000_000)],
          fires: [{ labels: { exported_namespace: 'shop', name: 'web', severity: 'critical' }, description: 'Certificate shop/web ends in 1d 0h 1m 40s.' }],
        },
      },
    ],
  };
}

