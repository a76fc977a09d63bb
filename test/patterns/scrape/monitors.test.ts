import { canary } from '../../../lib/patterns/canary/canary';
import { scrape, type ScrapeProps } from '../../../lib/patterns/scrape/scrape';
import { fieldAt, type Manifest } from '../../../lib/model/object';
import { matches, type Labels } from '../../../lib/model/labels';
import type { Platform } from '../../../lib/platform/platform';
import { istioSidecar, plainKubernetes } from '../../../lib/platform/presets';
import type { MonitoringOptions } from '../../../lib/platform/monitoring';
import { shop, type Composed, type Shop } from '../../support/shop';

type Options = Partial<ScrapeProps<Platform>>;
const meshed = (monitoring: true | MonitoringOptions = true, routing: 'istio' | 'gateway' = 'istio'): Shop<Platform> => shop<Platform>(istioSidecar({ cluster: 'test', routing, monitoring }));
const unmeshed = (monitoring: true | MonitoringOptions = true): Shop<Platform> => shop<Platform>(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' }, monitoring }));
const read = (scene: Shop<Platform>, options: Options = {}): Composed => scene.compose(scrape({ network: scene.net, port: scene.webService.port('http'), ...options }));
const monitor = (composed: Composed, name: string = 'web-metrics', namespace: string = 'shop'): Manifest => composed.get('ServiceMonitor', name, namespace);
const endpoint = (composed: Composed): unknown => fieldAt(monitor(composed), 'spec', 'endpoints', 0);
const annotationsOf = (composed: Composed, kind: string, name: string): unknown => fieldAt(composed.get(kind, name), 'spec', 'template', 'metadata', 'annotations');
const labelsOf = (composed: Composed, kind: string, name: string): Labels => composed.get(kind, name).metadata.labels ?? {};

/** Services that a monitor finds, as the operator looks: labels of the Service, in the namespaces named, with a port of the name. */
function found({ manifests }: Composed, { spec }: Manifest): readonly string[] {
  const selector = fieldAt(spec, 'selector', 'matchLabels') as Labels;
  const namespaces = fieldAt(spec, 'namespaceSelector', 'matchNames') as readonly string[];
  const port = fieldAt(spec, 'endpoints', 0, 'port');
  return manifests
    .filter(({ kind, metadata }) => kind === 'Service' && namespaces.includes(metadata.namespace ?? '') && matches(selector, metadata.labels ?? {}))
    .filter(service => (fieldAt(service, 'spec', 'ports') as readonly { readonly name: string }[]).some(({ name }) => name === port))
    .map(({ metadata }) => metadata.name);
}

describe('a monitor finds one Service, by all its labels and the name of its port', () => {
  test.each([
    ['without a mesh', unmeshed(), {}],
    ['merged', meshed(), {}],
    ['with certificates', meshed({ scrapeMode: 'istioCerts' }), {}],
    ['with an exception', meshed({ scrapeMode: 'plaintextException' }), {}],
    ['directly', meshed({ scrapeMode: 'direct' }), {}],
    ['under another name', meshed(), { name: 'numbers' }],
  ] as const)('%s', (_, scene, options) => {
    const composed = read(scene, options);
    const name = 'name' in options ? options.name : 'web-metrics';
    expect(found(composed, monitor(composed, name))).toEqual([name]);
    expect(fieldAt(monitor(composed, name), 'spec', 'selector', 'matchLabels')).toEqual(labelsOf(composed, 'Service', name));
  });

  test('also beside the Services per version of a canary, which carry the same name and ports', () => {
    const scene = meshed({ scrapeMode: 'direct' }, 'gateway');
    const composed = scene.compose(scrape({ network: scene.net, port: scene.reviews.port('http') }), canary<Platform, 'v1' | 'v2', 'http'>({ network: scene.net, service: scene.reviews, weights: { v1: 90, v2: 10 } }));
    expect(composed.names('Service')).toEqual(expect.arrayContaining(['shop/reviews', 'shop/reviews-v1', 'shop/reviews-v2']));
    expect(found(composed, monitor(composed, 'reviews-metrics'))).toEqual(['reviews-metrics']);
  });

  test('also when the application has a Service that is written elsewhere', () => {
    const scene = unmeshed();
    const service = scene.net.service({ name: 'legacy', namespace: scene.shop, ports: { metrics: { port: 9100 } }, selector: { app: 'legacy' }, existing: true });
    const composed = read(scene, { port: service.port('metrics') });
    expect(found(composed, monitor(composed, 'legacy-metrics'))).toEqual(['legacy-metrics']);
    expect(composed.get('Service', 'legacy-metrics')['spec']).toEqual({ clusterIP: 'None', selector: { app: 'legacy' }, ports: [{ name: 'metrics', port: 9100, targetPort: 9100, protocol: 'TCP' }] });
  });
});

describe('merged', () => {
  test("reads the agent's port by name through a headless Service", () => {
    const composed = read(meshed());
    expect(composed.get('Service', 'web-metrics')['spec']).toEqual({ clusterIP: 'None', selector: { app: 'web' }, ports: [{ name: 'http-metrics', port: 15020, targetPort: 15020, protocol: 'TCP' }] });
    expect(endpoint(composed)).toEqual({ port: 'http-metrics', path: '/stats/prometheus', interval: '30s', scrapeTimeout: '10s' });
  });

  test('tells the agent by annotation where the application is, in the pods of all versions', () => {
    const scene = meshed();
    const composed = read(scene, { port: scene.reviews.port('http'), path: '/numbers' });
    for (const name of ['reviews-v1', 'reviews-v2']) expect(annotationsOf(composed, 'Deployment', name)).toEqual({ 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9080', 'prometheus.io/path': '/numbers' });
    expect(annotationsOf(composed, 'Deployment', 'web')).toBeUndefined();
  });

  test('says so when it is not known which pods these are', () => {
    const scene = meshed();
    const service = scene.net.service({ name: 'anyone', namespace: scene.shop, ports: { http: { port: 80 } }, selector: { app: 'anyone' } });
    expect(read(scene, { port: service.port('http') }).findings.map(({ rule }) => rule)).toEqual(['metrics/pods-unknown']);
  });
});

describe('istioCerts', () => {
  test('reads the application over mutual TLS with the files of its proxy', () => {
    expect(endpoint(read(meshed({ scrapeMode: 'istioCerts' })))).toEqual({
      port: 'http', path: '/metrics', interval: '30s', scrapeTimeout: '10s', scheme: 'https',
      tlsConfig: { caFile: '/etc/prom-certs/root-cert.pem', certFile: '/etc/prom-certs/cert-chain.pem', keyFile: '/etc/prom-certs/key.pem', insecureSkipVerify: true },
    });
  });

  test('or with a ScrapeClass, where files are refused', () => {
    const composed = read(meshed({ scrapeMode: 'istioCerts', operator: { fileAccess: false }, certificate: { scrapeClass: 'mesh' } }));
    expect(fieldAt(monitor(composed), 'spec', 'scrapeClass')).toBe('mesh');
    expect(endpoint(composed)).toEqual({ port: 'http', path: '/metrics', interval: '30s', scrapeTimeout: '10s', scheme: 'https' });
  });
});

describe('plaintextException', () => {
  const composed = read(meshed({ scrapeMode: 'plaintextException' }));

  test('lets the container port take plaintext, and reads it in plaintext', () => {
    expect(composed.get('PeerAuthentication', 'web')['spec']).toEqual({ selector: { matchLabels: { app: 'web' } }, portLevelMtls: { '8080': { mode: 'PERMISSIVE' } } });
    expect(endpoint(composed)).toEqual({ port: 'http', path: '/metrics', interval: '30s', scrapeTimeout: '10s' });
  });

  test('says that a namespace which is not closed opens it to everyone', () => {
    expect(composed.findings.map(({ rule, severity }) => [rule, severity])).toEqual([['metrics/plaintext-open', 'warning']]);
  });
});

describe('direct', () => {
  test.each([['without a mesh', unmeshed()], ['in one', meshed({ scrapeMode: 'direct' })]])('writes nothing about the mesh and nothing on pods, %s', (_, scene) => {
    const composed = read(scene);
    expect(composed.names('PeerAuthentication')).toEqual([]);
    expect(annotationsOf(composed, 'Deployment', 'web')).toBeUndefined();
    expect(composed.get('Service', 'web-metrics')['spec']).toEqual({ clusterIP: 'None', selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] });
  });

  test('one pattern may read otherwise than the platform says', () => {
    expect(endpoint(read(meshed(), { mode: 'direct' }))).toMatchObject({ port: 'http', path: '/metrics' });
  });
});

describe('options', () => {
  test('the interval, with a timeout that fits, and the others, reach the monitor', () => {
    const composed = read(unmeshed(), { interval: '5s', sampleLimit: 100, jobLabel: 'team', labels: { tier: 'gold' } });
    expect(endpoint(composed)).toMatchObject({ interval: '5s', scrapeTimeout: '5s' });
    expect(monitor(composed)['spec']).toMatchObject({ sampleLimit: 100, jobLabel: 'team' });
    expect(labelsOf(composed, 'ServiceMonitor', 'web-metrics')).toMatchObject({ tier: 'gold' });
  });

  test('whatever label the job comes from, the Service that is read carries it', () => {
    expect(labelsOf(read(unmeshed(), { jobLabel: 'team' }), 'Service', 'web-metrics')).toMatchObject({ team: 'web' });
    expect(labelsOf(read(unmeshed()), 'Service', 'web-metrics')).toMatchObject({ 'app.kubernetes.io/name': 'web' });
  });

  test('labels that the Prometheus demands are on every monitor', () => {
    expect(labelsOf(read(unmeshed({ operator: { monitorLabels: { release: 'stack' } } })), 'ServiceMonitor', 'web-metrics')).toMatchObject({ release: 'stack' });
  });

  test('an operator that knows the role discovers by EndpointSlices, if Prometheus may list them', () => {
    const role = (operator: MonitoringOptions['operator']): unknown => fieldAt(monitor(read(unmeshed({ operator: operator ?? true }))), 'spec', 'serviceDiscoveryRole');
    expect([role(true), role({ version: '0.86' }), role({ version: '0.85' }), role({ readsEndpointSlices: false })]).toEqual(['EndpointSlice', 'EndpointSlice', undefined, undefined]);
  });
});

describe('a Prometheus that looks at some namespaces only', () => {
  test('finds the monitor in its own', () => {
    const composed = read(unmeshed({ operator: { monitorNamespaces: 'own' } }));
    expect(composed.names('ServiceMonitor')).toEqual(['monitoring/shop-web-metrics']);
    expect(found(composed, monitor(composed, 'shop-web-metrics', 'monitoring'))).toEqual(['web-metrics']);
  });

  test('finds it by labels that the namespace gets', () => {
    expect(labelsOf(read(unmeshed({ operator: { monitorNamespaces: { metrics: 'on' } } })), 'Namespace', 'shop')).toMatchObject({ metrics: 'on' });
  });

  test('is a warning where the namespace is written elsewhere', () => {
    const scene = unmeshed({ operator: { monitorNamespaces: { metrics: 'on' } } });
    const bank = scene.net.namespace('bank');
    const service = scene.net.service({ name: 'teller', namespace: bank, ports: { http: { port: 80 } }, selector: { app: 'teller' } });
    expect(read(scene, { port: service.port('http') }).findings).toEqual([expect.objectContaining({ rule: 'metrics/namespace-unselected', severity: 'warning', help: 'run "kubectl label namespace bank metrics=on", or create the namespace here' })]);
  });
});

describe('without the operator annotations say where to read', () => {
  const where = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080', 'prometheus.io/path': '/metrics' };
  test.each<readonly [string, Shop<Platform>, object]>([
    ['without a mesh', unmeshed({ operator: false }), where],
    ['merged, which the injector points to the agent', meshed({ operator: false }), where],
    ['directly, which the injector is told to leave', meshed({ operator: false, scrapeMode: 'direct' }), { ...where, 'prometheus.istio.io/merge-metrics': 'false' }],
    ['in plaintext by an exception', meshed({ operator: false, scrapeMode: 'plaintextException' }), { ...where, 'prometheus.istio.io/merge-metrics': 'false' }],
  ])('%s', (_, scene, annotations) => {
    const composed = read(scene);
    expect(composed.names('ServiceMonitor')).toEqual([]);
    expect(composed.names('Service')).not.toContain('shop/web-metrics');
    expect(annotationsOf(composed, 'Deployment', 'web')).toEqual(annotations);
  });

  test('a template that says something else is a conflict', () => {
    const scene = unmeshed({ operator: false });
    const odd = scene.net.workload({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'odd', namespace: 'shop' }, spec: { selector: { matchLabels: { app: 'odd' } }, template: { metadata: { labels: { app: 'odd' }, annotations: { 'prometheus.io/port': '1' } }, spec: { containers: [{ name: 'main', ports: [{ containerPort: 8080 }] }] } } } });
    const service = scene.net.service({ name: 'odd', namespace: scene.shop, ports: { http: { port: 80, targetPort: 8080 } }, workload: odd });
    expect(read(scene, { port: service.port('http') }).findings.map(({ rule }) => rule)).toEqual(['api/owner-conflict']);
  });
});
