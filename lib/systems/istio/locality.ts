import type { OutlierDetection, SplitIntent } from '../../intents/split';
import { ofKind, type Recorded } from '../../intents/intents';
import type { LocalityIntent } from '../../intents/locality';
import { serviceHost, type IstioSidecar } from '../../platform/platform';
import type { Contribution, DestinationRuleShare } from '../contribution';
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
    return shares(intent, split, platform).map(share => ({ share, origin }));
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
