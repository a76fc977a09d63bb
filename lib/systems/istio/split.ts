import type { Entrance, Origin, SplitIntent } from '../../intents/intents';
import { carriesRequests } from '../../model/port';
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

type Ranked = Pick<VirtualServiceShare, 'rank' | 'rule'>;

/** `inMesh` tells clients inside from outsiders: only the former address the Service's own ports. */
function rules(split: SplitIntent, host: string, inMesh: boolean, override: boolean = true): readonly Ranked[] {
  const port = inMesh && requestPorts(split).length > 1 ? { port: split.port.port } : {};
  const common = { ...settings(split), ...mirrors(split, host) };
  const weighted = weightedRoute(split, host);
  const ranked: Ranked[] = [];
  const add = (rank: RouteRank, rule: HttpRoute): void => void ranked.push({ rank, rule });
  const fault = split.fault === undefined ? {} : { fault: faultOf(split.fault) };
  const everyone = split.fault !== undefined && split.fault.match === undefined ? fault : {};

  if (split.fault?.match !== undefined) {
    const { header, value } = split.fault.match;
    add('fault', { name: 'fault', match: [{ ...port, headers: { [header]: { exact: value } } }], ...fault, ...settings(split), route: weighted });
  }
  if (split.override !== undefined && override) {
    const { header, value, to } = split.override;
    add('override', { name: 'override', match: [{ ...port, headers: { [header]: { exact: value } } }], ...everyone, ...settings(split), route: [{ destination: destination(split, host, to) }] });
  }
  if (split.versionSticky !== undefined) {
    for (const [version] of serving(split)) {
      const match: HttpMatch = { ...port, headers: { cookie: { regex: cookiePattern(split.versionSticky, version) } } };
      add('sticky', { name: `sticky-${version}`, match: [match], ...everyone, ...common, route: [{ destination: destination(split, host, version) }] });
    }
  }
  const rest: HttpRoute = { name: 'weights', ...everyone, ...common, route: weighted };
  add('weights', 'port' in port ? { ...rest, match: [port] } : rest);
  return ranked;
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

function settings({ timeout, retries }: SplitIntent): Pick<HttpRoute, 'timeout' | 'retries'> {
  const on = [...(retries?.conditions ?? []), ...(retries?.codes ?? []).map(String)];
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

function requestPorts({ service }: SplitIntent): SplitIntent['service']['ports'] {
  return service.ports.filter(carriesRequests);
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
