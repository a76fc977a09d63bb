import { milliseconds } from '../../../lib/mesh/span';
import { retryBudget } from '../../../lib/rules/route/retry-budget';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const rule = (timeout: string | undefined, attempts: number, perTryTimeout?: string): ReturnType<typeof istio> =>
  istio('VirtualService', 'a', { hosts: ['a'], http: [{ ...(timeout === undefined ? {} : { timeout }), retries: { attempts, ...(perTryTimeout === undefined ? {} : { perTryTimeout }) }, route: [{ destination: { host: 'a' } }] }] });

test('retries that do not fit into the timeout', () => {
  expect(ruled(retryBudget, [rule('3s', 3, '2s')]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'http', 0, 'timeout'], message: 'timeout 3s ends the request after at most 2 tries of 2s, and 3 retries are set', help: 'raise timeout to 8s, or lower attempts or perTryTimeout',
  }]);
  expect(said(retryBudget, [rule('1s', 2, '2s')])).toEqual(['warning: timeout 1s ends the request during the first try of 2s, and 2 retries are set']);
});

test.each([['10s', 3, '2s'], ['6s', 3, '2s'], [undefined, 3, '2s'], ['1s', 3, undefined], ['1s', 0, '2s'], ['soon', 3, '2s']] as const)('timeout %s with %i attempts of %s is well', (timeout, attempts, perTry) => {
  expect(said(retryBudget, [rule(timeout, attempts, perTry)])).toEqual([]);
});

test.each([['1h30m', 5_400_000], ['0.5s', 500], ['100ms', 100], ['1s500ms', 1500], ['', undefined], ['5', undefined], ['1.s', undefined]])('%s', (text, expected) => {
  expect(milliseconds(text)).toBe(expected);
});
