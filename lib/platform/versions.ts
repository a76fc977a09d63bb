import { UsageError } from '../model/usage-error';
import { atLeast, parseVersion } from '../model/version';
import type { Platform } from './platform';

/** Oldest releases this library writes for, each with the reason. */
const floors = {
  kubernetes: { oldest: '1.32', because: 'Istio 1.30, the oldest Istio supported here, runs on 1.32 to 1.36' },
  istio: { oldest: '1.30', because: 'earlier minors reached their end of life' },
  gatewayApi: { oldest: '1.4', because: 'mirror percentages became standard in 1.3, and istiod 1.31 ignores older backend policies' },
} as const;

/** Features that a release brought, for patterns to ask before they write a field. Some wait for the patterns that need them. */
const gates = {
  /** `zoneAwareLbSetting` of a DestinationRule. */
  zoneAwareLoadBalancing: { istio: '1.31' },
  /** `warmup.aggression` below 1. */
  gentleWarmup: { istio: '1.31' },
  /** `MeshConfig.defaultTrafficPolicy`. */
  defaultTrafficPolicy: { istio: '1.31' },
  /** `trafficDistribution: PreferSameZone` under that name; `PreferClose` before. */
  preferSameZone: { kubernetes: '1.34' },
  /** Proxies as restartable init containers: jobs end, and init containers after the proxy have the network. */
  nativeSidecars: { istio: '1.27', kubernetes: '1.33' },
} as const;

export type Gate = keyof typeof gates;

/** Whether the releases of a platform have a feature. */
export function has(platform: Platform, gate: Gate): boolean {
  const needs: { readonly istio?: string; readonly kubernetes?: string } = gates[gate];
  const istio = platform.mesh === 'istio' ? platform.istioVersion : undefined;
  return (needs.istio === undefined || (istio !== undefined && atLeast(istio, needs.istio))) && (needs.kubernetes === undefined || atLeast(platform.kubernetesVersion, needs.kubernetes));
}

/** Refuses releases that are not versions, or too old. */
export function checkVersions(platform: Platform): void {
  check('kubernetes', 'kubernetesVersion', platform.kubernetesVersion);
  check('gatewayApi', 'gatewayApi.version', platform.gatewayApi.version);
  if (platform.mesh === 'istio') check('istio', 'istioVersion', platform.istioVersion);
}

function check(system: keyof typeof floors, option: string, version: string): void {
  const { oldest, because } = floors[system];
  if (parseVersion(version) === undefined) throw new UsageError({ what: `platform: ${option} "${version}" is not a version`, fix: `write it as "${oldest}"` });
  if (!atLeast(version, oldest)) throw new UsageError({ what: `platform: ${option} ${version} is older than ${oldest}: ${because}`, fix: `use ${oldest} or later` });
}
