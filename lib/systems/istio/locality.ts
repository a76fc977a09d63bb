import type { OutlierDetection, SplitIntent } from '../../intents/split';
import { ofKind, type Origin, type Recorded } from '../../intents/intents';
import type { LocalityIntent } from '../../intents/locality';
import { serviceHost, type IstioSidecar } from '../../platform/platform';
import type { Contribution, DestinationRuleShare } from '../contribution';
import { remark } from '../remark';
import { versionHost } from '../split-rules';
import { versionLabels } from '../versions';
import type { PortTrafficPolicy } from './kinds';
import { ejection } from './traffic';

/** How long a client waits for a connection when nobody says: a lost region answers nothing, and the mesh waits 10s. */
export const connectTimeout = '3s';

/** Of the pods of one version never more than half are out, unless its canary says so: a version of one pod is never out at all. */
const versionBound = 50;

/**
 * A preference of localities as a share of the host's DestinationRule. Where a canary splits the host, each version gets ejection of its own: a bound
 * for the whole host could take out every pod of a small version, whose part of the requests would then be answered 503. With `routing: 'gateway'` the
 * versions are hosts, and each gets all of it.
 */
export function emitLocality(recorded: readonly Recorded[], platform: IstioSidecar): readonly Contribution[] {
  return [...ofKind(recorded, 'locality'), ...ofPeers(recorded)].flatMap(({ intent, origin }) => {
    const split = ofKind(recorded, 'split').find(entry => entry.intent.service === intent.service)?.intent;
    return [...shares(intent, split, platform).map(share => ({ share, origin })), ...remarks(intent, split, origin, platform)];
  });
}

/** What callers of peers prefer, unless a pattern for locality says it of the same Service. */
function ofPeers(recorded: readonly Recorded[]): readonly Recorded<LocalityIntent>[] {
  const decided = ofKind(recorded, 'locality').map(({ intent }) => intent.service);
  return ofKind(recorded, 'call-peers').flatMap(({ intent: { service, preference }, origin }) => (decided.includes(service) ? [] : [{ intent: preference, origin }]));
}

function shares(intent: LocalityIntent, split: SplitIntent | undefined, platform: IstioSidecar): readonly DestinationRuleShare[] {
  const { service, outlierDetection } = intent;
  const rule = (name: string): Pick<DestinationRuleShare, 'owner' | 'host' | 'namespace' | 'name'> => ({
    owner: 'destination-rule',
    host: serviceHost(platform, { name, namespace: service.namespace }),
    namespace: service.namespace.name,
    name,
  });
  const policy = hostPolicy(intent, split);
  const whole: DestinationRuleShare = { ...rule(service.name), trafficPolicy: { ...policy, ...(outlierDetection === undefined ? {} : { outlierDetection: ejection(outlierDetection) }) } };
  const versions = split === undefined ? undefined : versionLabels(service);
  if (versions === undefined || 'problem' in versions) return [whole];
  return [
    whole,
    ...[...versions].flatMap(([version, { labels }]): readonly DestinationRuleShare[] => {
      const bounded = outlierDetection === undefined ? {} : { outlierDetection: ejection(boundOf(outlierDetection, split)) };
      if (platform.routing === 'gateway') return [{ ...rule(versionHost(service, version)), trafficPolicy: { ...policy, ...bounded } }];
      return outlierDetection === undefined ? [] : [{ ...rule(service.name), subset: { name: version, labels, trafficPolicy: bounded } }];
    }),
  ];
}

/** The canary's own ejection holds for its versions. Endpoint priorities are only made where there is one, so it is written also where it never acts. */
function boundOf(detection: OutlierDetection, split: SplitIntent | undefined): OutlierDetection {
  return split?.outlierDetection ?? { ...detection, maxEjectionPercent: Math.min(detection.maxEjectionPercent, versionBound) };
}

function hostPolicy(intent: LocalityIntent, split: SplitIntent | undefined): PortTrafficPolicy {
  const { preference, warmup } = intent;
  const wait = intent.connectTimeout ?? (split?.connectionPool?.connectTimeout === undefined ? connectTimeout : undefined);
  return {
    loadBalancer: {
      ...(split?.podSticky === undefined ? { simple: 'LEAST_REQUEST' as const } : {}),
      ...setting(preference),
      ...(warmup === undefined ? {} : { warmup }),
    },
    ...(wait === undefined ? {} : { connectionPool: { tcp: { connectTimeout: wait } } }),
  };
}

function setting(preference: LocalityIntent['preference']): Pick<NonNullable<PortTrafficPolicy['loadBalancer']>, 'localityLbSetting' | 'zoneAwareLbSetting'> {
  switch (preference.mode) {
    case 'failover':
      return { localityLbSetting: { enabled: true, ...(preference.failover.length === 0 ? {} : { failover: preference.failover }) } };
    case 'failoverPriority':
      return { localityLbSetting: { enabled: true, failoverPriority: preference.labels } };
    case 'distribute':
      return { localityLbSetting: { enabled: true, distribute: preference.rules } };
    case 'zoneAware': {
      const { failover, minClusterSize } = preference;
      return { zoneAwareLbSetting: { enabled: true, ...(failover.length === 0 ? {} : { failover }), ...(minClusterSize === undefined ? {} : { minClusterSize }) } };
    }
  }
}

function remarks(intent: LocalityIntent, split: SplitIntent | undefined, origin: Origin, platform: IstioSidecar): readonly Contribution[] {
  const { service, warmup } = intent;
  const what = `locality of ${service.namespace.name}/${service.name}`;
  const inert = warmup === undefined || split?.podSticky === undefined ? [] : [
    remark(origin, {
      rule: 'traffic/warmup-inert',
      severity: 'error',
      message: `${what}: warmup has no effect, because the canary of the Service keeps clients on pods by hash`,
      help: "leave warmup out, or the canary's podSticky",
    }),
  ];
  return [...inert, ...ejectionRemarks(intent, what, origin, platform), ...regionRemarks(intent, what, origin)];
}

/** A proxy ejects nothing when one endpoint is more than the bound (Envoy, hard since 1.27), and nobody leaves a place of which a part has to stay. */
function ejectionRemarks({ service, outlierDetection, preference }: LocalityIntent, what: string, origin: Origin, { peers }: IstioSidecar): readonly Contribution[] {
  const bound = outlierDetection?.maxEjectionPercent ?? 100;
  if (bound === 100) return [];
  const counts = service.workloads.map(({ replicas }) => replicas);
  const endpoints = counts.length === 0 || counts.includes(undefined) || peers.length > 0 ? undefined : counts.reduce<number>((sum, replicas) => sum + (replicas ?? 0), 0);
  if (endpoints !== undefined && endpoints * bound < 100) {
    return [
      remark(origin, {
        rule: 'traffic/ejection-inert',
        severity: 'error',
        codes: ['LOC-07'],
        message: `${what}: of ${endpoints} endpoints one is more than maxEjectionPercent ${bound}, so none is ever ejected`,
        help: `set maxEjectionPercent to at least ${Math.ceil(100 / Math.max(1, endpoints))}, or leave it out`,
      }),
    ];
  }
  if (preference.mode === 'distribute') return [];
  return [
    remark(origin, {
      rule: 'traffic/ejection-inert',
      severity: 'warning',
      codes: ['LOC-07'],
      message: `${what}: with maxEjectionPercent ${bound} a sick locality that holds more of the endpoints is never left`,
      help: 'leave maxEjectionPercent out',
      assumption: `one locality holds more than ${bound} percent of the endpoints`,
    }),
  ];
}

/** With `distribute`, a region that no rule names as a source has no rule, and one that a rule does not name as a target gets nothing from there. */
function regionRemarks({ preference, knownRegions }: LocalityIntent, what: string, origin: Origin): readonly Contribution[] {
  if (preference.mode !== 'distribute') return [];
  const missing = (places: readonly string[]): readonly string[] => knownRegions.filter(region => !places.some(place => place === '*' || place.split('/')[0] === region));
  const sources = missing(preference.rules.map(({ from }) => from)).map(region => ({ message: `${what}: clients in region ${region} have no rule`, help: `add a rule from "${region}"` }));
  const targets = preference.rules.flatMap(({ from, to }) =>
    missing(Object.keys(to)).map(region => ({ message: `${what}: region ${region} gets nothing from ${from}, also when all other places are down`, help: `give "${region}" a weight there` })),
  );
  return [...sources, ...targets].map(({ message, help }) =>
    remark(origin, { rule: 'traffic/region-unserved', severity: 'warning', codes: ['LOC-08'], message, help: `${help}, or accept it`, assumption: 'there are nodes in that region' }),
  );
}
