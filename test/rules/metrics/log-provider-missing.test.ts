import { logProviderMissing } from '../../../lib/rules/metrics/log-provider-missing';
import type { JsonObject } from '../../../lib/model/json';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const telemetry = (accessLogging: readonly object[], namespace = 'shop', rest: object = {}): JsonObject => manifest('telemetry.istio.io/v1', 'Telemetry', 'logs', { namespace, spec: { accessLogging, ...rest } });
const named = [{ providers: [{ name: 'envoy' }] }];

test('logging that nobody writes', () => {
  expect(ruled(logProviderMissing, [telemetry([{}])], { meshConfig: {} }).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'accessLogging', 0], message: 'accessLogging names no provider, and the mesh configuration has no default: nothing is logged' }]);
});

test('without the mesh configuration it is unknown', () => {
  expect(said(logProviderMissing, [telemetry([{}])])).toEqual(['unknown: the mesh configuration is not in the input']);
});

test('a provider of its own, of the mesh, of the namespace around it, and logging that is off are well', () => {
  expect(said(logProviderMissing, [telemetry(named)], { meshConfig: {} })).toEqual([]);
  expect(said(logProviderMissing, [telemetry([{}])], { meshConfig: { defaultProviders: { accessLogging: ['envoy'] } } })).toEqual([]);
  expect(said(logProviderMissing, [telemetry(named, 'istio-system'), telemetry([{}])], { meshConfig: {} })).toEqual([]);
  expect(said(logProviderMissing, [telemetry([{ disabled: true }])], { meshConfig: {} })).toEqual([]);
});
