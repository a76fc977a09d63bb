import type { Entrance, SplitIntent } from '../../intents/split';
import type { Origin } from '../../intents/intents';
import { applicationProtocol } from '../../model/port';
import { serviceHost, type IstioSidecar } from '../../platform/platform';
import type { Contribution, RouteKey, RouteRank, VirtualServiceShare } from '../contribution';
import { entranceKey } from '../entrance';
import { cookiePattern, serving, versionCookie } from '../split-rules';
import type { VersionLabels } from '../versions';
import type { Destination, HttpMatch, HttpRoute, WeightedDestination } from './kinds';
import { hostPolicy, versionPolicy } from './traffic';

/** A split as subsets of the host's DestinationRule, and rules of the mesh's and each gateway's VirtualService. */
export function emitSplit(split: SplitIntent, origin: Origin, versions: ReadonlyMap<string, VersionLabels>, platform: IstioSidecar): readonly Contribution[] {
  const { service } = split;
  const host = serviceHost(platform, service);
  const rule = { owner: 'destination-rule' as const, host, namespace: service.namespace.name, name: service.name };
  const policy = hostPolicy(split.podSticky, split.connectionPool);
  const mesh: RouteKey = { key: `mesh ${host}`, namespace: service.namespace.name, name: service.name };
  return [
    ...(policy === undefined ? [] : [{ share: { ...rule, trafficPolicy: policy }, origin }]),
    ...[...versions].map(([name, { labels, workload }]): Contribution => {
      const trafficPolicy = versionPolicy(split.outlierDetection, workload.replicas);
      return { share: { ...rule, subset: { name, labels, ...(trafficPolicy === undefined ? {} : { trafficPolicy }) } }, origin };
    }),
    ...rules(split, host, true).map((ranked): Contribution => ({ share: { owner: 'virtual-service', ...mesh, hosts: [host], ...ranked }, origin })),
    ...otherPorts(split, host).map((ranked): Contribution => ({ share: { owner: 'virtual-service', ...mesh, hosts: [host], ...ranked }, origin })),
    ...split.entrances.flatMap(entrance => entranceRules(split, entrance, host, origin)),
  ];
}

/** A rule with its place among the others. */
export type Ranked = Pick<VirtualServiceShare, 'rank' | 'rule'>;

/**
 * `inMesh` tells clients inside from outsiders: only the former address the Service's own ports. `headers`: whether they may steer by
 * the headers of override and fault.
 */
export function rules(split: SplitIntent, host: string, inMesh: boolean, headers: boolean = true): readonly Ranked[] {
  const port = inMesh && requestPorts(split).length > 1 ? { port: split.port.port } : {};
  const common = { ...settings(split), ...mirrors(split, host) };
  const { fault, override, versionSticky } = split;
  const everyone = fault !== undefined && fault.match === undefined ? { fault: faultOf(fault) } : {};
  const plain: Ranked[] = [];
  const add = (rank: RouteRank, rule: HttpRoute): void => void plain.push({ rank, rule });

  if (override !== undefined && headers) {
    const { header, value, to } = override;
    add('override', { name: 'override', match: [{ ...port, headers: { [header]: { exact: value } } }], ...everyone, ...settings(split), route: [{ destination: destination(split, host, to) }] });
  }
  if (versionSticky !== undefined) {
    for (const [version] of serving(split)) {
      const match: HttpMatch = { ...port, headers: { cookie: { regex: cookiePattern(versionSticky, version) } } };
      add('sticky', { name: `sticky-${version}`, match: [match], ...everyone, ...common, route: [{ destination: destination(split, host, version) }] });
    }
  }
  const rest: HttpRoute = { name: 'weights', ...everyone, ...common, route: weightedRoute(split, host) };
  add('weights', 'port' in port ? { ...rest, match: [port] } : rest);
  return [...(headers ? faulted(plain, fault) : []), ...plain];
}

/** Every rule once more for requests with the fault's header: a fault hits them where they were going anyway. */
function faulted(plain: readonly Ranked[], fault: SplitIntent['fault']): readonly Ranked[] {
  if (fault?.match === undefined) return [];
  const { header, value } = fault.match;
  return plain.flatMap(({ rank, rule }): readonly Ranked[] => {
    const [match = {}] = rule.match ?? [];
    const taken = match.headers?.[header];
    // A header has one value: a rule that wants another one never meets the fault.
    if (taken !== undefined && taken.exact !== value) return [];
    const both: HttpMatch = { ...match, headers: { ...match.headers, [header]: { exact: value } } };
    const name = rank === 'weights' ? 'fault' : `fault-${rule.name}`;
    const twin = rank === 'override' ? 'fault-override' : rank === 'sticky' ? 'fault-sticky' : 'fault';
    return [{ rank: twin, rule: { ...rule, name, match: [both], fault: faultOf(fault) } }];
  });
}

function weightedRoute(split: SplitIntent, host: string): readonly WeightedDestination[] {
  const versions = serving(split);
  return versions.map(([version, weight]) => ({
    destination: destination(split, host, version),
    ...(versions.length > 1 ? { weight } : {}),
    ...(split.versionSticky === undefined ? {} : { headers: { response: { add: { 'set-cookie': versionCookie(split.versionSticky, version) } } } }),
  }));
}

function destination({ service, port }: SplitIntent, host: string, subset: string): Destination {
  return { host, subset, ...(service.ports.length > 1 ? { port: { number: port.port } } : {}) };
}

/** On what Istio retries when a route says nothing; a list in the route replaces it. */
const retriedAnyway = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

function settings({ timeout, retries }: SplitIntent): Pick<HttpRoute, 'timeout' | 'retries'> {
  const codes = (retries?.codes ?? []).map(String);
  const on = [...(retries?.conditions ?? (codes.length > 0 ? retriedAnyway : [])), ...codes];
  return {
    ...(timeout === undefined ? {} : { timeout }),
    ...(retries === undefined
      ? {}
      : { retries: { attempts: retries.attempts, ...(retries.perTryTimeout === undefined ? {} : { perTryTimeout: retries.perTryTimeout }), ...(on.length === 0 ? {} : { retryOn: on.join(',') }) } }),
  };
}

function mirrors(split: SplitIntent, host: string): Pick<HttpRoute, 'mirrors'> {
  if (split.mirror === undefined) return {};
  return { mirrors: [{ destination: destination(split, host, split.mirror.to), percentage: { value: split.mirror.percentage } }] };
}

function faultOf({ delay, abort }: NonNullable<SplitIntent['fault']>): NonNullable<HttpRoute['fault']> {
  return {
    ...(delay === undefined ? {} : { delay: { percentage: { value: delay.percentage }, fixedDelay: delay.duration } }),
    ...(abort === undefined ? {} : { abort: { percentage: { value: abort.percentage }, httpStatus: abort.status } }),
  };
}

/** Protocols that the mesh takes for connections and never for requests. */
const connections = ['tcp', 'tls', 'https', 'udp', 'mongo', 'mysql', 'redis'];

/** Ports to which HTTP rules may apply: those that declare requests, and those that declare nothing, where the mesh looks at the bytes. */
function requestPorts({ service }: SplitIntent): SplitIntent['service']['ports'] {
  return service.ports.filter(port => port.protocol === 'TCP' && !connections.includes(applicationProtocol(port) ?? ''));
}

/** A VirtualService speaks for every HTTP port of its host: without these rules the other ports would answer 404. */
function otherPorts(split: SplitIntent, host: string): readonly Ranked[] {
  return requestPorts(split)
    .filter(port => port.name !== split.port.name)
    .map(port => ({ rank: 'fallback' as const, rule: { name: port.name, match: [{ port: port.port }], route: [{ destination: { host, port: { number: port.port } } }] } }));
}

function entranceRules(split: SplitIntent, entrance: Entrance, host: string, origin: Origin): readonly Contribution[] {
  const { gateway, hosts, override } = entrance;
  return hosts.flatMap(hostname =>
    rules(split, host, false, override).map((ranked): Contribution => ({
      share: { owner: 'virtual-service', ...entranceKey(gateway, hostname, split.service), hosts: [hostname], gateway: `${gateway.namespace.name}/${gateway.name}`, ...ranked },
      origin,
    })),
  );
}
