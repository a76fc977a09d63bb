import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { NetworkMonitoringIntent } from '../../intents/network-monitoring';
import type { GrafanaDashboard } from '../../metrics/dashboards/dashboard';
import { discoversBySlices, type Monitoring, type PrometheusOperator } from '../../platform/monitoring';
import type { Platform } from '../../platform/platform';
import type { Contribution } from '../contribution';
import { manifest, object } from '../emitted';
import { remark } from '../remark';
import { monitoring as api, type PrometheusRuleSpec, type ServiceMonitorSpec } from './kinds';
import { monitoredAt, type Monitored } from './monitored';

/** Rules, dashboards and monitors of the network itself, and what nothing measures. */
export function emitNetworkMonitoring(recorded: readonly Recorded[], platform: Platform): readonly Contribution[] {
  const { monitoring } = platform;
  if (monitoring === undefined) return [];
  return ofKind(recorded, 'network-monitoring').flatMap(({ intent, origin }) => [
    rulesOf(intent, platform, monitoring, origin),
    ...dashboardsOf(intent, platform, origin),
    ...monitorsOf(intent, platform, monitoring, origin),
    ...intent.unmeasured.map(text => remark(origin, { rule: 'metrics/unmeasured', severity: 'info', message: `nothing on this platform measures ${text}`, help: 'read what measures it and say so, or accept that nobody is told' })),
  ]);
}

/** Labels of the pattern's own objects, so that one tells them apart. */
const part = { 'app.kubernetes.io/component': 'network-monitoring' } as const;

function rulesOf({ name, namespace, rules }: NetworkMonitoringIntent, platform: Platform, { operator }: Monitoring, origin: Origin): Contribution {
  if (operator === false) {
    // JSON is YAML; Prometheus reads it as a file of rules.
    const data = { [`${name}.rules.yaml`]: JSON.stringify(rules, null, 2) };
    return object('service', manifest(platform, { apiVersion: 'v1', kind: 'ConfigMap', name: `${name}-rules`, namespace, labels: part, data }), origin);
  }
  const spec: PrometheusRuleSpec = rules;
  return object('service', manifest(platform, { apiVersion: api, kind: 'PrometheusRule', name, namespace, labels: { ...part, ...operator.ruleLabels }, spec }), origin);
}

function dashboardsOf({ name, namespace, dashboards, delivery }: NetworkMonitoringIntent, platform: Platform, origin: Origin): readonly Contribution[] {
  if (delivery === undefined) return [];
  return dashboards.map(dashboard => {
    const own = `${name}-${signalOf(dashboard)}`;
    const json = JSON.stringify(dashboard, null, 2);
    switch (delivery.by) {
      case 'config-map':
        return object('service', manifest(platform, { apiVersion: 'v1', kind: 'ConfigMap', name: own, namespace, labels: { ...part, grafana_dashboard: '1' }, annotations: { grafana_folder: delivery.folder }, data: { [`${own}.json`]: json } }), origin);
      case 'grafana-operator':
        return object('service', manifest(platform, { apiVersion: 'grafana.integreatly.org/v1beta1', kind: 'GrafanaDashboard', name: own, namespace, labels: part, spec: { instanceSelector: { matchLabels: delivery.instances }, allowCrossNamespaceImport: true, folder: delivery.folder, json } }), origin);
    }
  });
}

/** Addresses of dashboards begin alike; what follows tells the signal. */
function signalOf({ uid }: GrafanaDashboard): string {
  return uid.replace(/^sealane-/, '');
}

function monitorsOf({ name, monitors }: NetworkMonitoringIntent, platform: Platform, monitoring: Monitoring, origin: Origin): readonly Contribution[] {
  const { operator } = monitoring;
  if (operator === false) return [];
  return monitors.flatMap(({ component, job }): readonly Contribution[] => {
    const found = monitoredAt(component, platform);
    return found === undefined ? [] : monitored(`${name}-${component}`, job, found, platform, monitoring, operator, origin);
  });
}

/** Each reads a headless Service of its own, whose label is the job: rules ask for the same word. */
function monitored(name: string, job: string, { pods, ports }: Monitored, platform: Platform, monitoring: Monitoring, operator: PrometheusOperator, origin: Origin): readonly Contribution[] {
  const labels = { ...part, [jobLabel]: job };
  const read = manifest(platform, {
    apiVersion: 'v1', kind: 'Service', name, namespace: pods.namespace, labels,
    spec: { clusterIP: 'None', selector: pods.labels, ports: ports.map(({ name: port, port: number }) => ({ name: port, port: number, targetPort: number, protocol: 'TCP' })) },
  });
  const spec: ServiceMonitorSpec = {
    selector: { matchLabels: read.metadata.labels ?? {} },
    namespaceSelector: { matchNames: [pods.namespace] },
    jobLabel,
    sampleLimit: 50_000,
    ...(discoversBySlices(operator) ? { serviceDiscoveryRole: 'EndpointSlice' } : {}),
    endpoints: ports.map(({ name: port }) => ({ port, path: '/metrics', interval: '30s', scrapeTimeout: '10s' })),
  };
  // With the rules, where Prometheus looks in any case.
  const written = manifest(platform, { apiVersion: api, kind: 'ServiceMonitor', name, namespace: monitoring.namespace, labels: { ...part, ...operator.monitorLabels }, spec });
  return [object('service', read, origin), object('service', written, origin)];
}

const jobLabel = 'app.kubernetes.io/name';
