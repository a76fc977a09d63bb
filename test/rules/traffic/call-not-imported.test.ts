import { callNotImported } from '../../../lib/rules/traffic/call-not-imported';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const caller = deployment('web', { spec: { containers: [{ name: 'main', env: [{ name: 'REVIEWS', value: 'http://reviews.core.svc:80' }] }] } });
const callee = [deployment('reviews', { namespace: 'core' }), service('reviews', {}, 'core')];
const sidecar = (hosts: readonly string[], rest: object = {}): JsonObject => istio('Sidecar', 'default', { egress: [{ hosts }], ...rest });

test('a host that the Sidecar of the caller leaves out', () => {
  expect(ruled(callNotImported, [shop, caller, ...callee, sidecar(['./*'])]).findings).toMatchObject([{
    severity: 'warning', path: ['spec', 'egress'], message: 'Deployment shop/web calls reviews.core.svc.cluster.local (env REVIEWS names reviews.core.svc:80), which its Sidecar does not import: the call passes as it is, without routes, retries and mutual TLS', help: 'add "core/reviews.core.svc.cluster.local" to its egress hosts',
  }]);
});

test('under REGISTRY_ONLY it is dropped', () => {
  expect(said(callNotImported, [shop, caller, ...callee, sidecar(['./*'], { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } })])).toEqual(['error: Deployment shop/web calls reviews.core.svc.cluster.local (env REVIEWS names reviews.core.svc:80), which its Sidecar does not import: under REGISTRY_ONLY the call is dropped']);
});

test.each<[string, readonly JsonObject[]]>([
  ['the host', [shop, sidecar(['./*', 'core/reviews.core.svc.cluster.local'])]],
  ['its namespace', [shop, sidecar(['core/*'])]],
  ['everything', [shop, sidecar(['*/*'])]],
  ['a Sidecar for others', [shop, sidecar(['./*'], { workloadSelector: { labels: { app: 'other' } } })]],
  ['callers without a sidecar', [sidecar(['./*'])]],
])('%s is well', (_title, objects) => {
  expect(said(callNotImported, [caller, ...callee, ...objects])).toEqual([]);
});
