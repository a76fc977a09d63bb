import { thresholdDefaults, type Levels } from '../../metrics/config';
import { exampleOf, matchesWorkloads } from '../../metrics/gateway-example';
import { labelKeyProblem, labelValueProblem } from '../../model/labels';
import { dnsLabelProblem, serviceNameProblem } from '../../model/names';
import { UsageError } from '../../model/usage-error';
import type { Platform } from '../../platform/platform';
import type { NetworkMonitoringProps } from './props';

const where = 'network-monitoring';
const refuse = (what: string, fix: string): never => {
  throw new UsageError({ what: `${where}: ${what}`, fix });
};

/** Refuses values that Prometheus, Grafana or the API server would refuse, or that would say nothing. */
export function checkProps(props: NetworkMonitoringProps<Platform>, { cni }: Platform): void {
  const { name = 'network', namespace, clusterLabel = 'cluster', jobs = {}, severities = {}, runbookBase, dashboards = 'config-map', folder, grafana = {}, hubble, gateways = [] } = props;
  const misnamed = serviceNameProblem(`${name}-services`);
  if (misnamed !== undefined) refuse(`name "${name}" ${misnamed}`, 'give a short name such as "network"');
  const misplaced = namespace === undefined ? undefined : dnsLabelProblem(namespace);
  if (misplaced !== undefined) refuse(`namespace "${namespace ?? ''}" ${misplaced}`, 'name the namespace that Prometheus takes rules from');
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(clusterLabel)) refuse(`clusterLabel "${clusterLabel}" is no label of Prometheus`, 'use the external label of the Prometheus, such as "cluster"');
  for (const [which, job] of Object.entries(jobs)) if (job === '' || labelValueProblem(job) !== undefined) refuse(`jobs.${which} "${job}" cannot be the value of label job`, 'give the job that the samples carry');
  for (const [severity, value] of Object.entries(severities)) {
    if (!['critical', 'warning', 'info'].includes(severity)) refuse(`severity "${severity}" does not exist`, 'use critical, warning or info');
    if (value === '') refuse(`severity ${severity} has no value`, 'give the value that Alertmanager routes by');
  }
  if (runbookBase !== undefined && !/^https?:\/\/\S+\/$/.test(runbookBase)) refuse(`runbookBase "${runbookBase}" is no address that names can follow`, 'end it with "/"');
  if (!['config-map', 'grafana-operator', false].includes(dashboards)) refuse(`dashboards ${JSON.stringify(dashboards)} does not exist`, "use 'config-map', 'grafana-operator' or false");
  if (folder !== undefined && folder.trim() === '') refuse('folder is empty', 'leave it out, or name one');
  for (const [key, value] of Object.entries(grafana)) {
    const wrong = labelKeyProblem(key) ?? labelValueProblem(value);
    if (wrong !== undefined) refuse(`grafana "${key}: ${value}" is not a label: ${wrong}`, 'correct the label');
  }
  if (hubble !== undefined && cni.name !== 'cilium' && cni.name !== 'unknown') refuse(`hubble is of Cilium, and the platform has ${cni.name}`, 'leave it out, or correct cni on the platform');
  for (const gateway of gateways) {
    if (!['istio', 'envoy-gateway', 'traefik', 'ingress-nginx'].includes(gateway.kind)) refuse(`gateway of kind "${String(gateway.kind)}" is not known`, 'use istio, envoy-gateway, traefik or ingress-nginx');
    if (gateway.kind === 'istio' && gateway.workloads !== '' && !matchesWorkloads(gateway.workloads, exampleOf(gateway))) {
      refuse(`gateway of Istio: workloads "${gateway.workloads}" does not match "${exampleOf(gateway)}", which tests of the rules would take for one`, 'give one of their names: example');
    }
    if (gateway.kind === 'istio' && gateway.workloads === '') refuse('a gateway of Istio without workloads', 'give an expression for the names of its workloads, such as "ingressgateway"');
  }
  const kinds = gateways.map(({ kind }) => kind);
  const twice = kinds.find((kind, i) => kinds.indexOf(kind) !== i);
  if (twice !== undefined) refuse(`gateways of ${twice} are given twice: the second would record the same series`, twice === 'istio' ? 'join their workloads in one expression: "public|internal"' : 'give it once');
  checkThresholds(props);
}

function checkThresholds({ thresholds = {} }: NetworkMonitoringProps<Platform>): void {
  for (const [option, given] of Object.entries(thresholds) as readonly (readonly [string, unknown])[]) {
    if (!(option in thresholdDefaults)) refuse(`thresholds.${option} does not exist`, `use ${Object.keys(thresholdDefaults).join(', ')}`);
    const values = typeof given === 'object' && given !== null ? Object.entries(given as Readonly<Record<string, unknown>>) : [['', given] as const];
    const whole = (thresholdDefaults as unknown as Readonly<Record<string, unknown>>)[option];
    const missing = typeof whole === 'object' && whole !== null ? Object.keys(whole).find(level => !values.some(([key]) => key === level)) : undefined;
    if (missing !== undefined) refuse(`thresholds.${option} has no ${missing}`, `give all of ${Object.keys(whole as object).join(' and ')}`);
    for (const [level, value] of values) if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) refuse(`thresholds.${option}${level === '' ? '' : `.${level}`} is ${JSON.stringify(value)}`, 'use a number that is not negative');
    const { warning, critical } = given as Partial<Levels>;
    if (warning !== undefined && critical !== undefined && warning > critical) refuse(`thresholds.${option} warns at ${warning} and is critical at ${critical}: the warning would come later`, 'swap them');
  }
}

/** Alerts that are left out have to be there. */
export function checkNames({ without = [] }: NetworkMonitoringProps<Platform>, known: readonly string[]): void {
  const unknown = without.find(name => !known.includes(name));
  if (unknown !== undefined) refuse(`there is no alert ${unknown} to leave out`, `name some of ${known.join(', ')}`);
}
