import { recording, type Alert, type Recording } from '../alert';
import type { MonitoringConfig } from '../config';
import { promql } from '../query';
import { bucketed, grows, stays } from './proofs';

/** istiod: configuration that is refused, late or lost, and identities that end. */
export function controlPlaneAlerts({ series, clusterLabel, thresholds, installed }: MonitoringConfig): { readonly recordings: readonly Recording[]; readonly alerts: readonly Alert[] } {
  if (!installed.has('istiod')) return { recordings: [], alerts: [] };
  const by = clusterLabel;
  const rejects = recording(`${by}_type:pilot_total_xds_rejects:increase10m`, promql`sum by (${by}, type) (increase(${series('pilot_total_xds_rejects')}[10m]))`);
  const convergence = recording(`${by}:pilot_proxy_convergence_time:p99_rate5m`, promql`histogram_quantile(0.99, sum by (${by}, le) (rate(${series('pilot_proxy_convergence_time_bucket')}[5m])))`);
  const injection = recording(`${by}:sidecar_injection_failure:increase10m`, promql`sum by (${by}) (increase(${series('sidecar_injection_failure_total')}[10m]))`);
  const authority = recording(`${by}:citadel_server_root_cert_expiry_seconds:min`, promql`min by (${by}) (${series('citadel_server_root_cert_expiry_seconds')})`);
  const days = 86_400 * thresholds.certificateDays * 4;
  const alerts: readonly Alert[] = [
    {
      alert: 'MeshConfigurationRejected', signal: 'services', severity: 'warning',
      expression: promql`${rejects} > 0`,
      summary: 'Proxies refuse what istiod sends them',
      description: 'Proxies refused configuration of type {{ $labels.type }} {{ $value | humanize }} times in ten minutes.',
      runbook: {
        meaning: 'Envoy cannot take a part of its configuration, usually because of an EnvoyFilter, and goes on with the old one.',
        impact: 'Changes do not reach these proxies; new pods may not become ready.',
        diagnosis: ['See which proxies: `istioctl proxy-status` shows them as STALE or NOT SENT.', 'Read the reason in the log of istiod: `kubectl logs -n istio-system -l app=istiod --tail=500 --prefix`, at `ADS:LDS: ACK ERROR`.'],
        mitigation: ['Take back the object that was applied last, EnvoyFilters first.'],
      },
      proof: { faulty: [grows('pilot_total_xds_rejects{type="lds"}', 1)], healthy: [stays('pilot_total_xds_rejects{type="lds"}', 4)], fires: [{ labels: { type: 'lds', severity: 'warning' }, description: 'Proxies refused configuration of type lds 10 times in ten minutes.' }] },
    },
    {
      alert: 'MeshConvergenceSlow', signal: 'services', severity: 'warning',
      expression: promql`${convergence} > 10`,
      for: '10m',
      summary: 'Changes reach proxies late',
      description: 'The slowest hundredth of changes takes {{ $value | humanizeDuration }} and more from istiod to the proxies.',
      runbook: {
        meaning: 'istiod needs more than ten seconds from an event to the last proxy.',
        impact: 'Proxies send requests to pods that are gone, and routes change late.',
        diagnosis: ['See processor time and throttling of istiod: `kubectl top pods -n istio-system -l app=istiod`.', 'See how large the configuration of one proxy is: without Sidecar objects each gets the whole mesh.'],
        mitigation: ['Add replicas of istiod, and processor time.', 'Narrow what proxies get, by Sidecar and `exportTo`.'],
      },
      proof: {
        faulty: bucketed('pilot_proxy_convergence_time', 'job="istiod"', ['1', '10', '20'], '20', 60),
        healthy: bucketed('pilot_proxy_convergence_time', 'job="istiod"', ['1', '10', '20'], '1', 60),
        fires: [{ labels: { severity: 'warning' }, description: 'The slowest hundredth of changes takes 19.9s and more from istiod to the proxies.' }],
      },
    },
    {
      alert: 'SidecarInjectionFailed', signal: 'services', severity: 'critical',
      expression: promql`${injection} > 0`,
      for: '5m',
      summary: 'Pods come up without a proxy, or not at all',
      description: 'Injection failed {{ $value | humanize }} times in ten minutes.',
      runbook: {
        meaning: 'The webhook that puts a proxy into pods fails.',
        impact: 'New pods are refused by the API server; scaling and releases stand still.',
        diagnosis: ['Read the events: `kubectl get events -A --field-selector reason=FailedCreate`.', 'Read the log of istiod at `Failed to process injection request`.'],
        mitigation: ['Take back annotations or templates of injection that changed last.'],
      },
      proof: { faulty: [grows('sidecar_injection_failure_total{job="istiod"}', 1)], healthy: [stays('sidecar_injection_failure_total{job="istiod"}', 2)], fires: [{ labels: { severity: 'critical' }, description: 'Injection failed 10 times in ten minutes.' }] },
    },
    {
      alert: 'MeshRootCertificateExpiry', signal: 'services', severity: 'critical',
      expression: promql`${authority} < ${days}`,
      for: '15m',
      summary: 'The root certificate of the mesh ends soon',
      description: 'The root certificate of the mesh ends in {{ $value | humanizeDuration }}.',
      runbook: {
        meaning: 'The authority that signs every identity of the mesh runs out within weeks.',
        impact: 'None before; then no workload trusts another.',
        diagnosis: ['See the certificate: `kubectl get secret cacerts -n istio-system -o jsonpath=\'{.data.root-cert\\.pem}\' | base64 -d | openssl x509 -noout -enddate`.'],
        mitigation: ['Issue a new root, and let proxies trust both for a while before the old one is taken away.'],
      },
      proof: {
        faulty: [stays('citadel_server_root_cert_expiry_seconds{job="istiod"}', 864_000)],
        healthy: [stays('citadel_server_root_cert_expiry_seconds{job="istiod"}', 86_400_000)],
        fires: [{ labels: { severity: 'critical' }, description: 'The root certificate of the mesh ends in 10d 0h 0m 0s.' }],
      },
    },
  ];
  return { recordings: [rejects, convergence, injection, authority], alerts };
}
