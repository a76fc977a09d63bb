import { labelKeyProblem, labelValueProblem, type Labels } from '../model/labels';
import { dnsLabelProblem } from '../model/names';
import { UsageError } from '../model/usage-error';
import { atLeast, parseVersion, type Version } from '../model/version';
import type { PodsAt } from './platform';

/**
 * How Prometheus reads metrics of workloads in the mesh.
 *
 * - `merged`: Istio's agent joins metrics of proxy and application on port 15020, which is outside mutual TLS.
 * - `istioCerts`: the application's own port, over mutual TLS, with a certificate of the mesh that Prometheus has.
 * - `plaintextException`: the application's own port, in plaintext, which it takes beside mutual TLS.
 * - `direct`: the application's own port, in plaintext, with nothing done about the mesh.
 */
export type ScrapeMode = 'merged' | 'istioCerts' | 'plaintextException' | 'direct';

/** prometheus-operator, and which monitors its Prometheus looks at. */
export interface PrometheusOperator {
  /** @default '0.93' */
  readonly version: Version;
  /** Labels that a monitor has to carry to be selected, such as `release: kube-prometheus-stack`. @default {} - all are selected */
  readonly monitorLabels: Labels;
  /** Labels that a PrometheusRule has to carry to be selected. @default monitorLabels - kube-prometheus-stack asks for the same */
  readonly ruleLabels: Labels;
  /** Namespaces whose monitors are looked at: all, those with these labels, or Prometheus' own alone. @default 'all' */
  readonly monitorNamespaces: 'all' | 'own' | Labels;
  /** Whether the role of Prometheus lets it list EndpointSlices. @default true */
  readonly readsEndpointSlices: boolean;
  /** Whether monitors may name files of the Prometheus pod: `arbitraryFSAccessThroughSMs.deny` is not set. @default true */
  readonly fileAccess: boolean;
}

/** Where Prometheus has its certificate of the mesh. */
export type MeshCertificate =
  /** Folder in its pod that its own proxy writes `root-cert.pem`, `cert-chain.pem` and `key.pem` to. */
  | { readonly directory: string }
  /** Name of a ScrapeClass whose `tlsConfig` has it. */
  | { readonly scrapeClass: string };

/** The monitoring stack. */
export interface Monitoring extends PodsAt {
  /** @default 'merged' with a sidecar mesh, else 'direct' */
  readonly scrapeMode: ScrapeMode;
  /** prometheus-operator; `false` where its CRDs are not installed and Prometheus finds pods by their annotations. @default the operator's defaults */
  readonly operator: false | PrometheusOperator;
  /** Whether a job of Prometheus reads every pod with the annotation `prometheus.io/scrape`. @default true without an operator, else false */
  readonly annotationJob: boolean;
  /** For `istioCerts`. @default { directory: '/etc/prom-certs' } */
  readonly certificate: MeshCertificate;
  /** Service account of Prometheus: its identity in the mesh, for `istioCerts`. @default - none: under lockdown its port is open to all identities */
  readonly serviceAccount?: string;
}

/** Options of `Monitoring`; what is left out gets its default. */
export type MonitoringOptions = Partial<Omit<Monitoring, 'operator'>> & { readonly operator?: boolean | Partial<PrometheusOperator> };

const operatorDefaults: PrometheusOperator = { version: '0.93', monitorLabels: {}, ruleLabels: {}, monitorNamespaces: 'all', readsEndpointSlices: true, fileAccess: true };

/** The monitoring stack that options describe. */
export function monitoringOf(options: MonitoringOptions, scrapeMode: ScrapeMode): Monitoring {
  const { operator = true, ...rest } = options;
  return {
    namespace: 'monitoring',
    labels: { 'app.kubernetes.io/name': 'prometheus' },
    scrapeMode,
    annotationJob: operator === false,
    certificate: { directory: '/etc/prom-certs' },
    ...rest,
    operator: operator === false ? false : operatorOf(operator === true ? {} : operator),
  };
}

function operatorOf(options: Partial<PrometheusOperator>): PrometheusOperator {
  const { monitorLabels = operatorDefaults.monitorLabels } = options;
  return { ...operatorDefaults, ruleLabels: monitorLabels, ...options };
}

/** Whether the discovery of targets can name EndpointSlices; Endpoints, the default, are deprecated since Kubernetes 1.33. */
export function discoversBySlices({ version, readsEndpointSlices }: PrometheusOperator): boolean {
  return readsEndpointSlices && atLeast(version, '0.86');
}

const modes: readonly unknown[] = ['merged', 'istioCerts', 'plaintextException', 'direct'];

/** Refuses a monitoring stack that could not be. */
export function checkMonitoring({ scrapeMode, operator, certificate, serviceAccount }: Monitoring, mesh: 'none' | 'istio' | 'linkerd' | 'consul'): void {
  const refuse = (option: string, value: string, problem: string, fix: string): never => {
    throw new UsageError({ what: `platform: monitoring.${option} "${value}" ${problem}`, fix });
  };
  if (!modes.includes(scrapeMode)) refuse('scrapeMode', String(scrapeMode), 'does not exist', "use 'merged', 'istioCerts', 'plaintextException' or 'direct'");
  if (mesh === 'none' && scrapeMode !== 'direct') refuse('scrapeMode', scrapeMode, 'is about the proxies of a mesh, and there is none', 'leave it out');
  if (serviceAccount !== undefined && dnsLabelProblem(serviceAccount) !== undefined) refuse('serviceAccount', serviceAccount, dnsLabelProblem(serviceAccount) ?? '', 'name the service account of the pods');
  if ('directory' in certificate && !/^\/\S+$/.test(certificate.directory)) refuse('certificate.directory', certificate.directory, 'is no folder', 'give its whole path, such as "/etc/prom-certs"');
  if ('scrapeClass' in certificate && dnsLabelProblem(certificate.scrapeClass) !== undefined) refuse('certificate.scrapeClass', certificate.scrapeClass, dnsLabelProblem(certificate.scrapeClass) ?? '', 'name the ScrapeClass of the Prometheus');
  if (operator === false) return;
  if (parseVersion(operator.version) === undefined) refuse('operator.version', operator.version, 'is not a version', 'write it as "0.93"');
  if (!atLeast(operator.version, oldest)) refuse('operator.version', operator.version, `is older than ${oldest}, the first with ScrapeClasses`, `use ${oldest} or later`);
  const namespaces = typeof operator.monitorNamespaces === 'string' ? {} : operator.monitorNamespaces;
  if (typeof operator.monitorNamespaces === 'string' && !['all', 'own'].includes(operator.monitorNamespaces)) refuse('operator.monitorNamespaces', operator.monitorNamespaces, 'does not exist', "use 'all', 'own', or the labels of the namespaces");
  for (const [key, value] of [...Object.entries(operator.monitorLabels), ...Object.entries(operator.ruleLabels), ...Object.entries(namespaces)]) {
    const wrong = labelKeyProblem(key) ?? labelValueProblem(value);
    if (wrong !== undefined) refuse('operator', `${key}: ${value}`, `is not a label: ${wrong}`, 'correct the label');
  }
  if (!operator.fileAccess && scrapeMode === 'istioCerts' && 'directory' in certificate) {
    refuse('certificate.directory', certificate.directory, 'names files, which the Prometheus refuses to monitors (arbitraryFSAccessThroughSMs.deny)', 'put them into a ScrapeClass and name it: certificate: { scrapeClass }');
  }
}

const oldest = '0.73';
