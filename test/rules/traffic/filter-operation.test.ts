import { filterOperation } from '../../../lib/rules/traffic/filter-operation';
import { istio } from '../../mesh/mesh';
import { said } from '../../support/rules';

const filter = (applyTo: string, operation: string): ReturnType<typeof istio> => istio('EnvoyFilter', 'filter', { configPatches: [{ applyTo, patch: { operation, value: {} } }] });

test.each([['ADD', 'HTTP_ROUTE'], ['ADD', 'ROUTE_CONFIGURATION'], ['REMOVE', 'HTTP_ROUTE'], ['REPLACE', 'CLUSTER'], ['REPLACE', 'HTTP_ROUTE']])('%s at %s does nothing', (operation, applyTo) => {
  expect(said(filterOperation, [filter(applyTo, operation)])).toEqual([`error: ${operation} does nothing at ${applyTo}`]);
});

test.each([['ADD', 'CLUSTER'], ['MERGE', 'HTTP_ROUTE'], ['REMOVE', 'HTTP_FILTER'], ['REPLACE', 'VIRTUAL_HOST'], ['REPLACE', 'NETWORK_FILTER']])('%s at %s is well', (operation, applyTo) => {
  expect(said(filterOperation, [filter(applyTo, operation)])).toEqual([]);
});
