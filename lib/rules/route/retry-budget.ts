import { numberAt, objectAt, objectsAt, specOf, textAt } from '../../mesh/fields';
import { milliseconds } from '../../mesh/span';
import type { Rule } from '../rule';

/** A limit for the whole request in which the retries do not fit: the last of them never happen. */
export const retryBudget: Rule = {
  id: 'route/retry-budget',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: ({ cluster }) =>
    cluster.of('networking.istio.io', 'VirtualService').flatMap(service => objectsAt(specOf(service), 'http').flatMap((rule, i) => {
      const retries = objectAt(rule, 'retries');
      const [timeout, perTry, attempts] = [textAt(rule, 'timeout'), textAt(retries, 'perTryTimeout'), numberAt(retries, 'attempts') ?? 0];
      const [whole, each] = [milliseconds(timeout), milliseconds(perTry)];
      // The first try and all but one of the retries have to fit: with less, a number that somebody chose is never reached.
      if (whole === undefined || each === undefined || attempts < 1 || each * attempts <= whole) return [];
      const fitting = Math.max(1, Math.ceil(whole / each));
      return [{
        object: service,
        path: ['spec', 'http', i, 'timeout'],
        message: `timeout ${timeout ?? ''} ends the request ${fitting === 1 ? 'during the first try' : `after at most ${fitting} tries`} of ${perTry ?? ''}, and ${attempts} retries are set`,
        help: `raise timeout to ${(each * (attempts + 1)) / 1000}s, or lower attempts or perTryTimeout`,
      }];
    })),
};
