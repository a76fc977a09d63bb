import { namespaceNotPrivileged } from '../../../lib/rules/host/namespace-not-privileged';
import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { hostNetwork } from '../../../lib/patterns/host-network/host-network';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { Network } from '../../../lib/network/network';
import { istioSidecar, plainKubernetes } from '../../../lib/platform/presets';
import { plaintextCaller } from '../../../lib/rules/mtls/plaintext-caller';
import { judged } from '../../support/rules';
import { composed, istioShop, shop, workload, type Composed } from '../../support/shop';

interface Template {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly hostNetwork: boolean; readonly dnsPolicy: string; readonly containers: readonly { readonly ports: readonly unknown[]; readonly env: readonly unknown[] }[] };
}
const specOf = (result: Composed, kind: string, name: string): { readonly template: Template; readonly [field: string]: unknown } => result.get(kind, name)['spec'] as never;
const daemon = workload('agent', { kind: 'DaemonSet', ports: [{ containerPort: 4000 }, { name: 'dns', containerPort: 4053, protocol: 'UDP' }] });

describe('what it writes', () => {
  const { net, compose } = istioShop();
  const result = compose(hostNetwork({ network: net, workload: net.workload(daemon) }));
  const { template } = specOf(result, 'DaemonSet', 'agent');

  test('the host network, with names of the cluster still answered', () => {
    expect(template.spec).toMatchObject({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
  });

  test('each declared port as a port of the node, so that the scheduler keeps it free', () => {
    expect(template.spec.containers[0]?.ports).toEqual([{ containerPort: 4000, hostPort: 4000 }, { name: 'dns', containerPort: 4053, protocol: 'UDP', hostPort: 4053 }]);
  });

  test('the address of the node, to bind to', () => {
    expect(template.spec.containers[0]?.env).toEqual([{ name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }]);
  });

  test('no proxy, said aloud', () => {
    expect(template.metadata.labels).toEqual({ app: 'agent', 'sidecar.istio.io/inject': 'false' });
  });

  test('an update that takes the old pod away before the new one comes', () => {
    expect(specOf(result, 'DaemonSet', 'agent')['updateStrategy']).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } });
  });

  test('Pod Security of its namespace, without a warning at every apply', () => {
    expect(result.get('Namespace', 'shop').metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'privileged', 'pod-security.kubernetes.io/audit': 'baseline' });
    expect(result.get('Namespace', 'shop').metadata.labels).not.toHaveProperty(['pod-security.kubernetes.io/warn']);
  });

  test('and nothing is in conflict', () => expect(result.findings).toEqual([]));
});

describe('options', () => {
  test('names may be asked of the node alone', () => {
    const { net, compose } = istioShop();
    expect(specOf(compose(hostNetwork({ network: net, workload: net.workload(daemon), dns: 'node' })), 'DaemonSet', 'agent').template.spec.dnsPolicy).toBe('Default');
  });

  test('the variable may have another name', () => {
    const { net, compose } = istioShop();
    const { template } = specOf(compose(hostNetwork({ network: net, workload: net.workload(daemon), addressVariable: 'BIND' })), 'DaemonSet', 'agent');
    expect(template.spec.containers[0]?.env).toEqual([expect.objectContaining({ name: 'BIND' })]);
  });

  test('without a mesh there is no label of a mesh', () => {
    const { net, compose } = shop(plainKubernetes({ cluster: 'test', gatewayApi: { className: 'example' } }));
    expect(specOf(compose(hostNetwork({ network: net, workload: net.workload(daemon) })), 'DaemonSet', 'agent').template.metadata.labels).toEqual({ app: 'agent' });
  });
});

describe('how pods are replaced', () => {
  const updated = (kind: string, spec: object): unknown => {
    const { net, compose } = istioShop();
    const manifest = workload('agent', { kind });
    const handle = net.workload({ ...manifest, spec: { ...(manifest['spec'] as object), ...spec } });
    const result = compose(hostNetwork({ network: net, workload: handle }));
    return result.findings.length > 0 ? result.findings.map(({ message }) => message) : (result.get(kind, 'agent')['spec'] as Readonly<Record<string, unknown>>)[kind === 'Deployment' ? 'strategy' : 'updateStrategy'];
  };

  test('a Deployment without surge', () => expect(updated('Deployment', {})).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }));
  test('as many at once as the Deployment says', () => expect(updated('Deployment', { strategy: { rollingUpdate: { maxUnavailable: '50%' } } })).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: '50%' } }));
  test('a Deployment that stops first stays so', () => expect(updated('Deployment', { strategy: { type: 'Recreate' } })).toEqual({ type: 'Recreate' }));
  test('a StatefulSet never surges', () => expect(updated('StatefulSet', {})).toBeUndefined());
  test('a surge of the template is a conflict', () => {
    expect(updated('DaemonSet', { updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 2 } } })).toEqual([
      'patterns disagree about spec.updateStrategy.rollingUpdate.maxSurge of DaemonSet shop/agent: host-network at shop/host-network-0 wants 0, network at the template of agent wants 1',
    ]);
  });
});

describe('with others', () => {
  test('an edge from it is refused under STRICT, and named by address in policies', () => {
    const platform = istioSidecar({ cluster: 'test', routing: 'istio', cni: 'calico', nodeCidrs: ['10.0.0.0/16'] });
    const { net, shop: namespace, webService } = shop(platform);
    const agent = net.workload(daemon);
    net.record(defaultDeny({ network: net, namespace, edges: [agent.calls(webService.port('http'))] }), { path: 'a' });
    net.record(mutualTls({ network: net, namespace, stage: 'enforce' }), { path: 'b' });
    net.record(hostNetwork({ network: net, workload: agent }), { path: 'c' });
    expect(judged(plaintextCaller, net).map(({ message }) => message)).toEqual(['edge agent to web: the caller uses the host network, where no proxy is injected, and web refuses plaintext on container port 8080']);
    const policy = composed(net.compose()).get('NetworkPolicy', 'agent-to-web-http-ingress');
    expect(policy['spec']).toMatchObject({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/16' } }] }] });
  });

  test('a pattern that wants a proxy in its pods is a conflict that names both', () => {
    const { net, compose } = istioShop();
    const agent = net.workload(daemon);
    const { findings } = compose(hostNetwork({ network: net, workload: agent }), mutualTls({ network: net, scope: 'workload', workloads: [agent] }));
    expect(findings.map(({ message }) => message)).toEqual([
      'patterns disagree about spec.template.metadata.labels.sidecar.istio.io/inject of DaemonSet shop/agent: host-network at shop/host-network-0 wants "false", mutual-tls at shop/mutual-tls-1 wants "true"',
    ]);
  });

  test('a namespace that enforces more is a conflict', () => {
    const net = new Network(istioSidecar({ cluster: 'test', routing: 'istio' }));
    net.namespace('shop', { create: true, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } });
    net.record(hostNetwork({ network: net, workload: net.workload(daemon) }), { path: 'host' });
    expect(net.compose().findings.map(({ message }) => message)).toEqual([
      'patterns disagree about metadata.labels.pod-security.kubernetes.io/enforce of Namespace shop: host-network at host wants "privileged", network at network wants "restricted"',
    ]);
  });

  test('a namespace written elsewhere is a warning with the command', () => {
    const net = new Network(istioSidecar({ cluster: 'test', routing: 'istio' }));
    net.namespace('shop');
    net.record(hostNetwork({ network: net, workload: net.workload(daemon) }), { path: 'host' });
    expect(net.compose().findings).toEqual([]);
    expect(judged(namespaceNotPrivileged, net)).toEqual([
      expect.objectContaining({ rule: 'host/namespace-not-privileged', severity: 'warning', constructs: ['host'], help: 'run "kubectl label namespace shop pod-security.kubernetes.io/enforce=privileged", or create the namespace here' }),
    ]);
  });
});
