import { ambientWithoutTarget } from '../../../lib/rules/authz/ambient-without-target';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, service, shop } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { said } from '../../support/rules';

const ambient = manifest('v1', 'Namespace', 'shop', { labels: { 'istio.io/dataplane-mode': 'ambient' } });
const request = (spec: object = {}): JsonObject => manifest('security.istio.io/v1', 'RequestAuthentication', 'tokens', { namespace: 'shop', spec: { jwtRules: [{ issuer: 'https://issuer.example.com' }], ...spec } });
const telemetry = (spec: object = {}): JsonObject => manifest('telemetry.istio.io/v1', 'Telemetry', 'logs', { namespace: 'shop', spec: { accessLogging: [{}], ...spec } });
const plugin = (spec: object = {}): JsonObject => manifest('extensions.istio.io/v1alpha1', 'WasmPlugin', 'filter', { namespace: 'shop', spec: { url: 'oci://registry.example.com/filter:1', ...spec } });
const selecting = { selector: { matchLabels: { app: 'web' } } };
const web = deployment('web');

test('by selector, and for a whole namespace', () => {
  expect(said(ambientWithoutTarget, [ambient, web, request(selecting)])).toEqual(['error: Deployment shop/web is in ambient, where node proxies read no RequestAuthentication']);
  expect(said(ambientWithoutTarget, [ambient, web, plugin()])).toHaveLength(1);
  expect(said(ambientWithoutTarget, [ambient, web, telemetry()])).toEqual(['warning: Deployment shop/web is in ambient, where node proxies read no Telemetry']);
});

test('a Service without a waypoint', () => {
  expect(said(ambientWithoutTarget, [ambient, service('web'), request({ targetRefs: [{ group: '', kind: 'Service', name: 'web' }] })])).toEqual(['error: Service web has no waypoint, and nobody else reads a RequestAuthentication for it']);
});

const waypoint = manifest('gateway.networking.k8s.io/v1', 'Gateway', 'waypoint', { namespace: 'shop', spec: { gatewayClassName: 'istio-waypoint', listeners: [] } });

test.each<[string, readonly JsonObject[]]>([
  ['sidecars', [shop, web, request(selecting)]],
  ['pods with a sidecar among those in ambient', [ambient, web, deployment('api', { labels: { 'sidecar.istio.io/inject': 'true' } }), request()]],
  ['a Service with a waypoint', [ambient, waypoint, service('web', {}, 'shop', { labels: { 'istio.io/use-waypoint': 'waypoint' } }), request({ targetRefs: [{ group: '', kind: 'Service', name: 'web' }] })]],
  ['a Telemetry for a namespace with a waypoint', [ambient, waypoint, web, telemetry()]],
])('%s is well', (_title, objects) => {
  expect(said(ambientWithoutTarget, objects)).toEqual([]);
});
