import type { ConnectionPool, FaultInjection, OutlierDetection, Retries } from '../../intents/split';
import { parseDuration, type Duration } from '../../model/duration';
import type { Accept } from '../../model/finding';
import { list, UsageError } from '../../model/usage-error';
import { requireAccept } from '../props';
import { retryConditions, type CanaryFault, type CanaryOutlierDetection } from './props';
import { count, headerMatch, percentage, positive } from './values';

/** What happens to requests on their way: faults, retries, limits, ejection. */

export function faultOf(where: string, { match, delay, abort }: CanaryFault, accept: readonly Accept[]): FaultInjection {
  if (delay === undefined && abort === undefined) throw new UsageError({ what: `${where}: fault with neither delay nor abort`, fix: 'give one of them' });
  if (match === 'everyone') requireAccept(accept, 'platform/canary-fault-everyone', `${where}: fault for everyone breaks real requests`);
  if (abort !== undefined && !(Number.isInteger(abort.status) && abort.status >= 200 && abort.status <= 599)) {
    throw new UsageError({ what: `${where}: fault.abort.status ${abort.status} is not an HTTP status`, fix: 'use 200 to 599' });
  }
  return {
    ...(match === 'everyone' ? {} : { match: headerMatch(`${where}: fault`, match) }),
    ...(delay === undefined
      ? {}
      : { delay: { percentage: percentage(`${where}: fault.delay`, delay.percentage), duration: positive(`${where}: fault.delay.duration`, delay.duration) } }),
    ...(abort === undefined ? {} : { abort: { ...abort, percentage: percentage(`${where}: fault.abort`, abort.percentage) } }),
  };
}

export function retriesOf(where: string, retries: Retries, timeout: Duration | undefined): Retries {
  const { attempts, perTryTimeout, conditions = [], codes = [] } = retries;
  if (!Number.isInteger(attempts) || attempts < 0) {
    throw new UsageError({ what: `${where}: retries.attempts is ${attempts}`, fix: 'use a whole number; 0 switches retries off' });
  }
  if (attempts === 0 && (perTryTimeout !== undefined || conditions.length > 0 || codes.length > 0)) {
    throw new UsageError({ what: `${where}: retries.attempts is 0 beside other retry options, which the mesh refuses`, fix: 'leave the others out' });
  }
  const unknown = conditions.find(condition => !(retryConditions as readonly string[]).includes(condition));
  if (unknown !== undefined) throw new UsageError({ what: `${where}: retries.conditions has "${unknown}"`, fix: `use ${list(retryConditions)}` });
  const badCode = codes.find(code => !Number.isInteger(code) || code < 400 || code > 599);
  if (badCode !== undefined) throw new UsageError({ what: `${where}: retries.codes has ${badCode}`, fix: 'use status codes from 400 to 599' });
  if (perTryTimeout !== undefined) {
    positive(`${where}: retries.perTryTimeout`, perTryTimeout);
    if (timeout !== undefined && (parseDuration(perTryTimeout) ?? 0) > (parseDuration(timeout) ?? 0)) {
      throw new UsageError({
        what: `${where}: retries.perTryTimeout ${perTryTimeout} is longer than timeout ${timeout}`,
        fix: 'make one try shorter than the whole request',
      });
    }
  }
  return retries;
}

/** A limit of 0 is no limit to the proxy, so it is refused. */
export function poolOf(where: string, pool: ConnectionPool): ConnectionPool {
  const { connectTimeout, idleTimeout, ...limits } = pool;
  if (Object.keys(pool).length === 0) throw new UsageError({ what: `${where}: connectionPool is empty`, fix: 'set a limit, or leave it out' });
  for (const [limit, value] of Object.entries(limits)) count(`${where}: connectionPool.${limit}`, value);
  if (connectTimeout !== undefined) positive(`${where}: connectionPool.connectTimeout`, connectTimeout);
  if (idleTimeout !== undefined) positive(`${where}: connectionPool.idleTimeout`, idleTimeout);
  return pool;
}

export function detectionOf(where: string, detection: true | CanaryOutlierDetection): OutlierDetection {
  const given: CanaryOutlierDetection = detection === true ? {} : detection;
  const { consecutive5xxErrors = 5, interval = '10s', baseEjectionTime = '30s', maxEjectionPercent = 50, consecutiveLocalOriginFailures } = given;
  if (!Number.isInteger(maxEjectionPercent) || maxEjectionPercent < 1 || maxEjectionPercent > 100) {
    throw new UsageError({ what: `${where}: outlierDetection.maxEjectionPercent is ${maxEjectionPercent}`, fix: 'use 1 to 100' });
  }
  return {
    consecutive5xxErrors: count(`${where}: outlierDetection.consecutive5xxErrors`, consecutive5xxErrors),
    interval: positive(`${where}: outlierDetection.interval`, interval),
    baseEjectionTime: positive(`${where}: outlierDetection.baseEjectionTime`, baseEjectionTime),
    maxEjectionPercent,
    ...(consecutiveLocalOriginFailures === undefined
      ? {}
      : { consecutiveLocalOriginFailures: count(`${where}: outlierDetection.consecutiveLocalOriginFailures`, consecutiveLocalOriginFailures) }),
  };
}
