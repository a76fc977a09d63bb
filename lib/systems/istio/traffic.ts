import type { ConnectionPool, OutlierDetection, PodSticky } from '../../intents/split';
import { withoutUndefined } from '../../model/json';
import type { PortTrafficPolicy, TrafficPolicy } from './kinds';

/** Limits and pod stickiness of a host: the part of a traffic policy that holds for every version. */
export function hostPolicy(podSticky: PodSticky | undefined, pool: ConnectionPool | undefined): TrafficPolicy | undefined {
  const policy: TrafficPolicy = {
    ...(podSticky === undefined ? {} : { loadBalancer: { consistentHash: consistentHash(podSticky) } }),
    ...(pool === undefined ? {} : { connectionPool: connectionPool(pool) }),
  };
  return Object.keys(policy).length === 0 ? undefined : policy;
}

/**
 * Ejection of sick pods of one version. Each version has its own bound, so that the pods of a small canary cannot all be taken out by
 * a limit meant for the whole Service; and Envoy ejects nothing when one pod is more than the bound allows, so it is left out there.
 */
export function versionPolicy(detection: OutlierDetection | undefined, replicas: number | undefined): TrafficPolicy | undefined {
  if (detection === undefined || (replicas !== undefined && replicas * detection.maxEjectionPercent < 100)) return undefined;
  return { outlierDetection: ejection(detection) };
}

/** Failures to connect are counted apart only where the split is switched on. */
export function ejection({ consecutiveLocalOriginFailures, ...rest }: OutlierDetection): NonNullable<TrafficPolicy['outlierDetection']> {
  return { ...rest, ...(consecutiveLocalOriginFailures === undefined ? {} : { splitExternalLocalOriginErrors: true as const, consecutiveLocalOriginFailures }) };
}

function consistentHash(sticky: PodSticky): NonNullable<NonNullable<PortTrafficPolicy['loadBalancer']>['consistentHash']> {
  if ('cookie' in sticky) return { httpCookie: { name: sticky.cookie, ttl: sticky.ttl } };
  return 'header' in sticky ? { httpHeaderName: sticky.header } : { useSourceIp: true };
}

function connectionPool(pool: ConnectionPool): NonNullable<PortTrafficPolicy['connectionPool']> {
  const { maxConnections, connectTimeout, maxPendingRequests, maxRequests, maxRequestsPerConnection, idleTimeout } = pool;
  const tcp = withoutUndefined({ maxConnections, connectTimeout }) as NonNullable<NonNullable<PortTrafficPolicy['connectionPool']>['tcp']>;
  const http = withoutUndefined({ http1MaxPendingRequests: maxPendingRequests, http2MaxRequests: maxRequests, maxRequestsPerConnection, idleTimeout }) as NonNullable<NonNullable<PortTrafficPolicy['connectionPool']>['http']>;
  return { ...(Object.keys(tcp).length === 0 ? {} : { tcp }), ...(Object.keys(http).length === 0 ? {} : { http }) };
}
