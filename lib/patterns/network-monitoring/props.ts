import type { AlertSeverity } from '../../metrics/alert';
import type { GatewayProvider, HubbleMetrics, MonitoringConfig, Thresholds } from '../../metrics/config';
import type { GrafanaDashboard } from '../../metrics/dashboards/dashboard';
import type { OwnAlert } from '../../metrics/own-alert';
import type { UnitTests } from '../../metrics/promtool';
import type { RulesSpec } from '../../metrics/rules';
import type { Labels } from '../../model/labels';
import type { Pattern } from '../../network/network';
import type { Platform } from '../../platform/platform';
import type { Requires } from '../../platform/supported';
import type { PatternProps } from '../props';

/** Props of `NetworkMonitoring`. */
export interface NetworkMonitoringProps<P extends Platform> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'network-monitoring'>;
  /** What the objects are called after. @default 'network' */
  readonly name?: string;
  /** Namespace of rules and dashboards. @default platform.monitoring.namespace */
  readonly namespace?: string;
  /** Bounds beyond which somebody is told; those left out keep their defaults. */
  readonly thresholds?: Partial<Thresholds>;
  /** Label that tells clusters apart where one Prometheus sees several; harmless where samples have none. @default 'cluster' */
  readonly clusterLabel?: string;
  /** Values of label `job`. kube-prometheus-stack calls CoreDNS `coredns`, some installations `kube-dns`. @default { coreDns: 'coredns', nodeLocalDns: 'node-local-dns' } */
  readonly jobs?: Partial<MonitoringConfig['jobs']>;
  /** Value of label `severity` for each severity, as the routes of Alertmanager match it. @default the severity itself */
  readonly severities?: Partial<Readonly<Record<AlertSeverity, string>>>;
  /** Names of alerts to leave out. @default [] */
  readonly without?: readonly string[];
  /** Where the runbooks are; the alert's name follows. @default 'https://sealane.dev/runbooks/' */
  readonly runbookBase?: string;
  /** Alerts of your own, in PromQL: parsed, and checked against what the platform exposes and what is recorded here. @default [] */
  readonly alerts?: readonly OwnAlert[];
  /** How dashboards reach Grafana: ConfigMaps that its sidecar finds by label `grafana_dashboard`, objects of grafana-operator, or not at all. @default 'config-map' */
  readonly dashboards?: 'config-map' | 'grafana-operator' | false;
  /** Folder of the dashboards. @default 'Network' */
  readonly folder?: string;
  /** Labels of the Grafana that takes GrafanaDashboards. @default { dashboards: 'grafana' } */
  readonly grafana?: Labels;
  /** Whether Prometheus reads kube-state-metrics. @default true with an operator: kube-prometheus-stack installs it */
  readonly kubeStateMetrics?: boolean;
  /** Whether Prometheus reads node-exporter. @default true with an operator: kube-prometheus-stack installs it */
  readonly nodeExporter?: boolean;
  /** Whether Prometheus reads the kubelet's counters of containers. @default true */
  readonly cAdvisor?: boolean;
  /** Whether Prometheus reads the agents of Cilium or Calico, whose metrics are off until they are turned on. @default true */
  readonly cniMetrics?: boolean;
  /** What Hubble exports, under Cilium. @default - nothing */
  readonly hubble?: HubbleMetrics;
  /** Entrances, by what they are measured by. @default [] */
  readonly gateways?: readonly GatewayProvider[];
  /**
   * What Prometheus is told to read. CoreDNS only where nobody else reads it: kube-prometheus-stack does. @default istiod with Istio, node-local-dns
   * where the platform has it; none without an operator, or where a job goes by the annotations that these pods carry
   */
  readonly monitors?: { readonly istiod?: boolean; readonly coreDns?: boolean; readonly nodeLocalDns?: boolean };
}

/** The pattern, with what is written as plain data: for a look, and for `promtool test rules`. */
export interface NetworkMonitoringPattern extends Pattern {
  /** `spec` of the PrometheusRule, and what `promtool check rules` reads. */
  readonly rules: RulesSpec;
  /** Tests of these rules for `promtool test rules`, as plain data; `files` are the names of the files of rules. */
  readonly unitTests: (files: readonly string[]) => UnitTests;
  readonly dashboards: readonly GrafanaDashboard[];
}
