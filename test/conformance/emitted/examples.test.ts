import { loadAll } from 'js-yaml';
import { fieldAt, templatePath } from '../../../lib/model/object';
import { istioSidecar } from '../../../lib/platform/presets';
import { synth, type Output } from '../../examples/example';
import { startApiServer, type ApiServer } from '../engines/apiserver';
import { startCorefile, type CorefileVerdict } from '../engines/corefile';
import type { Engine, KubernetesObject } from '../engines/engine';
import { startInjector, type Injection, type InjectionQuestion } from '../engines/injector';
import { startIstio, type Istio } from '../engines/istio';
import { describeWith } from '../engines/parts';
import { Judges } from './judge';

const clusters = ['eu', 'us'] as const;

/** Kinds of cert-manager, whose CRDs no engine here has. */
const unjudged = ['Certificate', 'Issuer'];

/** What the example wrote, as its users would run it. */
let output: Output | undefined;
const written = (): Output => (output ??= synth('examples/app-repo/main.ts', ['--transpile-only']));
const objectsOf = (cluster: string): readonly KubernetesObject[] => [...written()].flatMap(([file, text]) => (file.startsWith(`${cluster}/`) ? (loadAll(text) as KubernetesObject[]) : []));

function find(cluster: string, kind: string, name: string): KubernetesObject {
  const found = objectsOf(cluster).find(object => fieldAt(object, 'kind') === kind && fieldAt(object, 'metadata', 'name') === name);
  if (found === undefined) throw new Error(`${cluster} has no ${kind} ${name}`);
  return found;
}

/** The egress gateway, which is installed with the mesh as the other gateways are. */
function egressGateway(): readonly KubernetesObject[] {
  const labels = { istio: 'egressgateway' };
  const metadata = { name: 'egressgateway', namespace: 'egress' };
  const containers = [{ name: 'istio-proxy', image: 'registry.example/proxyv2:1.31.0', ports: [{ containerPort: 80 }, { containerPort: 443 }] }];
  return [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName: 'egressgateway', containers } } } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ name: 'http2', port: 80, protocol: 'TCP' }, { name: 'https', port: 443, protocol: 'TCP' }] } },
  ];
}

describeWith(['apiserver', 'crds', 'istio'], 'everything that examples write is accepted', () => {
  let server: ApiServer;
  let istio: Istio;
  beforeAll(async () => {
    server = await startApiServer({ purpose: 'examples', sets: ['istio-1.31', 'gateway-api-standard', 'cilium', 'prometheus-operator'] });
    istio = startIstio('examples');
  });
  afterAll(async () => {
    await server.stop();
    await istio.stop();
  });

  test.each(clusters)('app-repo, cluster %s', async cluster => {
    const objects = objectsOf(cluster);
    expect(objects.length).toBeGreaterThan(100);
    const judged = objects.filter(object => !unjudged.includes(String(fieldAt(object, 'kind'))));
    expect(objects.length - judged.length).toBe(4);
    expect(await new Judges(server, istio).judge([...judged, ...egressGateway()], istioSidecar({ cluster, routing: 'istio', eastWest: { namespace: 'eastwest' } }))).toEqual([]);
  });
});

describeWith(['corefile'], 'CoreDNS takes the Corefile of the example', () => {
  let engine: Engine<string, CorefileVerdict>;
  beforeAll(() => {
    engine = startCorefile('examples');
  });
  afterAll(() => engine.stop());

  test('in the ConfigMap of eu, and in the values for the add-on of us', async () => {
    const { corefile } = JSON.parse(written().get('node-config/us/coredns-addon.json') ?? '') as { readonly corefile: string };
    for (const text of [String(fieldAt(find('eu', 'ConfigMap', 'coredns'), 'data', 'Corefile')), corefile]) expect(await engine.ask(text)).toEqual({ accepted: true });
  });
});

describeWith(['injector', 'apiserver'], 'pods of the example, once they are injected', () => {
  let injector: Engine<InjectionQuestion, Injection>;
  let server: ApiServer;
  beforeAll(async () => {
    injector = startInjector('examples');
    server = await startApiServer({ purpose: 'examples, injected', sets: [] });
  });
  afterAll(async () => {
    await injector.stop();
    await server.stop();
  });

  /** The pod of a workload, as the API server would keep it. */
  async function podOf(cluster: string, kind: string, name: string): Promise<{ readonly injected: boolean; readonly pod: KubernetesObject }> {
    const workload = find(cluster, kind, name);
    const namespace = String(fieldAt(workload, 'metadata', 'namespace'));
    const template = fieldAt(workload, ...templatePath(kind));
    const labels = fieldAt(find(cluster, 'Namespace', namespace), 'metadata', 'labels') as Readonly<Record<string, string>>;
    const { object, injected } = await injector.ask({
      object: { apiVersion: 'v1', kind: 'Pod', ...(template as object), metadata: { name, namespace, ...(fieldAt(template, 'metadata') as object) } },
      namespaceLabels: { ...labels, 'kubernetes.io/metadata.name': namespace },
      nativeSidecar: true,
    });
    const [answer] = await server.dryRun([object]);
    if (answer?.accepted !== true) throw new Error(answer?.message);
    return { injected, pod: answer.object };
  }

  /** Init containers by name, with whether they keep running. */
  const initContainers = (pod: KubernetesObject): ReadonlyMap<unknown, unknown> => {
    const list = fieldAt(pod, 'spec', 'initContainers');
    return new Map((Array.isArray(list) ? list : []).map(container => [fieldAt(container, 'name'), container]));
  };

  test('the packet processor is Guaranteed although it has a proxy, and nothing else is', async () => {
    const packets = await podOf('eu', 'Deployment', 'packets');
    expect([packets.injected, fieldAt(packets.pod, 'status', 'qosClass')]).toEqual([true, 'Guaranteed']);
    const web = await podOf('eu', 'Deployment', 'web');
    expect([web.injected, fieldAt(web.pod, 'status', 'qosClass')]).toEqual([true, 'Burstable']);
  });

  test.each(clusters)('the port of the cache is left out of what reaches its proxy in %s', async cluster => {
    const { pod } = await podOf(cluster, 'Deployment', 'cache');
    const args = fieldAt(initContainers(pod).get('istio-init'), 'args') as readonly string[];
    expect(args[args.indexOf('-d') + 1]?.split(',')).toContain('6379');
  });

  test('the Job ends: its proxy is an init container that keeps running, and no container of its own', async () => {
    const { pod } = await podOf('eu', 'Job', 'migrate');
    expect((fieldAt(pod, 'spec', 'containers') as readonly unknown[]).map(container => fieldAt(container, 'name'))).toEqual(['main']);
    expect(fieldAt(initContainers(pod).get('istio-proxy'), 'restartPolicy')).toBe('Always');
  });

  test('on the host network there is no proxy', async () => {
    expect((await podOf('eu', 'DaemonSet', 'edge-proxy')).injected).toBe(false);
  });
});
