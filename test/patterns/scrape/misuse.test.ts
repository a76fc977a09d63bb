import { scrape, type ScrapeProps } from '../../../lib/patterns/scrape/scrape';
import type { MonitoringOptions } from '../../../lib/platform/monitoring';
import type { Platform } from '../../../lib/platform/platform';
import { istioSidecar, plainKubernetes } from '../../../lib/platform/presets';
import { refusal } from '../../support/misuse';
import { shop, workload, type Shop } from '../../support/shop';

type Props = { readonly [key in keyof ScrapeProps<Platform>]?: unknown };
const meshed = (monitoring: MonitoringOptions = {}): Shop<Platform> => shop<Platform>(istioSidecar({ cluster: 'test', routing: 'istio', monitoring }));
const unmeshed = shop<Platform>(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' }, monitoring: true }));

test.each<readonly [title: string, scene: Shop<Platform>, props: Props, what: string, fix: string]>([
  ['no port', meshed(), { port: undefined }, 'scrape: no port given', "pass a port of a Service, such as web.port('http')"],
  ['no monitoring', shop<Platform>(istioSidecar({ cluster: 'test', routing: 'istio' })), {}, 'scrape: service shop/web: nobody is there to read it: the platform has no monitoring', 'set monitoring: true on the platform'],
  ['a mode without a mesh', unmeshed, { mode: 'merged' }, 'scrape.mode: modes are about the proxies of a mesh, and plain Kubernetes has none', 'leave it out'],
  ['a mode that does not exist', meshed(), { mode: 'secretly' }, 'scrape: service shop/web: mode "secretly" does not exist', 'use merged, istioCerts, plaintextException or direct'],
  ['a certificate without the operator', meshed({ operator: false }), { mode: 'istioCerts' }, 'scrape: service shop/web: an annotation cannot name the certificate that mode istioCerts takes', "use mode: 'merged', or install prometheus-operator"],
  ['files that are refused', meshed({ operator: { fileAccess: false } }), { mode: 'istioCerts' }, 'scrape: service shop/web: the certificate is in files, which the Prometheus refuses to monitors (arbitraryFSAccessThroughSMs.deny)', 'put them into a ScrapeClass and name it on the platform: certificate: { scrapeClass }'],
  ['a timeout beyond the interval', meshed(), { interval: '15s', scrapeTimeout: '20s' }, 'scrape: service shop/web: scrapeTimeout 20s is longer than interval 15s, which the operator refuses', 'shorten the timeout'],
  ['an interval that is none', meshed(), { interval: '30' }, 'scrape: service shop/web: interval "30" is no span of time', 'write it as "30s"'],
  ['an interval of nothing', meshed(), { interval: '0s' }, 'scrape: service shop/web: interval "0s" is no span of time', 'write it as "30s"'],
  ['a timeout that is none', meshed(), { scrapeTimeout: 'soon' }, 'scrape: service shop/web: scrapeTimeout "soon" is no span of time', 'write it as "30s"'],
  ['a path that is none', meshed(), { path: 'metrics' }, 'scrape: service shop/web: path "metrics" is no path', 'begin it with "/"'],
  ['a limit of nothing', meshed(), { sampleLimit: 0 }, 'scrape: service shop/web: sampleLimit is 0', 'use a whole number such as 50000'],
  ['a name that is none', meshed(), { name: 'Web' }, 'scrape: service shop/web: name "Web" must be lower-case letters, digits and "-", and begin and end with a letter or digit', 'give the monitor a short name of its own: name'],
  ['a label that is none', meshed(), { labels: { team: 'a b' } }, 'scrape: service shop/web: label value "a b" must be at most 63 of letters, digits, "-", "_", "." and begin and end with a letter or digit', 'correct the label'],
  ['a label for the job that is none', meshed(), { jobLabel: 'a b' }, 'scrape: service shop/web: label name "a b" must be 1 to 63 of letters, digits, "-", "_", "." and begin and end with a letter or digit', 'correct the label'],
])('%s is refused at the call, with the value seen and what to do', (_title, scene, props, what, fix) => {
  expect(refusal(() => scrape<Platform>({ network: scene.net, port: scene.webService.port('http'), ...props } as ScrapeProps<Platform>))).toEqual({ what, fix });
});

test('a Service whose name leaves no room for its monitor asks for another', () => {
  const scene = meshed();
  const service = scene.net.service({ name: 'w'.repeat(60), namespace: scene.shop, ports: { http: { port: 80, targetPort: 8080 } }, workload: scene.web });
  expect(refusal(() => scrape<Platform>({ network: scene.net, port: service.port('http') })).what).toContain('has 68 characters, at most 63 are allowed');
  expect(() => scrape<Platform>({ network: scene.net, port: service.port('http'), name: 'w-metrics' })).not.toThrow();
});

test('a port that is not TCP carries no metrics', () => {
  const scene = meshed();
  const server = scene.net.workload(workload('dns', { ports: [{ containerPort: 53, protocol: 'UDP' }] }));
  const service = scene.net.service({ name: 'dns', namespace: scene.shop, ports: { dns: { port: 53, protocol: 'UDP' } }, workload: server });
  expect(refusal(() => scrape<Platform>({ network: scene.net, port: service.port('dns') })).what).toBe('scrape: service shop/dns: port dns is UDP, and metrics are read over HTTP');
});

test('an exception needs to know whose it is', () => {
  const scene = meshed();
  const service = scene.net.service({ name: 'anyone', namespace: scene.shop, ports: { http: { port: 80 } }, selector: { app: 'anyone' } });
  expect(refusal(() => scrape<Platform>({ network: scene.net, port: service.port('http'), mode: 'plaintextException' })).what).toBe('scrape: service shop/anyone: an exception is of a workload and a container port, and nobody says which are behind port http');
});

test('pods of another cluster are read there', () => {
  const scene = meshed();
  const service = scene.net.service({ name: 'ratings', namespace: scene.shop, ports: { http: { port: 80 } }, remote: true });
  expect(refusal(() => scrape<Platform>({ network: scene.net, port: service.port('http') }))).toEqual({ what: 'scrape: service shop/ratings has no pods here', fix: 'scrape it in the cluster of its pods' });
});
