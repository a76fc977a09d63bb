import { scrapeDenied } from '../../../lib/rules/authz/scrape-denied';
import { deployment, istio, shop } from '../../mesh/mesh';
import { podMonitor } from '../../support/monitor';
import { judges, onlyFinding } from '../../support/judge';

const told = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9090', 'prometheus.istio.io/merge-metrics': 'false' };
const web = (annotations: object = told): ReturnType<typeof deployment> => deployment('web', { annotations });
const policy = (spec: object): ReturnType<typeof istio> => istio('AuthorizationPolicy', 'p', spec);
const at = 'warning spec.template.metadata.annotations["prometheus.io/port"]';

const monitor = (more: object = {}): ReturnType<typeof podMonitor> => ({ ...podMonitor({ portNumber: 9090, ...more }) });
const listening = deployment('web', { spec: { containers: [{ name: 'main', ports: [{ name: 'metrics', containerPort: 9090 }] }] } });

judges(scrapeDenied, [
  ['a monitor reads what nobody may call', [shop, listening, monitor(), policy({})], ['warning spec.podMetricsEndpoints[0]']],
  ['a monitor reads a path that is allowed', [shop, listening, monitor({ path: '/stats' }), policy({ rules: [{ to: [{ operation: { paths: ['/stats'] } }] }] })], []],
  ['a monitor reads what is allowed', [shop, listening, monitor(), policy({ rules: [{ to: [{ operation: { ports: ['9090'] } }] }] })], []],
  ['a monitor may be admitted', [shop, listening, monitor(), policy({ rules: [{ from: [{ source: { namespaces: ['monitoring'] } }] }] })], ['unknown']],
  ['nothing is allowed', [shop, web(), policy({})], [at]],
  ['another port is allowed', [shop, web(), policy({ rules: [{ to: [{ operation: { ports: ['8080'] } }] }] })], [at]],
  ['the port is allowed', [shop, web(), policy({ rules: [{ to: [{ operation: { ports: ['9090'] } }] }] })], []],
  ['somebody is allowed who may be Prometheus', [shop, web(), policy({ rules: [{ from: [{ source: { namespaces: ['monitoring'] } }] }] })], ['unknown']],
  ['metrics are merged into those of the proxy', [shop, web({ ...told, 'prometheus.istio.io/merge-metrics': undefined }), policy({})], []],
  ['the port goes past the proxy', [shop, web({ ...told, 'traffic.sidecar.istio.io/excludeInboundPorts': '9090' }), policy({})], []],
  ['nobody is told to read it', [shop, web({}), policy({})], []],
  ['no policy', [shop, web()], []],
]);

test('the port is said', () => {
  expect(onlyFinding(scrapeDenied, [shop, web(), policy({})]).message).toBe('Prometheus is told to read port 9090 of Deployment shop/web, and its AuthorizationPolicies admit nobody there: no ALLOW rule matches');
});
