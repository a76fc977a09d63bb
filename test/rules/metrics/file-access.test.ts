import { fileAccess } from '../../../lib/rules/metrics/file-access';
import { istioSidecar } from '../../../lib/platform/presets';
import { prometheus, serviceMonitor } from '../../support/monitor';
import { ruled, said } from '../../support/rules';

const refusing = prometheus({ arbitraryFSAccessThroughSMs: { deny: true } });
const files = serviceMonitor({ port: 'http', scheme: 'https', tlsConfig: { caFile: '/etc/prom-certs/root-cert.pem', certFile: '/etc/prom-certs/cert-chain.pem' } });

test('a monitor that names files is left out where its Prometheus refuses them', () => {
  expect(ruled(fileAccess, [refusing, files]).findings).toMatchObject([
    {
      severity: 'error', codes: ['MON-09'], path: ['spec', 'endpoints', 0, 'tlsConfig', 'caFile'], near: [{ path: ['spec', 'arbitraryFSAccessThroughSMs', 'deny'] }],
      message: 'ServiceMonitor shop/web names /etc/prom-certs/root-cert.pem, a file of the Prometheus pod, which Prometheus monitoring/main refuses to monitors: the operator leaves the monitor out',
    },
  ]);
});

test('so is one with the file of a token', () => {
  expect(said(fileAccess, [refusing, serviceMonitor({ port: 'http', bearerTokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token' })])).toHaveLength(1);
});

test('what the platform refuses is refused', () => {
  const platform = istioSidecar({ cluster: 'test', routing: 'istio', monitoring: { operator: { fileAccess: false } } });
  expect(said(fileAccess, [files], { platform, known: new Set(['monitoring']) })).toEqual(['error: ServiceMonitor shop/web names /etc/prom-certs/root-cert.pem, a file of the Prometheus pod, which the Prometheus of the platform refuses to monitors: the operator leaves the monitor out']);
});

test.each([
  ['files where nobody refuses them', [prometheus(), files]],
  ['files where no Prometheus is known', [files]],
  ['files for a Prometheus that does not look at the monitor', [prometheus({ arbitraryFSAccessThroughSMs: { deny: true }, serviceMonitorSelector: { matchLabels: { release: 'main' } } }), files]],
  ['Secrets', [refusing, serviceMonitor({ port: 'http', tlsConfig: { ca: { secret: { name: 'ca', key: 'ca.crt' } } } })]],
  ['an empty name', [refusing, serviceMonitor({ port: 'http', bearerTokenFile: '' })]],
])('%s are well', (_title, objects) => {
  expect(said(fileAccess, objects)).toEqual([]);
});
