import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { mutualTls } from '../../../lib/patterns/mutual-tls/mutual-tls';
import { webhook } from '../../../lib/patterns/webhook/webhook';
import type { Pattern } from '../../../lib/network/network';
import type { Platform } from '../../../lib/platform/platform';
import type { Service } from '../../../lib/network/service';
import { closed, ingress, meshShop, plainShop, policy, policyNames, tcp, type Mesh } from '../../support/policies';
import { bypass } from '../../support/bypass';
import { refusal } from '../../support/misuse';
import { workload, type Composed, type Shop } from '../../support/shop';

/** A server of webhooks: its Service has the port of the API server's calls, its container another. */
function validator<P extends Platform>({ net, shop }: Shop<P>, pod: Readonly<Record<string, unknown>> = {}): Service<never, 'https'> {
  const handle = net.workload(workload('validator', { ports: [{ name: 'webhook', containerPort: 9443 }, { containerPort: 8080 }], pod }));
  return net.service({ name: 'validator', namespace: shop, workload: handle, ports: { https: { port: 443, targetPort: 'webhook' } } });
}

const called = (scene: Shop<Mesh>, service = validator(scene)): Pattern => webhook<Mesh>({ network: scene.net, port: service.port('https') });

describe('one declaration reaches', () => {
  const locked = (stage: 'permissive' | 'enforce' | 'lockdown'): Composed => {
    const scene = meshShop();
    return scene.compose(mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, stage }), called(scene), defaultDeny<Mesh>({ network: scene.net, namespace: scene.shop, edges: [] }));
  };

  test('mutual TLS, at every stage: the container port takes plaintext, the others inherit', () => {
    for (const stage of ['permissive', 'enforce', 'lockdown'] as const) {
      expect(locked(stage).get('PeerAuthentication', 'validator')['spec']).toEqual({ selector: { matchLabels: { app: 'validator' } }, portLevelMtls: { '9443': { mode: 'PERMISSIVE' } } });
    }
  });

  test('authorization, under lockdown and not earlier: anybody, on that port', () => {
    expect(locked('lockdown').get('AuthorizationPolicy', 'plaintext-to-validator-9443')['spec']).toEqual({ action: 'ALLOW', selector: { matchLabels: { app: 'validator' } }, rules: [{ to: [{ operation: { ports: ['9443'] } }] }] });
    expect(locked('enforce').names('AuthorizationPolicy')).toEqual([]);
  });

  test('policies: anybody, on that port', () => {
    expect(policy(locked('lockdown'), 'control-plane-to-validator-https')).toEqual(ingress({ app: 'validator' }, { ports: tcp(9443) }));
  });

  test('and the exception and the allows come before what refuses', () => {
    const order = locked('lockdown').manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    const at = (name: string): number => order.indexOf(name);
    expect(at('PeerAuthentication validator')).toBeLessThan(at('PeerAuthentication default'));
    expect(at('AuthorizationPolicy plaintext-to-validator-9443')).toBeLessThan(at('AuthorizationPolicy allow-nothing'));
    expect(at('NetworkPolicy control-plane-to-validator-https')).toBeLessThan(at('NetworkPolicy default-deny'));
  });
});

describe('calls come', () => {
  const from = (options: Parameters<typeof plainShop>[0]): Composed => {
    const scene = plainShop(options);
    return scene.compose(webhook({ network: scene.net, port: validator(scene).port('https') }), defaultDeny({ network: scene.net, namespace: scene.shop, edges: [] }));
  };

  test('from anywhere, when nobody says where from', () => {
    for (const cni of ['calico', 'cilium'] as const) expect(policy(from({ cni }), 'control-plane-to-validator-https')).toEqual(ingress({ app: 'validator' }, { ports: tcp(9443) }));
  });

  test('from the addresses that the platform knows', () => {
    expect(policy(from({ controlPlaneSources: ['10.1.0.0/28', '192.0.2.1'] }), 'control-plane-to-validator-https')).toEqual(ingress({ app: 'validator' }, { from: [{ ipBlock: { cidr: '10.1.0.0/28' } }, { ipBlock: { cidr: '192.0.2.1/32' } }], ports: tcp(9443) }));
  });

  test("on Cilium also from its own name for the API server, which no address matches", () => {
    const composed = from({ cni: 'cilium', controlPlaneSources: ['10.1.0.0/28'] });
    expect(policyNames(composed)).toContain('control-plane-to-validator-https');
    expect(composed.get('CiliumNetworkPolicy', 'control-plane-to-validator-https')['spec']).toEqual({
      endpointSelector: { matchLabels: { app: 'validator' } },
      ingress: [{ fromEntities: ['kube-apiserver'], toPorts: [{ ports: [{ port: '9443', protocol: 'TCP' }] }] }],
    });
  });
});

describe('nothing is written', () => {
  test('in an open namespace without a mesh', () => {
    const scene = plainShop();
    expect(scene.compose(webhook({ network: scene.net, port: validator(scene).port('https') })).manifests.map(({ kind }) => kind)).not.toContain('NetworkPolicy');
  });

  test('for pods on the host network, which no policy selects and no proxy serves', () => {
    const scene = meshShop({ nodeCidrs: ['10.0.0.0/8'] });
    const composed = scene.compose(mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, stage: 'enforce' }), called(scene, validator(scene, { hostNetwork: true })), defaultDeny<Mesh>({ network: scene.net, namespace: scene.shop, edges: [] }));
    expect([composed.names('PeerAuthentication'), policyNames(composed).filter(name => name.includes('validator'))]).toEqual([['shop/default'], []]);
  });

  test('twice, where somebody excepted the port by name or took it out of the mesh', () => {
    for (const mode of ['PERMISSIVE', 'DISABLE'] as const) {
      const scene = meshShop();
      const service = validator(scene);
      const [workloadOf] = service.workloads;
      const composed = scene.compose(mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, stage: 'enforce', portExceptions: [{ workload: workloadOf as never, containerPort: 9443, mode, reason: 'webhook' }] }), called(scene, service));
      expect(composed.get('PeerAuthentication', 'validator')['spec']).toMatchObject({ portLevelMtls: { '9443': { mode } } });
      expect(composed.findings).toEqual([]);
    }
    const scene = meshShop();
    const service = validator(scene);
    const composed = scene.compose(mutualTls<Mesh>({ network: scene.net, namespace: scene.shop }), called(scene, service), bypass(scene, [scene.web.calls(service.port('https'))]));
    expect([composed.get('PeerAuthentication', 'validator')['spec'], composed.findings]).toMatchObject([{ portLevelMtls: { '9443': { mode: 'DISABLE' } } }, []]);
  });

  test('in silence, where somebody wants the port to refuse plaintext', () => {
    const scene = meshShop();
    const service = validator(scene);
    const [workloadOf] = service.workloads;
    const { findings } = scene.compose(mutualTls<Mesh>({ network: scene.net, namespace: scene.shop, portExceptions: [{ workload: workloadOf as never, containerPort: 9443, mode: 'STRICT', reason: 'all of them' }] }), called(scene, service));
    expect(findings.map(({ rule }) => rule)).toEqual(['api/owner-conflict']);
  });
});

describe('a webhook is refused', () => {
  const scene = meshShop();
  const elsewhere = scene.net.service({ name: 'elsewhere', namespace: scene.shop, selector: { app: 'elsewhere' }, ports: { https: { port: 443 }, udp: { port: 443, protocol: 'UDP' } } });
  const unnamed = scene.net.service({ name: 'unnamed', namespace: scene.shop, workload: scene.web, ports: { https: { port: 443, targetPort: 'tls' } } });
  test.each<[string, unknown, string]>([
    ['without a port', undefined, 'webhook: no port given'],
    ['with a Service for a port', elsewhere, 'webhook: port is no port of a Service'],
    ['on UDP', elsewhere.port('udp'), 'webhook shop/elsewhere: port "udp" carries UDP, and the API server speaks HTTPS'],
    ['in a mesh, when nobody names the workloads', elsewhere.port('https'), 'webhook shop/elsewhere: nobody says which workloads are behind the Service, and exceptions are theirs'],
    ['in a mesh, when nobody resolves the port', unnamed.port('https'), 'webhook shop/unnamed: nobody says which number port "tls" has in web'],
  ])('%s', (_title, port, what) => expect(refusal(() => webhook<Mesh>({ network: scene.net, port: port as never })).what).toContain(what));

  test('not without a mesh for pods that are only selected', () => {
    const plain = plainShop();
    const service = plain.net.service({ name: 'elsewhere', namespace: plain.shop, selector: { app: 'elsewhere' }, ports: { https: { port: 443, targetPort: 9443 } } });
    plain.net.record(webhook({ network: plain.net, port: service.port('https') }), { path: 'webhook' });
    expect(policy(closed(plain), 'control-plane-to-elsewhere-https')).toEqual(ingress({ app: 'elsewhere' }, { ports: tcp(9443) }));
  });
});
