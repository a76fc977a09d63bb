import type { Intent } from '../../intents/intents';
import type { Monitor } from '../../intents/scrape';
import { parseDuration, type Duration } from '../../model/duration';
import { labelKeyProblem, labelValueProblem, type Labels } from '../../model/labels';
import { serviceNameProblem } from '../../model/names';
import { UsageError } from '../../model/usage-error';
import type { Pattern } from '../../network/network';
import type { ServicePort } from '../../network/service-port';
import type { ScrapeMode } from '../../platform/monitoring';
import type { Platform } from '../../platform/platform';
import { demand, type Requires, type Supported } from '../../platform/supported';
import { containerPorts } from '../../systems/kubernetes/peers';
import { checkAccepts, requireProps, type PatternProps } from '../props';

/** Props of `Scrape`. */
export interface ScrapeProps<P extends Platform> extends PatternProps<P> {
  readonly network: PatternProps<P>['network'] & Requires<P, 'scrape'>;
  /** The port of a Service that the application serves its metrics on. */
  readonly port: ServicePort;
  /** @default '/metrics' */
  readonly path?: string;
  /** How this one is read, when it is not as the platform says. @default platform.monitoring.scrapeMode */
  readonly mode?: Supported<P, 'scrape.mode', ScrapeMode>;
  /** @default '30s' */
  readonly interval?: Duration;
  /** At most the interval. @default '10s', or a shorter interval */
  readonly scrapeTimeout?: Duration;
  /** Samples of one answer beyond which Prometheus takes none of it. @default 50000 */
  readonly sampleLimit?: number;
  /** Label of the Service whose value becomes the label `job` of every sample. @default 'app.kubernetes.io/name' */
  readonly jobLabel?: string;
  /** Labels of the monitor beside those that the platform demands. @default {} */
  readonly labels?: Labels;
  /** Name of the monitor and of the Service that it reads. @default '<service>-metrics' */
  readonly name?: string;
}

/**
 * Prometheus reads the metrics of the pods behind a Service: the monitor, what the mesh has to know for it, and what lets it through.
 *
 * @throws UsageError for a platform without monitoring, a timeout beyond the interval, a port that carries no HTTP, malformed names and labels
 * @example scrape({ network: net, port: web.port('http'), path: '/metrics' })
 */
export function scrape<P extends Platform>(props: ScrapeProps<P>): Pattern {
  const { port, accept = [] } = props;
  const { network, mode: own } = props as { readonly network: PatternProps<P>['network']; readonly mode?: ScrapeMode };
  const { platform } = network;
  checkAccepts(accept);
  demand(platform, 'scrape', accept);
  if (own !== undefined) demand(platform, 'scrape.mode', accept);
  requireProps('scrape', { port });
  const where = `scrape: service ${port.service.namespace.name}/${port.service.name}`;
  if (platform.monitoring === undefined) throw new UsageError({ what: `${where}: nobody is there to read it: the platform has no monitoring`, fix: 'set monitoring: true on the platform' });
  const { operator, certificate } = platform.monitoring;
  const mode = own ?? platform.monitoring.scrapeMode;
  if (!modes.includes(mode)) throw new UsageError({ what: `${where}: mode "${String(mode)}" does not exist`, fix: `use ${modes.slice(0, -1).join(', ')} or ${modes.at(-1) ?? ''}` });
  if (mode === 'istioCerts' && operator === false) throw new UsageError({ what: `${where}: an annotation cannot name the certificate that mode istioCerts takes`, fix: "use mode: 'merged', or install prometheus-operator" });
  if (mode === 'istioCerts' && operator !== false && !operator.fileAccess && 'directory' in certificate) {
    throw new UsageError({ what: `${where}: the certificate is in files, which the Prometheus refuses to monitors (arbitraryFSAccessThroughSMs.deny)`, fix: 'put them into a ScrapeClass and name it on the platform: certificate: { scrapeClass }' });
  }
  if (port.service.remote) throw new UsageError({ what: `${where} has no pods here`, fix: 'scrape it in the cluster of its pods' });
  if (port.port.protocol !== 'TCP') throw new UsageError({ what: `${where}: port ${port.port.name} is ${port.port.protocol}, and metrics are read over HTTP`, fix: 'use a port with protocol TCP' });
  return { pattern: 'scrape', network, intents: intentsOf(where, port, mode, monitorOf(where, props)), accepts: accept };
}

const modes: readonly string[] = ['merged', 'istioCerts', 'plaintextException', 'direct'];

function intentsOf(where: string, { service, port }: ServicePort, mode: ScrapeMode, monitor: Monitor): readonly Intent[] {
  const read: Intent = { kind: 'scrape', service, port, mode, monitor };
  if (mode !== 'plaintextException') return [read];
  const exceptions = service.workloads.flatMap(workload => containerPorts({ ...service, workloads: [workload] }, port).map((number): Intent => ({ kind: 'port-exception', workload, port: number, mode: 'PERMISSIVE' })));
  if (exceptions.length === 0) throw new UsageError({ what: `${where}: an exception is of a workload and a container port, and nobody says which are behind port ${port.name}`, fix: 'declare the Service with its workload or versions, and the ports of their containers' });
  return [read, ...exceptions];
}

function monitorOf(where: string, { port: { service }, path = '/metrics', interval = '30s', scrapeTimeout, sampleLimit = 50000, jobLabel = 'app.kubernetes.io/name', labels = {}, name = `${service.name}-metrics` }: ScrapeProps<Platform>): Monitor {
  const length = milliseconds(where, 'interval', interval);
  const timeout = scrapeTimeout ?? (length < 10_000 ? interval : '10s');
  if (milliseconds(where, 'scrapeTimeout', timeout) > length) throw new UsageError({ what: `${where}: scrapeTimeout ${timeout} is longer than interval ${interval}, which the operator refuses`, fix: 'shorten the timeout' });
  if (!/^\/\S*$/.test(path)) throw new UsageError({ what: `${where}: path "${path}" is no path`, fix: 'begin it with "/"' });
  if (!Number.isInteger(sampleLimit) || sampleLimit < 1) throw new UsageError({ what: `${where}: sampleLimit is ${String(sampleLimit)}`, fix: 'use a whole number such as 50000' });
  const bad = serviceNameProblem(name);
  if (bad !== undefined) throw new UsageError({ what: `${where}: name "${name}" ${bad}`, fix: 'give the monitor a short name of its own: name' });
  for (const [key, value] of [[jobLabel, ''] as const, ...Object.entries(labels)]) {
    const wrong = labelKeyProblem(key) ?? labelValueProblem(value);
    if (wrong !== undefined) throw new UsageError({ what: `${where}: ${wrong}`, fix: 'correct the label' });
  }
  return { name, path, interval, scrapeTimeout: timeout, sampleLimit, jobLabel, labels };
}

function milliseconds(where: string, option: string, text: string): number {
  const length = parseDuration(text);
  if (length === undefined || length === 0) throw new UsageError({ what: `${where}: ${option} "${text}" is no span of time`, fix: 'write it as "30s"' });
  return length;
}
