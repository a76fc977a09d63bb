import { portNotOnService } from '../../../lib/rules/metrics/port-not-on-service';
import { deployment, service } from '../../support/closed';
import { podMonitor, serviceMonitor } from '../../support/monitor';
import { ruled } from '../../support/rules';

const web = [deployment('web', { prom: 9090 }), service('web', { metrics: [80, 'prom'] }, { labels: { app: 'web' } })];

test('a name that no port of the Service has gives no target', () => {
  expect(ruled(portNotOnService, [...web, serviceMonitor({ port: 'prom' })]).findings).toMatchObject([
    { severity: 'error', codes: ['MON-02'], path: ['spec', 'endpoints', 0, 'port'], message: 'ServiceMonitor shop/web reads port "prom", and Service shop/web has no port of that name: there is no target', help: 'use metrics, the name of ports of the Service: not a number, and not the name of a container port', near: [{ object: { kind: 'Service' } }] },
  ]);
});

test('a Service whose port has no name has none to read', () => {
  const unnamed = service('web', {}, { labels: { app: 'web' }, spec: { ports: [{ port: 80 }] } });
  expect(ruled(portNotOnService, [unnamed, serviceMonitor({ port: 'metrics' })]).findings).toMatchObject([{ help: 'name the port of the Service so' }]);
});

test.each([
  ['the name of a port of the Service', [...web, serviceMonitor({ port: 'metrics' })]],
  ['a name that one of several Services has', [...web, service('other', { other: [81, 81] }, { labels: { app: 'web' } }), serviceMonitor({ port: 'metrics' })]],
  ['no Service in the input', [serviceMonitor({ port: 'metrics' })]],
  ['a PodMonitor, which goes by container ports', [...web, podMonitor({ port: 'prom' })]],
  ['a target port', [...web, serviceMonitor({ targetPort: 9090 })]],
])('%s is well', (_title, objects) => {
  expect(ruled(portNotOnService, objects).findings).toEqual([]);
});
