import { severalTelemetries } from '../../../lib/rules/metrics/several-telemetries';
import type { JsonObject } from '../../../lib/model/json';
import { deployment } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const telemetry = (name: string, labels?: object, namespace = 'shop'): JsonObject => manifest('telemetry.istio.io/v1', 'Telemetry', name, { namespace, spec: labels === undefined ? {} : { selector: { matchLabels: labels } } });

test('two for one namespace, and two for one workload', () => {
  expect(said(severalTelemetries, [telemetry('a'), telemetry('b')])).toEqual(['error: Telemetry shop/a is for the whole of namespace shop too: the one that is created first holds, the other is ignored']);
  expect(said(severalTelemetries, [deployment('web'), telemetry('a', { app: 'web' }), telemetry('b', { app: 'web' })])).toEqual(['error: Deployment shop/web is selected by Telemetry shop/a too: the one that is created first holds, and nothing of the other']);
});

test('one for each level, namespace and workload is well', () => {
  expect(said(severalTelemetries, [deployment('web'), deployment('api'), telemetry('mesh', undefined, 'istio-system'), telemetry('a'), telemetry('b', { app: 'web' }), telemetry('c', { app: 'api' })])).toEqual([]);
});
