import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { Monitor, ScrapeIntent } from '../../intents/scrape';
import type { ServicePortSubject, ServiceSubject } from '../../intents/subjects';
import type { Labels } from '../../model/labels';
import { discoversBySlices, type Monitoring, type PrometheusOperator } from '../../platform/monitoring';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { meshPorts } from '../istio/ports';
import { remark } from '../remark';
import { annotations } from './annotations';
import { monitoring as api, type ServiceMonitorSpec } from './kinds';

/** What tells Prometheus to read: a monitor with a Service of its own, and annotations where the mesh or a job of Prometheus reads those. */
export function emitScrapes(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const { monitoring } = platform;
  if (monitoring === undefined) return [];
  return ofKind(recorded, 'scrape').flatMap(({ intent, origin }): readonly Contribution[] => {
    const { monitor } = intent;
    if (monitor === undefined) return [];
    const { operator } = monitoring;
    return [
      ...(operator === false ? [] : monitored(intent, monitor, platform, monitoring, operator, origin)),
      ...annotations(intent, monitor, platform, operator === false, origin),
      ...(intent.mode === 'plaintextException' ? openToAll(intent, recorded, origin) : []),
    ];
  });
}

function monitored(intent: ScrapeIntent, monitor: Monitor, platform: Platform, monitoring: Monitoring, operator: PrometheusOperator, origin: Origin): readonly Contribution[] {
  const { service } = intent;
  const labels = { [monitor.jobLabel]: service.name, 'app.kubernetes.io/name': service.name, 'app.kubernetes.io/component': 'metrics' };
  const port = metricsPort(intent);
  const read = manifest(platform, {
    apiVersion: 'v1',
    kind: 'Service',
    name: monitor.name,
    namespace: service.namespace.name,
    labels,
    // Of its own, because the application's may be written elsewhere, have a twin per version, or not lead to the port that is read.
    spec: { clusterIP: 'None', selector: service.selector, ports: [port] },
  });
  const namespace = operator.monitorNamespaces === 'own' ? monitoring.namespace : service.namespace.name;
  const written = manifest(platform, {
    apiVersion: api,
    kind: 'ServiceMonitor',
    name: operator.monitorNamespaces === 'own' && namespace !== service.namespace.name ? `${service.namespace.name}-${monitor.name}` : monitor.name,
    namespace,
    labels: { 'app.kubernetes.io/name': service.name, ...monitor.labels, ...operator.monitorLabels },
    spec: specOf(intent, monitor, read.metadata.labels ?? {}, port.name, monitoring, operator),
  });
  return [object('service', read, origin), object('service', written, origin), ...selectedNamespace(service, operator, origin)];
}

function specOf({ mode, service }: ScrapeIntent, monitor: Monitor, labels: Labels, port: string, { certificate }: Monitoring, operator: PrometheusOperator): ServiceMonitorSpec {
  const files = mode === 'istioCerts' && 'directory' in certificate ? certificate.directory : undefined;
  return {
    selector: { matchLabels: labels },
    namespaceSelector: { matchNames: [service.namespace.name] },
    jobLabel: monitor.jobLabel,
    sampleLimit: monitor.sampleLimit,
    ...(mode === 'istioCerts' && 'scrapeClass' in certificate ? { scrapeClass: certificate.scrapeClass } : {}),
    ...(discoversBySlices(operator) ? { serviceDiscoveryRole: 'EndpointSlice' } : {}),
    endpoints: [
      {
        port,
        path: mode === 'merged' ? '/stats/prometheus' : monitor.path,
        interval: monitor.interval,
        scrapeTimeout: monitor.scrapeTimeout,
        ...(mode === 'istioCerts' ? { scheme: 'https' } : {}),
        // Names in certificates of the mesh are identities, not the addresses that are read.
        ...(files === undefined ? {} : { tlsConfig: { caFile: `${files}/root-cert.pem`, certFile: `${files}/cert-chain.pem`, keyFile: `${files}/key.pem`, insecureSkipVerify: true } }),
      },
    ],
  };
}

/** The application's port keeps number, name and protocol that it has in its own Service: Istio takes both for one, and two that differ for a mistake (IST0137). */
function metricsPort({ mode, port }: ScrapeIntent): ServicePortSubject {
  if (mode === 'merged') return { name: 'http-metrics', port: meshPorts.mergedMetrics, targetPort: meshPorts.mergedMetrics, protocol: 'TCP' };
  return port;
}

/** Labels that a namespace carries for the Prometheus to look at its monitors. */
function selectedNamespace({ namespace }: ServiceSubject, { monitorNamespaces }: PrometheusOperator, origin: Origin): readonly Contribution[] {
  if (typeof monitorNamespaces === 'string') return [];
  if (namespace.created) return [{ share: { owner: 'namespace', namespace, labels: monitorNamespaces }, origin }];
  const labels = Object.entries(monitorNamespaces).map(([key, value]) => `${key}=${value}`).join(' ');
  return [
    remark(origin, {
      rule: 'metrics/namespace-unselected',
      severity: 'warning',
      codes: ['MON-07'],
      message: `namespace ${namespace.name} is not written here, and Prometheus looks only at monitors in namespaces with ${labels}`,
      help: `run "kubectl label namespace ${namespace.name} ${labels}", or create the namespace here`,
      object: { apiVersion: 'v1', kind: 'Namespace', name: namespace.name },
      assumption: `namespace ${namespace.name} carries the labels`,
    }),
  ];
}

/** An exception takes plaintext from anyone; only a policy says from whom, and there is one where the namespace is closed. */
function openToAll({ service, port }: ScrapeIntent, recorded: readonly Recorded[], origin: Origin): readonly Contribution[] {
  if (ofKind(recorded, 'isolate').some(({ intent }) => intent.namespace.name === service.namespace.name)) return [];
  return [
    remark(origin, {
      rule: 'metrics/plaintext-open',
      severity: 'warning',
      message: `port ${port.name} of ${service.name} takes plaintext for Prometheus, and in namespace ${service.namespace.name}, which is not closed, from anyone else`,
      help: `close the namespace with DefaultDeny, or use mode: 'merged'`,
      assumption: 'a policy written elsewhere lets Prometheus alone reach the port',
    }),
  ];
}
