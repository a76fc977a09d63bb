import { strictPlaintext } from '../../../lib/rules/metrics/strict-plaintext';
import { deployment, namespace, service } from '../../support/closed';
import { podMonitor, serviceMonitor } from '../../support/monitor';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const strict = manifest('security.istio.io/v1', 'PeerAuthentication', 'default', { namespace: 'shop', spec: { mtls: { mode: 'STRICT' } } });
const web = [namespace('shop', { 'istio-injection': 'enabled' }), deployment('web', { http: 8080 }), service('web', { http: [80, 'http'] }, { labels: { app: 'web' } })];
const prometheus = (labels: object): ReturnType<typeof deployment> => deployment('prometheus', {}, { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus', ...labels } });

test('a plaintext scrape of pods that take mutual TLS alone is down', () => {
  expect(ruled(strictPlaintext, [...web, strict, serviceMonitor({ port: 'http' })]).findings).toMatchObject([
    {
      severity: 'error', codes: ['MON-03', 'MTLS-07'], path: ['spec', 'endpoints', 0], assumption: 'Prometheus is outside of the mesh',
      message: 'ServiceMonitor shop/web reads port 8080 of Deployment web in plaintext, and its proxy takes mutual TLS alone (its policy is STRICT): the target is down', near: [{ object: { kind: 'PeerAuthentication' } }],
    },
  ]);
  expect(ruled(strictPlaintext, [...web, strict, podMonitor({ port: 'http' })]).findings).toHaveLength(1);
  expect(ruled(strictPlaintext, [...web, strict, namespace('monitoring'), prometheus({}), serviceMonitor({ port: 'http' })]).findings[0]).not.toHaveProperty('assumption');
});

test.each([
  ['mutual TLS by files', [...web, strict, serviceMonitor({ port: 'http', scheme: 'https' })]],
  ['the port of the proxy', [...web, strict, service('metrics', { prom: [15020, 15020] }, { labels: { scrape: 'web' }, spec: { selector: { app: 'web' } } }), serviceMonitor({ port: 'prom' }, { spec: { selector: { matchLabels: { scrape: 'web' } } } })]],
  ['an exception for the port', [...web, strict, manifest('security.istio.io/v1', 'PeerAuthentication', 'web', { namespace: 'shop', spec: { selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } } }), serviceMonitor({ port: 'http' })]],
  ['PERMISSIVE', [...web, serviceMonitor({ port: 'http' })]],
  ['pods without a proxy', [namespace('shop'), ...web.slice(1), strict, serviceMonitor({ port: 'http' })]],
  ['a Prometheus with a proxy', [...web, strict, namespace('monitoring', { 'istio-injection': 'enabled' }), prometheus({}), serviceMonitor({ port: 'http' })]],
])('%s is well', (_title, objects) => {
  expect(ruled(strictPlaintext, objects).findings).toEqual([]);
});

test('whether there is a proxy may not be known', () => {
  expect(ruled(strictPlaintext, [...web.slice(1), strict, serviceMonitor({ port: 'http' })])).toEqual({ findings: [], unknown: ['whether a port that Prometheus reads takes plaintext'] });
});
