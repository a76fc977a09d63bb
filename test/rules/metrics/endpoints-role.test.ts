import { endpointsRole } from '../../../lib/rules/metrics/endpoints-role';
import { istioSidecar } from '../../../lib/platform/presets';
import { podMonitor, prometheus, serviceMonitor } from '../../support/monitor';
import { ruled, said } from '../../support/rules';

test('a Prometheus takes Endpoints unless told otherwise', () => {
  expect(ruled(endpointsRole, [prometheus(), serviceMonitor({ port: 'http' })]).findings).toMatchObject([
    { severity: 'info', codes: ['MON-08'], path: ['spec', 'serviceDiscoveryRole'], message: 'Prometheus monitoring/main finds targets through Endpoints, which are deprecated since Kubernetes 1.33 and cut off after 1,000 addresses' },
  ]);
});

test('a monitor may say so itself', () => {
  expect(said(endpointsRole, [prometheus({ serviceDiscoveryRole: 'EndpointSlice' }), serviceMonitor({ port: 'http' }, { spec: { serviceDiscoveryRole: 'Endpoints' } })]))
    .toEqual(['info: ServiceMonitor shop/web finds targets through Endpoints, which are deprecated since Kubernetes 1.33 and cut off after 1,000 addresses']);
});

test.each([
  ['EndpointSlices', [prometheus({ serviceDiscoveryRole: 'EndpointSlice' }), serviceMonitor({ port: 'http' })]],
  ['a Prometheus that selects no ServiceMonitor', [prometheus({ serviceMonitorSelector: undefined })]],
  ['monitors alone, whose Prometheus decides', [serviceMonitor({ port: 'http' }), podMonitor({ port: 'http' })]],
])('%s are well', (_title, objects) => {
  expect(said(endpointsRole, objects)).toEqual([]);
});

test('before 1.33 Endpoints were not deprecated', () => {
  expect(said(endpointsRole, [prometheus()], { platform: istioSidecar({ cluster: 'test', routing: 'istio', kubernetesVersion: '1.32' }) })).toEqual([]);
});
