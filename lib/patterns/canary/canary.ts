import type { Entrance, FaultInjection, Intent, OutlierDetection, Retries, SplitIntent } from '../../intents/intents';
import type { ServicePortSubject } from '../../intents/subjects';
import { parseDuration, type Duration } from '../../model/duration';
import { compare } from '../../model/json';
import { carriesRequests } from '../../model/port';
import { hostnameProblem } from '../../model/names';
import type { Accept } from '../../model/finding';
import { list, UsageError } from '../../model/usage-error';
import { Edge } from '../../network/edge';
import { listenerFor } from '../../network/gateway';
import type { Network, Pattern } from '../../network/network';
import type { Service } from '../../network/service';
import type { Platform } from '../../platform/platform';
import { demand } from '../../platform/supported';
import { checkAccepts, requireAccept } from '../props';
import { retryConditions, type CanaryEntrance, type CanaryFault, type CanaryOutlierDetection, type CanaryProps } from './props';

/** The props once types no longer matter: callers from JavaScript get the same errors as words. */
interface Loose {
  readonly network: Network<Platform>;
  readonly accept?: readonly Accept[];
  readonly service: Service;
  readonly port?: string;
  readonly weights: Readonly<Record<string, number>>;
  readonly override?: { readonly header: string; readonly value: string; readonly to: string };
  readonly versionSticky?: true | { readonly cookie?: string; readonly maxAge?: Duration };
  readonly podSticky?: SplitIntent['podSticky'];
  readonly mirror?: { readonly to: string; readonly percentage?: number };
  readonly fault?: CanaryFault;
  readonly timeout?: Duration;
  readonly retries?: Retries;
  readonly gateways?: readonly CanaryEntrance[];
  readonly connectionPool?: SplitIntent['connectionPool'];
  readonly outlierDetection?: true | CanaryOutlierDetection;
}

/**
 * Requests to a Service are divided among its versions: by weight, with a header that chooses, sticky if wanted, inside the mesh and,
 * through the gateways given, for outsiders alike.
 *
 * @throws UsageError for unknown versions, weights that are not parts of 100, ports without requests, malformed values, and options
 *   that the platform cannot do
 * @example canary({ network: net, service: reviews, weights: { v1: 90, v2: 10 } })
 */
export function canary<P extends Platform, V extends string, N extends string>(props: CanaryProps<P, V, N>): Pattern {
  const loose = props as unknown as Loose;
  const { network, service, accept = [], override, versionSticky, podSticky, mirror, fault, timeout, retries, gateways = [], connectionPool, outlierDetection } = loose;
  const { platform } = network;
  checkAccepts(accept);
  demand(platform, 'canary', accept);
  for (const option of ['versionSticky', 'podSticky', 'mirror', 'fault', 'timeout', 'retries', 'connectionPool', 'outlierDetection'] as const) {
    if (loose[option] !== undefined) demand(platform, `canary.${option}`, accept);
  }
  if (retries?.conditions !== undefined) demand(platform, 'canary.retries.conditions', accept);

  const where = `canary of ${service.namespace.name}/${service.name}`;
  const versions = [...service.versions.keys()];
  if (versions.length === 0) throw new UsageError({ what: `${where}: the Service has no versions`, fix: 'mint it with versions: { v1: …, v2: … }' });
  const known = (option: string, version: string): void => {
    if (!versions.includes(version)) throw new UsageError({ what: `${where}: ${option} names version "${version}"`, fix: `use ${list(versions)}` });
  };
  if (service.headless) throw new UsageError({ what: `${where}: the Service is headless, so sidecars connect to the pod that the client picked and no weight applies`, fix: 'split a Service with a cluster address' });
  if (override !== undefined) {
    known('override', override.to);
    checkHeader(where, 'override', override);
  }
  if (mirror !== undefined) known('mirror', mirror.to);
  const port = portOf(where, service, loose.port);
  const split: SplitIntent = {
    kind: 'split',
    service,
    port,
    weights: weightsOf(where, loose.weights, versions, known),
    entrances: gateways.flatMap(entrance => entrancesOf(where, entrance, platform)),
    ...(override === undefined ? {} : { override: { ...override, header: override.header.toLowerCase() } }),
    ...(versionSticky === undefined ? {} : { versionSticky: stickyOf(where, service, versionSticky) }),
    ...(podSticky === undefined ? {} : { podSticky: podStickyOf(where, podSticky) }),
    ...(mirror === undefined ? {} : { mirror: { to: mirror.to, percentage: percentage(`${where}: mirror`, mirror.percentage) } }),
    ...(fault === undefined ? {} : { fault: faultOf(where, fault, accept) }),
    ...(timeout === undefined ? {} : { timeout: positive(`${where}: timeout`, timeout) }),
    ...(retries === undefined ? {} : { retries: retriesOf(where, retries, timeout) }),
    ...(connectionPool === undefined ? {} : { connectionPool: poolOf(where, connectionPool) }),
    ...(outlierDetection === undefined ? {} : { outlierDetection: detectionOf(where, outlierDetection) }),
  };
  const edges = [...new Map(gateways.map(({ gateway }) => [gateway.name, gateway])).values()].map((gateway): Intent => ({ kind: 'edge', edge: new Edge(gateway, { service, port }) }));
  return { pattern: 'canary', network, intents: [split, ...edges], accepts: accept };
}

function weightsOf(where: string, weights: Readonly<Record<string, number>>, versions: readonly string[], known: (option: string, version: string) => void): ReadonlyMap<string, number> {
  for (const version of Object.keys(weights)) known('weights', version);
  const missing = versions.filter(version => weights[version] === undefined);
  if (missing.length > 0) throw new UsageError({ what: `${where}: weights leave out ${list(missing)}`, fix: 'give every version a weight; 0 is one' });
  const entries = versions.map((version): [string, number] => [version, weights[version] ?? 0]);
  const seen = entries.map(([version, weight]) => `${version}: ${weight}`).join(', ');
  if (entries.some(([, weight]) => !Number.isInteger(weight) || weight < 0)) throw new UsageError({ what: `${where}: weights { ${seen} } are not whole numbers from 0 to 100`, fix: 'use whole parts of 100' });
  const sum = entries.reduce((total, [, weight]) => total + weight, 0);
  if (sum !== 100) throw new UsageError({ what: `${where}: weights { ${seen} } add up to ${sum}`, fix: 'make them parts of 100' });
  return new Map(entries.sort(([a], [b]) => compare(a, b)));
}

function portOf(where: string, service: Service, name: string | undefined): ServicePortSubject {
  const request = service.ports.filter(carriesRequests);
  const names = list(request.map(port => port.name));
  if (name !== undefined) {
    const { port } = service.port(name);
    if (!request.includes(port)) throw new UsageError({ what: `${where}: port "${name}" is not declared to carry requests, so the mesh would route connections and ignore every rule`, fix: `call it http-…, http2-… or grpc-…, or set appProtocol${request.length > 0 ? `, or split ${names}` : ''}` });
    return port;
  }
  const [only, second] = request;
  if (only === undefined) throw new UsageError({ what: `${where}: none of its ports (${list(service.ports.map(port => port.name))}) is declared to carry requests`, fix: 'call it http-…, http2-… or grpc-…, or set appProtocol' });
  if (second !== undefined) throw new UsageError({ what: `${where}: the ports ${names} all carry requests`, fix: 'say which one with port' });
  return only;
}

function entrancesOf(where: string, { gateway, hosts, listener, allowOverride = false }: CanaryEntrance, platform: Platform): readonly Entrance[] {
  if (hosts.length === 0) throw new UsageError({ what: `${where}: gateway ${gateway.name} without hosts`, fix: 'name the hosts that outsiders use' });
  return hosts.map(host => {
    const problem = hostnameProblem(host);
    if (problem !== undefined) throw new UsageError({ what: `${where}: host "${host}" ${problem}`, fix: 'use a host such as "reviews.shop.example"' });
    const chosen = listenerFor(gateway, listener, host);
    const others = gateway.listeners.filter(other => other !== chosen && !other.redirect && other.hostname === chosen.hostname);
    if (platform.routing === 'istio' && others.length > 0) {
      throw new UsageError({ what: `${where}: a VirtualService cannot choose between the listeners ${list([chosen, ...others].map(other => other.name))} of gateway ${gateway.name}, it would serve on all`, fix: 'let the plain one redirect, or give it another hostname' });
    }
    return { gateway, listener: chosen, hosts: [host], override: allowOverride };
  });
}

function stickyOf(where: string, service: Service, sticky: NonNullable<Loose['versionSticky']>): NonNullable<SplitIntent['versionSticky']> {
  const { cookie = `${service.name}-version`, maxAge = '1h' } = sticky === true ? {} : sticky;
  cookieName(where, cookie);
  return { cookie, maxAgeSeconds: Math.round((parseDuration(positive(`${where}: versionSticky.maxAge`, maxAge)) ?? 0) / 1000) };
}

function podStickyOf(where: string, sticky: NonNullable<SplitIntent['podSticky']>): NonNullable<SplitIntent['podSticky']> {
  if ('cookie' in sticky) {
    cookieName(where, sticky.cookie);
    if (parseDuration(sticky.ttl) === undefined) throw new UsageError({ what: `${where}: podSticky.ttl "${sticky.ttl}" is not a duration`, fix: 'write it as "1h" or "0s"' });
  }
  if ('header' in sticky) checkHeader(where, 'podSticky', { header: sticky.header, value: '-' });
  return sticky;
}

function faultOf(where: string, { match, delay, abort }: CanaryFault, accept: readonly Accept[]): FaultInjection {
  if (delay === undefined && abort === undefined) throw new UsageError({ what: `${where}: fault with neither delay nor abort`, fix: 'give one of them' });
  if (match === 'everyone') requireAccept(accept, 'platform/canary-fault-everyone', `${where}: fault for everyone breaks real requests`);
  else checkHeader(where, 'fault', match);
  if (abort !== undefined && !(Number.isInteger(abort.status) && abort.status >= 200 && abort.status <= 599)) throw new UsageError({ what: `${where}: fault.abort.status ${abort.status} is not an HTTP status`, fix: 'use 200 to 599' });
  return {
    ...(match === 'everyone' ? {} : { match: { ...match, header: match.header.toLowerCase() } }),
    ...(delay === undefined ? {} : { delay: { percentage: percentage(`${where}: fault.delay`, delay.percentage), duration: positive(`${where}: fault.delay.duration`, delay.duration) } }),
    ...(abort === undefined ? {} : { abort: { ...abort, percentage: percentage(`${where}: fault.abort`, abort.percentage) } }),
  };
}

function retriesOf(where: string, retries: Retries, timeout: Duration | undefined): Retries {
  const { attempts, perTryTimeout, conditions = [], codes = [] } = retries;
  if (!Number.isInteger(attempts) || attempts < 0) throw new UsageError({ what: `${where}: retries.attempts is ${attempts}`, fix: 'use a whole number; 0 switches retries off' });
  if (attempts === 0 && (perTryTimeout !== undefined || conditions.length > 0 || codes.length > 0)) throw new UsageError({ what: `${where}: retries.attempts is 0 beside other retry options, which the mesh refuses`, fix: 'leave the others out' });
  const unknown = conditions.find(condition => !(retryConditions as readonly string[]).includes(condition));
  if (unknown !== undefined) throw new UsageError({ what: `${where}: retries.conditions has "${unknown}"`, fix: `use ${list(retryConditions)}` });
  const badCode = codes.find(code => !Number.isInteger(code) || code < 400 || code > 599);
  if (badCode !== undefined) throw new UsageError({ what: `${where}: retries.codes has ${badCode}`, fix: 'use status codes from 400 to 599' });
  if (perTryTimeout !== undefined) {
    positive(`${where}: retries.perTryTimeout`, perTryTimeout);
    if (timeout !== undefined && (parseDuration(perTryTimeout) ?? 0) > (parseDuration(timeout) ?? 0)) throw new UsageError({ what: `${where}: retries.perTryTimeout ${perTryTimeout} is longer than timeout ${timeout}`, fix: 'make one try shorter than the whole request' });
  }
  return retries;
}

function poolOf(where: string, pool: NonNullable<SplitIntent['connectionPool']>): NonNullable<SplitIntent['connectionPool']> {
  const { connectTimeout, idleTimeout, ...limits } = pool;
  if (Object.keys(pool).length === 0) throw new UsageError({ what: `${where}: connectionPool is empty`, fix: 'set a limit, or leave it out' });
  for (const [limit, value] of Object.entries(limits)) {
    if (!Number.isInteger(value) || value < 0) throw new UsageError({ what: `${where}: connectionPool.${limit} is ${value}`, fix: 'use a whole number' });
  }
  if (connectTimeout !== undefined) positive(`${where}: connectionPool.connectTimeout`, connectTimeout);
  if (idleTimeout !== undefined) positive(`${where}: connectionPool.idleTimeout`, idleTimeout);
  return pool;
}

function detectionOf(where: string, detection: true | CanaryOutlierDetection): OutlierDetection {
  const { consecutive5xxErrors = 5, interval = '10s', baseEjectionTime = '30s', maxEjectionPercent = 50, consecutiveLocalOriginFailures } = detection === true ? {} : detection;
  if (!Number.isInteger(maxEjectionPercent) || maxEjectionPercent < 1 || maxEjectionPercent > 100) throw new UsageError({ what: `${where}: outlierDetection.maxEjectionPercent is ${maxEjectionPercent}`, fix: 'use 1 to 100' });
  for (const [option, count] of [['consecutive5xxErrors', consecutive5xxErrors], ['consecutiveLocalOriginFailures', consecutiveLocalOriginFailures ?? 1]] as const) {
    if (!Number.isInteger(count) || count < 1) throw new UsageError({ what: `${where}: outlierDetection.${option} is ${count}`, fix: 'use a whole number from 1' });
  }
  positive(`${where}: outlierDetection.interval`, interval);
  positive(`${where}: outlierDetection.baseEjectionTime`, baseEjectionTime);
  return { consecutive5xxErrors, interval, baseEjectionTime, maxEjectionPercent, ...(consecutiveLocalOriginFailures === undefined ? {} : { consecutiveLocalOriginFailures }) };
}

function positive(what: string, duration: Duration): Duration {
  const milliseconds = parseDuration(duration);
  if (milliseconds === undefined) throw new UsageError({ what: `${what} "${duration}" is not a duration`, fix: 'write it as "2s", "500ms" or "1m30s"' });
  if (milliseconds < 1) throw new UsageError({ what: `${what} is ${duration}`, fix: 'leave it out to switch it off: 0 is refused' });
  return duration;
}

function percentage(what: string, value: number | undefined): number {
  if (value === undefined) throw new UsageError({ what: `${what} has no percentage, which would mean all of them`, fix: 'write the percentage' });
  if (!(value > 0 && value <= 100)) throw new UsageError({ what: `${what}: percentage is ${value}`, fix: 'use more than 0 and at most 100' });
  return value;
}

function checkHeader(where: string, option: string, { header, value }: { readonly header: string; readonly value: string }): void {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(header)) throw new UsageError({ what: `${where}: ${option} header "${header}" is not a header name`, fix: 'use a name such as "x-canary"' });
  if (value === '') throw new UsageError({ what: `${where}: ${option} header ${header} has no value`, fix: 'give the exact value that requests carry' });
}

function cookieName(where: string, cookie: string): void {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(cookie)) throw new UsageError({ what: `${where}: cookie name "${cookie}" is not one`, fix: 'use letters, digits and "-"' });
}
