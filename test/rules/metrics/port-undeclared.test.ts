import { portUndeclared } from '../../../lib/rules/metrics/port-undeclared';
import { deployment, service } from '../../support/closed';
import { podMonitor, serviceMonitor } from '../../support/monitor';
import { ruled } from '../../support/rules';

const web = [deployment('web', { http: 8080 }), service('web', { http: [80, 8080] }, { labels: { app: 'web' } })];

test('a port that no container declares gives no target, that of the merged metrics of a proxy among them', () => {
  expect(ruled(portUndeclared, [...web, podMonitor({ portNumber: 15020 })]).findings).toMatchObject([
    { severity: 'error', codes: ['MON-13'], path: ['spec', 'podMetricsEndpoints', 0], message: 'PodMonitor shop/web reads container port 15020, and Deployment web declares none: there is no target', help: 'read it through a Service with a port that leads there: the proxy declares 15090 alone' },
  ]);
  expect(ruled(portUndeclared, [...web, podMonitor({ port: 'metrics' })]).findings).toMatchObject([{ message: expect.stringContaining('container port "metrics"') as string }]);
  expect(ruled(portUndeclared, [...web, serviceMonitor({ targetPort: 9090 })]).findings).toHaveLength(1);
});

test.each([
  ['a declared number', [...web, podMonitor({ portNumber: 8080 })]],
  ['a declared name', [...web, podMonitor({ port: 'http' })]],
  ['the port that the injector declares', [...web, podMonitor({ port: 'http-envoy-prom' })]],
  ['a port of the Service by name', [...web, serviceMonitor({ port: 'http' })]],
  ['no pods in the input', [podMonitor({ portNumber: 15020 })]],
])('%s is well', (_title, objects) => {
  expect(ruled(portUndeclared, objects).findings).toEqual([]);
});
