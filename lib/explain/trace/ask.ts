import type { World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { parseCidr } from '../../model/cidr';
import { nearest } from '../../model/spelling';
import { UsageError } from '../../model/usage-error';
import type { Origin, Target } from './question';

/** What of a request is given beside its URL. */
export interface RequestOptions {
  readonly method?: string;
  /** `name: value`, as curl takes them. */
  readonly headers?: readonly string[];
}

const ports = { http: 80, https: 443, grpc: 80, tcp: undefined } as const;

/**
 * Reads what is asked for: a URL, or a host with a port. Names are taken as a program would have them; `http` where no scheme is said.
 *
 * @throws UsageError for what is no URL, and for a raw connection without a port
 * @example targetOf('http://reviews.shop:9080/cart').port // 9080
 * @example targetOf('tcp://db:5432')
 */
export function targetOf(written: string, { method, headers }: RequestOptions = {}): Target {
  const [, said = 'http', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/i.exec(written) ?? [];
  const scheme = said.toLowerCase();
  if (!isScheme(scheme)) throw new UsageError({ what: `the scheme "${said}" of ${written}`, fix: 'use http, https, grpc or tcp' });
  const [, bracketed, plain = '', number, path] = /^(?:\[([^\]]+)\]|([^/:?#[\]@]+))(?::(\d{1,5}))?([/?][^#]*)?(?:#.*)?$/.exec(rest) ?? [];
  const host = (bracketed ?? plain).toLowerCase();
  const isAddress = !host.includes('/') && !('problem' in parseCidr(host));
  const port = number === undefined ? ports[scheme] : Number(number);
  if (host === '' || (!isAddress && !/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?$/.test(host))) throw new UsageError({ what: `no host in "${written}"`, fix: 'write a URL such as http://reviews.shop:9080/cart, or tcp://db:5432' });
  if (port === undefined || port < 1 || port > 65_535) throw new UsageError({ what: port === undefined ? `no port in "${written}"` : `port ${port} of "${written}"`, fix: 'write a port from 1 to 65535 behind the host: tcp://db:5432' });
  const base = { written, scheme, host, isAddress, port };
  if (scheme === 'tcp') {
    if (method !== undefined || (headers ?? []).length > 0) throw new UsageError({ what: `a method or header for ${written}, which has no requests`, fix: 'use http, https or grpc, or leave them out' });
    return base;
  }
  const given = headers === undefined || headers.length === 0 ? {} : { headers: headersOf(headers) };
  return { ...base, path: pathOf(path), method: (method ?? (scheme === 'grpc' ? 'POST' : 'GET')).toUpperCase(), ...given };
}

function isScheme(text: string): text is Target['scheme'] {
  return Object.hasOwn(ports, text);
}

function pathOf(written: string | undefined): string {
  return written === undefined ? '/' : written.startsWith('?') ? `/${written}` : written;
}

function headersOf(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(lines.map(line => {
    const colon = line.indexOf(':');
    if (colon < 1) throw new UsageError({ what: `header "${line}"`, fix: 'write it as NAME: VALUE' });
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
  }));
}

const shortKinds: Readonly<Record<string, string>> = {
  po: 'Pod', pod: 'Pod', pods: 'Pod', deploy: 'Deployment', deployment: 'Deployment', deployments: 'Deployment', sts: 'StatefulSet', statefulset: 'StatefulSet', statefulsets: 'StatefulSet',
  ds: 'DaemonSet', daemonset: 'DaemonSet', daemonsets: 'DaemonSet', job: 'Job', jobs: 'Job', cj: 'CronJob', cronjob: 'CronJob', cronjobs: 'CronJob', rs: 'ReplicaSet', replicaset: 'ReplicaSet', replicasets: 'ReplicaSet',
};

/**
 * Reads who asks, as kubectl would be told: `deploy/web` with a namespace, `shop/web`, `web`, a pod by name, `ns/shop` for every workload of a namespace, or `internet`.
 *
 * @throws UsageError where nothing has the name, or several things have it
 * @example originsOf(world, 'deploy/web', { namespace: 'shop' })
 */
export function originsOf(world: World, text: string, { namespace }: { readonly namespace?: string } = {}): readonly Origin[] {
  if (text === 'internet') return [{ kind: 'internet' }];
  const [first = '', second] = text.split('/');
  if (second !== undefined && ['ns', 'namespace', 'namespaces'].includes(first.toLowerCase())) return inNamespace(world, second);
  const kind = second === undefined ? undefined : shortKinds[first.toLowerCase()];
  const wanted = kind === undefined && second !== undefined ? first : namespace;
  const found = named(world, second ?? first, wanted, kind);
  if (found.length === 0) throw nothingNamed(world, text, wanted, kind);
  const [only, other] = found;
  if (other !== undefined && only !== undefined) {
    const where = only.namespace === other.namespace ? `${only.kind.toLowerCase()}/${only.name}` : `${only.namespace}/${only.name}`;
    throw new UsageError({ what: `"${text}" is ${only.kind} ${only.namespace}/${only.name} and ${other.kind} ${other.namespace}/${other.name}`, fix: only.namespace === other.namespace ? `name its kind: ${where}` : `name its namespace: ${where}, or -n ${only.namespace}` });
  }
  return found.map(workload => ({ kind: 'workload', workload }));
}

function inNamespace(world: World, namespace: string): readonly Origin[] {
  const found = world.cluster.workloadsIn(namespace);
  if (found.length === 0) throw new UsageError({ what: `no pods in namespace "${namespace}" of the input`, fix: `name one of ${[...new Set(world.cluster.workloads.map(workload => workload.namespace))].join(', ')}` });
  return found.map(workload => ({ kind: 'workload', workload }));
}

/** By the name of the workload, of one of its owners in between, or of a live pod. */
function named({ cluster }: World, name: string, namespace: string | undefined, kind: string | undefined): readonly Workload[] {
  const pool = namespace === undefined ? cluster.workloads : cluster.workloadsIn(namespace);
  const own = pool.filter(workload => workload.name === name && (kind === undefined || workload.kind === kind));
  if (own.length > 0) return own;
  return kind === undefined || kind === 'Pod' ? pool.filter(({ pods }) => pods.some(({ reference }) => reference.name === name)) : [];
}

function nothingNamed({ cluster }: World, text: string, namespace: string | undefined, kind: string | undefined): UsageError {
  const pool = cluster.workloads.filter(workload => kind === undefined || workload.kind === kind);
  const near = nearest(text, pool.flatMap(workload => [workload.name, `${workload.namespace}/${workload.name}`, `${workload.kind.toLowerCase()}/${workload.name}`]));
  const elsewhere = pool.find(({ name }) => text.split('/').at(-1) === name);
  return new UsageError({ what: `[SRC-NOT-FOUND] no pods "${text}"${namespace === undefined ? '' : ` in namespace ${namespace}`} in the input`, fix: elsewhere !== undefined ? `name ${elsewhere.namespace}/${elsewhere.name}` : near !== undefined ? `name ${near}` : 'name a workload as deploy/web with -n NAMESPACE, as namespace/name, or "internet"' });
}
