import { experimentalField } from '../../../lib/rules/expose/experimental-field';
import { httpRoute } from '../../support/edge';
import { ruled } from '../../support/rules';

const route = httpRoute('web', { rules: [{ retry: { attempts: 2 }, backendRefs: [{ name: 'web', port: 80 }] }] });
const known = { known: new Set(['gatewayApi'] as const) };

test('a field of the experimental channel on a cluster that is known to have the standard one is dropped', () => {
  expect(ruled(experimentalField, [route], known).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'rules', 0, 'retry'], message: 'spec.rules[0].retry of HTTPRoute shop/web is a field of the experimental channel, and the cluster has the standard one',
  }]);
});

test('nothing is said where the channel is not known, nor of a field that no channel has', () => {
  expect(ruled(experimentalField, [route]).findings).toEqual([]);
  expect(ruled(experimentalField, [httpRoute('web', { rules: [{ retries: 2 }] })], known).findings).toEqual([]);
});
