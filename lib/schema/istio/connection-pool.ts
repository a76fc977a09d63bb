import { child, flag, has, type Place } from '../builtin/place';
import { parseGoDuration } from '../duration';
import { atLeastZero, duration } from './fields';
import { refuse, written } from './place';

/** How many connections and requests, and for how long. */
export function connectionPool(place: Place | undefined): void {
  if (place === undefined) return;
  if (!has(place, 'http') && !has(place, 'tcp')) return refuse(place, [], 'one of "http", "tcp" must be given');
  const [http, tcp] = [child(place, 'http'), child(place, 'tcp')];
  if (http !== undefined) ofRequests(http);
  if (tcp !== undefined) ofConnections(tcp);
}

function ofRequests(http: Place): void {
  atLeastZero(http, 'http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'maxConcurrentStreams');
  duration(http, 'idleTimeout');
  if (written(http, 'h2UpgradePolicy') === 'UPGRADE' && flag(http, 'useClientProtocol') === true) refuse(http, 'useClientProtocol', '"useClientProtocol" and "h2UpgradePolicy: UPGRADE" exclude each other');
  const keepAlive = child(http, 'http2KeepAlive');
  if (keepAlive === undefined) return;
  for (const key of ['interval', 'timeout']) {
    if (!has(keepAlive, key)) refuse(keepAlive, key, `"${key}" must be given`);
    duration(keepAlive, key);
  }
}

function ofConnections(tcp: Place): void {
  atLeastZero(tcp, 'maxConnections');
  for (const key of ['connectTimeout', 'maxConnectionDuration']) duration(tcp, key);
  // Less than a millisecond switches it off.
  if (Math.abs(parseGoDuration(written(tcp, 'idleTimeout') ?? '') ?? 1e6) >= 1e6) duration(tcp, 'idleTimeout');
  const keepalive = child(tcp, 'tcpKeepalive');
  if (keepalive === undefined) return;
  for (const key of ['time', 'interval']) duration(keepalive, key);
  atLeastZero(keepalive, 'probes');
}
