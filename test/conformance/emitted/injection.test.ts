import { istioSidecar } from '../../../lib/platform/presets';
import { hostNetwork } from '../../../lib/patterns/host-network/host-network';
import { pinnedCpu } from '../../../lib/patterns/pinned-cpu/pinned-cpu';
import { meshBypass } from '../../../lib/patterns/mesh-bypass/mesh-bypass';
import type { MeshBypassProps } from '../../../lib/patterns/mesh-bypass/props';
import type { Pattern } from '../../../lib/network/network';
import { fieldAt, templatePath } from '../../../lib/model/object';
import type { Platform } from '../../../lib/platform/platform';
import { bypass, enrolled } from '../../support/bypass';
import { meshShop, type Mesh } from '../../support/policies';
import { shop, workload, type Composed, type Shop } from '../../support/shop';
import { startApiServer, type ApiServer } from '../engines/apiserver';
import type { Engine, KubernetesObject } from '../engines/engine';
import { startInjector, type Injection, type InjectionQuestion } from '../engines/injector';
import { describeWith } from '../engines/parts';

// What pod annotations and resources come to is decided when a pod is injected: by Istio's own injection, and by the class that the API
// server gives to the pod that comes out.

const namespaceLabels = { 'istio-injection': 'enabled', 'kubernetes.io/metadata.name': 'shop' };

describeWith(['injector', 'apiserver'], 'injected pods', () => {
  let injector: Engine<InjectionQuestion, Injection>;
  let server: ApiServer;
  beforeAll(async () => {
    injector = startInjector('patterns');
    server = await startApiServer({ purpose: 'injection', sets: [] });
  });
  afterAll(async () => {
    await injector.stop();
    await server.stop();
  });

  /** The pod that a workload of a composition gets. */
  async function podOf(composed: Composed, kind: string, name: string, nativeSidecar: boolean = true): Promise<{ readonly pod: KubernetesObject; readonly injected: boolean }> {
    const template = fieldAt(composed.get(kind, name), ...templatePath(kind));
    const pod = { apiVersion: 'v1', kind: 'Pod', ...(template as object), metadata: { name, namespace: 'shop', ...(fieldAt(template, 'metadata') as object) } };
    const { object, injected } = await injector.ask({ object: pod, namespaceLabels, nativeSidecar });
    return { pod: object, injected };
  }

  /** Arguments of the container that writes the pod's iptables, as `flag value` pairs. */
  function iptables(pod: KubernetesObject): Readonly<Record<string, string>> {
    const containers = fieldAt(pod, 'spec', 'initContainers');
    const init = (Array.isArray(containers) ? containers : []).find(container => fieldAt(container, 'name') === 'istio-init');
    const args = fieldAt(init, 'args');
    if (!Array.isArray(args)) throw new Error('istio-init was not injected');
    return Object.fromEntries(args.map(String).flatMap((arg, i, all) => (arg.startsWith('-') ? [[arg, String(all[i + 1] ?? '')]] : [])));
  }

  const ports = (text: string | undefined): readonly string[] => (text ?? '').split(',');

  describe('mesh bypass', () => {
    const clients = ({ web, databaseService }: Shop<Mesh>): Parameters<typeof bypass>[1] => [web.calls(databaseService.port('tcp-pg'))];

    test('the port is left out of what reaches the proxy of the server, beside what the agent needs, and every other port is captured', async () => {
      const scene = meshShop();
      const args = iptables((await podOf(scene.compose(enrolled(scene), bypass(scene, clients(scene))), 'StatefulSet', 'db')).pod);
      expect(args['-b']).toBe('*');
      expect([...ports(args['-d'])].sort()).toEqual(['15020', '15021', '15090', '5432']);
    });

    test("without the pattern it is captured: the test can fail", async () => {
      const scene = meshShop();
      expect(ports(iptables((await podOf(scene.compose(enrolled(scene)), 'StatefulSet', 'db')).pod)['-d'])).not.toContain('5432');
    });

    test("the client's calls leave its proxy out at level 'both' and at no other", async () => {
      for (const level of ['server', 'both'] as const) {
        const scene = meshShop();
        const args = iptables((await podOf(scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(scene.reviews.port('http'))], { level })), 'Deployment', 'web')).pod);
        expect(ports(args['-o']).filter(port => port !== '')).toEqual(level === 'both' ? ['80', '9080'] : []);
      }
    });

    test("pods get no proxy at level 'workload', and the others of the namespace do", async () => {
      const scene = meshShop();
      const composed = scene.compose(enrolled(scene), bypass(scene, clients(scene), { level: 'workload' }));
      expect([(await podOf(composed, 'StatefulSet', 'db')).injected, (await podOf(composed, 'Deployment', 'web')).injected]).toEqual([false, true]);
    });

    test('a list that was there reaches the pod with the port in it', async () => {
      const scene = meshShop();
      const manifest = workload('cache', { ports: [{ containerPort: 6379 }, { containerPort: 9443 }] });
      const spec = manifest['spec'] as { template: { metadata: object } };
      const annotations = { 'traffic.sidecar.istio.io/excludeInboundPorts': '9443' };
      const cache = scene.net.workload({ ...manifest, spec: { ...spec, template: { ...spec.template, metadata: { ...spec.template.metadata, annotations } } } });
      const service = scene.net.service({ name: 'cache', namespace: scene.shop, workload: cache, ports: { tcp: { port: 6379 } } });
      const args = iptables((await podOf(scene.compose(enrolled(scene), bypass(scene, [scene.web.calls(service.port('tcp'))])), 'Deployment', 'cache')).pod);
      expect(ports(args['-d'])).toEqual(expect.arrayContaining(['6379', '9443']));
    });
  });

  describe('pinned CPUs', () => {
    const nodes = { label: 'shop.example/cpus', value: 'pinned', reservedCpus: '0,32' };

    /** The class of the pod that comes out of injection, from the API server's answer to it. */
    async function classOf(build: (scene: Shop<Platform>) => readonly Pattern[], nativeSidecar: boolean): Promise<{ readonly injected: boolean; readonly qos: unknown }> {
      const scene = shop<Platform>(istioSidecar({ cluster: 'test', routing: 'istio' }));
      const { pod, injected } = await podOf(scene.compose(...build(scene)), 'Deployment', 'web', nativeSidecar);
      const [answer] = await server.dryRun([pod]);
      if (answer?.accepted !== true) throw new Error(answer?.message);
      return { injected, qos: fieldAt(answer.object, 'status', 'qosClass') };
    }

    for (const nativeSidecar of [true, false]) {
      describe(nativeSidecar ? 'with a native sidecar' : 'with a sidecar of the older kind', () => {
        test('the pod is Guaranteed, proxy and iptables container included', async () => {
          expect(await classOf(({ net, web }) => [pinnedCpu({ network: net, workload: web, cpus: 4, memory: '8Gi', nodes })], nativeSidecar)).toEqual({ injected: true, qos: 'Guaranteed' });
        });

        test('also with other resources of the proxy', async () => {
          expect(await classOf(({ net, web }) => [pinnedCpu({ network: net, workload: web, cpus: 2, memory: '1Gi', nodes, proxyResources: { cpu: '250m', memory: '256Mi' } })], nativeSidecar)).toEqual({ injected: true, qos: 'Guaranteed' });
        });

        test('which it is not without the pattern, nor with resources of its own containers alone', async () => {
          const scene = shop<Platform>(istioSidecar({ cluster: 'test', routing: 'istio' }));
          const composed = scene.compose(pinnedCpu({ network: scene.net, workload: scene.web, cpus: 4, memory: '8Gi', nodes }));
          const template = fieldAt(composed.get('Deployment', 'web'), 'spec', 'template') as { readonly metadata: { readonly labels: object }; readonly spec: object };
          const bare = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop', labels: template.metadata.labels }, spec: template.spec };
          const { object } = await injector.ask({ object: bare, namespaceLabels, nativeSidecar });
          expect(await server.dryRun([object])).toMatchObject([{ accepted: true, object: { status: { qosClass: 'Burstable' } } }]);
          expect(await classOf(() => [], nativeSidecar)).toEqual({ injected: true, qos: 'Burstable' });
        });
      });
    }

    test('on the host network there is no proxy, and the class holds', async () => {
      expect(await classOf(({ net, web }) => [pinnedCpu({ network: net, workload: web, cpus: 4, memory: '8Gi', nodes }), hostNetwork({ network: net, workload: web })], true)).toEqual({ injected: false, qos: 'Guaranteed' });
    });

    test("beside a bypass at level 'workload' there is no proxy, and the class holds", async () => {
      const accept = [{ rule: 'platform/mesh-bypass-unencrypted', reason: 'judged' }];
      const build = ({ net, web, reviewsV1, webService }: Shop<Platform>): readonly Pattern[] => [
        meshBypass({ network: net, clients: [reviewsV1.calls(webService.port('http'))], level: 'workload', accept } as unknown as MeshBypassProps<Platform>),
        pinnedCpu({ network: net, workload: web, cpus: 4, memory: '8Gi', nodes }),
      ];
      expect(await classOf(build, true)).toEqual({ injected: false, qos: 'Guaranteed' });
    });
  });

  test('ACME solvers of cert-manager opt out by an annotation, so that no exception of a mode is needed for them', async () => {
    const pod = (annotations: object): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'cm-acme-http-solver-x7k2p', namespace: 'shop', labels: { 'acme.cert-manager.io/http01-solver': 'true' }, annotations },
      spec: { containers: [{ name: 'acmesolver', image: 'registry.example/acmesolver:1.0.0', ports: [{ name: 'http', containerPort: 8089 }] }] },
    });
    const injected = async (annotations: object): Promise<boolean> => (await injector.ask({ object: pod(annotations), namespaceLabels })).injected;
    expect([await injected({ 'sidecar.istio.io/inject': 'false' }), await injected({})]).toEqual([false, true]);
  });
});
