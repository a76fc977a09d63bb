import { filterRelative } from '../../../lib/rules/traffic/filter-relative';
import { istio } from '../../mesh/mesh';
import { said } from '../../support/rules';

const filter = (name: string, operation: string, rest: object = {}, priority?: number, applyTo = 'HTTP_FILTER'): ReturnType<typeof istio> =>
  istio('EnvoyFilter', name, { ...(priority === undefined ? {} : { priority }), configPatches: [{ applyTo, ...rest, patch: { operation, value: { name } } }] });
const at = (name: string): object => ({ match: { listener: { filterChain: { filter: { name: 'hcm', subFilter: { name } } } } } });

test('a place beside another filter is advice', () => {
  expect(said(filterRelative, [filter('a', 'INSERT_BEFORE', at('envoy.filters.http.router'))])).toEqual(['info: INSERT_BEFORE without a priority depends on which EnvoyFilters are read before']);
});

test('a place beside a filter that another object adds is a warning', () => {
  expect(said(filterRelative, [filter('limit', 'INSERT_FIRST'), filter('log', 'INSERT_AFTER', at('limit'))])).toEqual(['warning: INSERT_AFTER at filter limit, which EnvoyFilter shop/limit adds: without a priority nothing says which of the two is read first']);
});

test('with a priority, and what is not relative, is well', () => {
  expect(said(filterRelative, [filter('a', 'INSERT_BEFORE', {}, 10), filter('b', 'MERGE'), filter('c', 'INSERT_FIRST'), filter('d', 'REMOVE', {}, undefined, 'HTTP_ROUTE')])).toEqual([]);
});
