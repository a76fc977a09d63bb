import { hostNetwork } from '../../../lib/patterns/host-network/host-network';
import { pinnedCpu, type PinnedCpuProps } from '../../../lib/patterns/pinned-cpu/pinned-cpu';
import type { Workload } from '../../../lib/network/workload';
import type { JsonObject } from '../../../lib/model/json';
import { fieldAt, type Manifest } from '../../../lib/model/object';
import type { Platform } from '../../../lib/platform/platform';
import { plainKubernetes } from '../../../lib/platform/presets';
import { istioShop, shop, workload, type Shop } from '../../support/shop';

const nodes = { label: 'shop.example/cpus', value: 'pinned', reservedCpus: '0,32' };

function engine(pod: JsonObject = {}, metadata: JsonObject = {}): Manifest {
  const spec = { containers: [{ name: 'main', image: 'registry.example/engine:1' }], ...pod };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'engine', namespace: 'shop' }, spec: { selector: { matchLabels: { app: 'engine' } }, template: { metadata: { labels: { app: 'engine' }, ...metadata }, spec } } };
}

/** The template of the engine, pinned; and what was found. */
function pinned(manifest: Manifest = engine(), options: Partial<PinnedCpuProps<Platform>> = {}, scene: Shop<Platform> = istioShop()): { readonly template: unknown; readonly messages: readonly string[] } {
  const result = scene.compose(pinnedCpu({ network: scene.net, workload: scene.net.workload(manifest), cpus: 4, memory: '8Gi', nodes, ...options }));
  return { template: fieldAt(result.get('Deployment', 'engine'), 'spec', 'template'), messages: result.findings.map(({ message }) => message) };
}
const main = (template: unknown): unknown => fieldAt(template, 'spec', 'containers', 0, 'resources');

describe('what it writes', () => {
  const { template } = pinned();

  test('requests that equal limits', () => {
    expect(main(template)).toEqual({ requests: { cpu: '4', memory: '8Gi' }, limits: { cpu: '4', memory: '8Gi' } });
  });

  test('all four annotations of the proxy, pairwise equal: any one alone would discard its limits', () => {
    expect(fieldAt(template, 'metadata', 'annotations')).toEqual({
      'sidecar.istio.io/proxyCPU': '500m',
      'sidecar.istio.io/proxyCPULimit': '500m',
      'sidecar.istio.io/proxyMemory': '512Mi',
      'sidecar.istio.io/proxyMemoryLimit': '512Mi',
    });
  });

  test('the nodes that pin', () => {
    expect(fieldAt(template, 'spec', 'nodeSelector')).toEqual({ 'shop.example/cpus': 'pinned' });
    expect(fieldAt(template, 'spec', 'tolerations')).toBeUndefined();
  });

  test('and what the nodes need as text, never among manifests', () => {
    const { net, compose } = istioShop();
    const pattern = pinnedCpu({ network: net, workload: net.workload(engine()), cpus: 4, memory: '8Gi', nodes: { ...nodes, taint: 'NoSchedule' } });
    expect(pattern.kubeletConfig).toBe(
      [
        'apiVersion: kubelet.config.k8s.io/v1beta1',
        'kind: KubeletConfiguration',
        'cpuManagerPolicy: static',
        'cpuManagerPolicyOptions:',
        '  full-pcpus-only: "true"',
        'reservedSystemCPUs: "0,32"',
        'topologyManagerPolicy: single-numa-node',
        'topologyManagerScope: pod',
        '',
      ].join('\n'),
    );
    expect(pattern.nodeProcedure).toContain('rm -f /var/lib/kubelet/cpu_manager_state');
    expect(pattern.nodeProcedure).toContain('7. kubectl taint node NODE shop.example/cpus=pinned:NoSchedule --overwrite\n8. kubectl uncordon NODE');
    expect(compose(pattern).manifests.map(({ kind }) => kind)).not.toContain('KubeletConfiguration');
  });
});

describe('options', () => {
  test('a taint of the nodes is tolerated', () => {
    expect(fieldAt(pinned(engine(), { nodes: { ...nodes, taint: 'NoExecute' } }).template, 'spec', 'tolerations')).toEqual([{ key: 'shop.example/cpus', operator: 'Equal', value: 'pinned', effect: 'NoExecute' }]);
  });

  test('nodes without threads take any number of CPUs, and need no whole cores', () => {
    const { net } = istioShop();
    const pattern = pinnedCpu({ network: net, workload: net.workload(engine()), cpus: 3, memory: '8Gi', nodes: { ...nodes, threadsPerCore: 1 } });
    expect(pattern.kubeletConfig).not.toContain('full-pcpus-only');
    expect(pattern.nodeProcedure).toContain('7. kubectl uncordon NODE');
  });

  test('the others and the init containers get theirs, and the pinned one may be named', () => {
    const pod = { containers: [{ name: 'log' }, { name: 'main' }], initContainers: [{ name: 'setup' }] };
    const { template } = pinned(engine(pod), { container: 'main', others: { log: { cpu: '100m', memory: '64Mi' }, setup: { cpu: '1', memory: '64Mi' } } });
    expect(fieldAt(template, 'spec', 'containers')).toEqual([
      { name: 'log', resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '100m', memory: '64Mi' } } },
      { name: 'main', resources: { requests: { cpu: '4', memory: '8Gi' }, limits: { cpu: '4', memory: '8Gi' } } },
    ]);
    expect(fieldAt(template, 'spec', 'initContainers', 0, 'resources', 'limits')).toEqual({ cpu: '1', memory: '64Mi' });
  });

  test('others whose limits stand alone are as good: requests default to limits', () => {
    const log = { name: 'log', resources: { limits: { cpu: '100m', memory: '64Mi' } } };
    expect(fieldAt(pinned(engine({ containers: [{ name: 'main' }, log] }), { container: 'main' }).template, 'spec', 'containers', 1)).toEqual(log);
  });

  test('the proxy may get something else', () => {
    expect(fieldAt(pinned(engine(), { proxyResources: { cpu: '250m', memory: '256Mi' } }).template, 'metadata', 'annotations', 'sidecar.istio.io/proxyCPULimit')).toBe('250m');
  });

  test('a proxy with cores of its own is taken once it is accepted', () => {
    const accept = [{ rule: 'platform/pinned-cpu-proxy-core', reason: 'a busy proxy' }];
    expect(fieldAt(pinned(engine(), { proxyResources: { cpu: '2', memory: '1Gi' }, accept }).template, 'metadata', 'annotations', 'sidecar.istio.io/proxyCPU')).toBe('2');
  });

  test('without a mesh there is no proxy to care for', () => {
    const scene = shop<Platform>(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' } }));
    expect(fieldAt(pinned(engine(), {}, scene).template, 'metadata', 'annotations')).toBeUndefined();
  });
});

describe('with what the template says', () => {
  test('the same amount in other words is kept', () => {
    const { template, messages } = pinned(engine({ containers: [{ name: 'main', resources: { requests: { cpu: '4000m' }, limits: { memory: '8192Mi' } } }] }));
    expect(messages).toEqual([]);
    expect(main(template)).toEqual({ requests: { cpu: '4000m', memory: '8Gi' }, limits: { cpu: '4', memory: '8192Mi' } });
  });

  test('another amount is a conflict', () => {
    expect(pinned(engine({ containers: [{ name: 'main', resources: { requests: { cpu: '2' } } }] })).messages).toEqual([
      'patterns disagree about spec.template.spec.containers.main.resources.requests.cpu of Deployment shop/engine: network at the template of engine wants "2", pinned-cpu at shop/pinned-cpu-0 wants "4"',
    ]);
  });

  test('other resources of the proxy are a conflict', () => {
    expect(pinned(engine({}, { annotations: { 'sidecar.istio.io/proxyCPU': '100m' } })).messages).toHaveLength(1);
  });
});

describe('with others', () => {
  const onHost = (net: Shop<Platform>['net']): Workload => net.workload(workload('engine', { kind: 'DaemonSet', ports: [{ containerPort: 4000 }] }));

  test('on the host network there is no proxy, so nothing is said about one', () => {
    const { net, compose } = istioShop() as unknown as Shop<Platform>;
    const subject = onHost(net);
    const result = compose(hostNetwork({ network: net, workload: subject }), pinnedCpu({ network: net, workload: subject, cpus: 2, memory: '1Gi', nodes }));
    expect(result.findings).toEqual([]);
    const template = fieldAt(result.get('DaemonSet', 'engine'), 'spec', 'template');
    expect(fieldAt(template, 'metadata', 'annotations')).toBeUndefined();
    expect(fieldAt(template, 'spec', 'containers', 0)).toMatchObject({ ports: [{ hostPort: 4000 }], resources: { limits: { cpu: '2' } } });
  });
});
