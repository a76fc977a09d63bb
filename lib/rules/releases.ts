import { oncePerWorld, type World } from '../cluster/cluster';
import { releaseOf } from '../dns/servers';
import type { Component } from '../metrics/metric';
import type { Version } from '../model/version';

/** A release of something that exposes metrics, and whether the input or a declaration says so. */
export interface KnownRelease {
  readonly version: Version;
  readonly known: boolean;
}

/** Releases of what exposes metrics that came and went. Of CoreDNS the image in the input says it, else a declaration; of others only a declaration. */
export const releases = oncePerWorld(({ cluster, facts: { platform, known } }: World): ReadonlyMap<Component, KnownRelease> => {
  const seen = releaseOf(cluster.workloads);
  return new Map<Component, KnownRelease>([
    ['coredns', { version: seen ?? platform.dns.version, known: seen !== undefined || known.has('dns') }],
    ...(platform.mesh === 'istio' ? [['istio-proxy', { version: platform.istioVersion, known: known.has('istioVersion') }] as const, ['istiod', { version: platform.istioVersion, known: known.has('istioVersion') }] as const] : []),
  ]);
});
