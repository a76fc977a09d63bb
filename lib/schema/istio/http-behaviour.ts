import { child, has, type Place } from '../builtin/place';
import { atLeastZero, duration, percent } from './fields';
import { amount, filled, refuse, warn, written } from './place';

const grpcStatuses = new Set(['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED',
  'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED']);

/** The status of a response. 600 itself is let pass. */
export function status(place: Place, key: string): void {
  const value = amount(place, key);
  if (value !== undefined && (value < 200 || value > 600)) refuse(place, key, `${value} must be from 200 to 599`);
}

/** Errors and delays on purpose. */
export function fault(place: Place | undefined): void {
  if (place === undefined) return;
  const [abort, delay] = [child(place, 'abort'), child(place, 'delay')];
  if (!has(place, 'abort') && !has(place, 'delay')) refuse(place, [], 'one of "abort", "delay" must be given');
  if (abort !== undefined) {
    share(abort);
    if (has(abort, 'grpcStatus')) {
      const given = written(abort, 'grpcStatus');
      if (given !== undefined && !grpcStatuses.has(given)) refuse(abort, 'grpcStatus', `"${given}" is no status of gRPC such as "NOT_FOUND"`);
    } else if (has(abort, 'http2Error')) refuse(abort, 'http2Error', 'errors of HTTP/2 are not supported');
    else if (has(abort, 'httpStatus')) status(abort, 'httpStatus');
  }
  if (delay === undefined) return;
  share(delay);
  duration(delay, 'fixedDelay');
  if (has(delay, 'exponentialDelay')) refuse(delay, 'exponentialDelay', 'delays that grow are not supported', 'give "fixedDelay"');
  if ((amount(delay, 'percent') ?? 0) > 0) warn(delay, 'percent', '"percent" is deprecated', 'write percentage: { value: … }', 'IST0002');
}

/** Percents of requests: 0, or a ten-thousandth of a percent and more. */
function share(place: Place): void {
  const percentage = child(place, 'percentage');
  if (percentage !== undefined) percent(percentage, 'value', 0.0001);
}

/** What `x-envoy-retry-on` and `x-envoy-retry-grpc-on` take. Source: Envoy's router filter, and supportedRetryOnPolicies of Istio 1.31. */
const conditions = new Set(['5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream', 'retriable-status-codes', 'retriable-headers', 'envoy-ratelimited',
  'http3-post-connect-failure', 'cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable']);

/** Statuses that have a text in Go's net/http, from and to. */
const statuses = [[100, 103], [200, 208], [226, 226], [300, 305], [307, 308], [400, 418], [421, 426], [428, 429], [431, 431], [451, 451], [500, 508], [510, 511]] as const;

function isStatus(text: string): boolean {
  const code = /^[+-]?\d+$/.test(text) ? Number(text) : 0;
  return statuses.some(([from, to]) => code >= from && code <= to);
}

export function retries(place: Place | undefined): void {
  if (place === undefined) return;
  atLeastZero(place, 'attempts');
  const beside = has(place, 'perTryTimeout') ? 'perTryTimeout' : filled(place, 'retryOn') ? 'retryOn' : has(place, 'retryRemoteLocalities') ? 'retryRemoteLocalities' : undefined;
  if (amount(place, 'attempts') === 0 && beside !== undefined) refuse(place, beside, `"${beside}" is given while "attempts" is 0, which switches retries off`, 'give "attempts"');
  duration(place, 'perTryTimeout');
  duration(place, 'backoff');
  const conditionsGiven = written(place, 'retryOn') ?? '';
  if (conditionsGiven === '') return;
  for (const condition of conditionsGiven.split(',')) {
    if (!conditions.has(condition) && !isStatus(condition)) refuse(place, 'retryOn', `"${condition}" is no condition of retries, and no status`);
  }
}
