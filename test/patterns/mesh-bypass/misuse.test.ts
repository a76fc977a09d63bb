import { meshBypass } from '../../../lib/patterns/mesh-bypass/mesh-bypass';
import type { MeshBypassProps } from '../../../lib/patterns/mesh-bypass/props';
import type { JsonObject } from '../../../lib/model/json';
import type { Workload } from '../../../lib/network/workload';
import type { Manifest } from '../../../lib/model/object';
import { accepted } from '../../support/bypass';
import { refusal } from '../../support/misuse';
import { meshShop, plainShop, type Mesh } from '../../support/policies';
import { workload, type Shop } from '../../support/shop';

/** A call with a server of its own; `change` turns what would be right into something that is not. */
function calling(change: (scene: Shop<Mesh>) => JsonObject, scene: Shop<Mesh> = meshShop()): { readonly what: string; readonly fix: string } {
  const props = { network: scene.net, clients: [scene.web.calls(scene.databaseService.port('tcp-pg'))], accept: accepted, ...change(scene) };
  return refusal(() => meshBypass<Mesh>(props as unknown as MeshBypassProps<Mesh>));
}

function annotated(name: string, annotations: Readonly<Record<string, string>>): Manifest {
  const manifest = workload(name);
  const spec = manifest['spec'] as { template: { metadata: object } };
  return { ...manifest, spec: { ...spec, template: { ...spec.template, metadata: { ...spec.template.metadata, annotations } } } };
}

/** Clients of a server made from a manifest. */
const clientsOf = ({ net, shop, web }: Shop<Mesh>, handle: Workload, port: JsonObject = {}): JsonObject => ({
  clients: [web.calls(net.service({ name: 'cache', namespace: shop, workload: handle, ports: { tcp: { port: 80, targetPort: 8080, ...port } } }).port('tcp'))],
});

describe('a bypass is refused', () => {
  test.each<[string, (scene: Shop<Mesh>) => JsonObject, string, string]>([
    ['without clients', () => ({ clients: undefined }), 'mesh-bypass: no clients given, so nobody could call', "list the connections, such as [web.calls(db.port('tcp-pg'))]"],
    ['with no client at all', () => ({ clients: [] }), 'mesh-bypass: no clients given, so nobody could call', "list the connections, such as [web.calls(db.port('tcp-pg'))]"],
    ['with a client that is no connection', ({ web }) => ({ clients: [web.name] }), 'mesh-bypass: client "web" is no connection', "pass edges, such as web.calls(db.port('tcp-pg'))"],
    ['that nobody accepts', () => ({ accept: undefined }), 'mesh-bypass: what passes the mesh by is not encrypted, and nobody knows who calls', "leave it out, or accept it with { rule: 'platform/mesh-bypass-unencrypted', reason: '…' }"],
    ['that somebody accepts without a reason', () => ({ accept: [{ rule: 'platform/mesh-bypass-unencrypted', reason: ' ' }] }), 'accept of platform/mesh-bypass-unencrypted has no reason', 'say why it is right here'],
    ['at a level that does not exist', () => ({ level: 'client' }), 'mesh-bypass: level "client" does not exist', 'use server, both and workload'],
    ['with a rule of a form that does not exist', () => ({ destinationRule: 'never' }), 'mesh-bypass: destinationRule "never" does not exist', 'use auto and always'],
    ['with a rule for pods without proxies', () => ({ level: 'workload', destinationRule: 'always' }), "mesh-bypass: destinationRule at level 'workload', where clients find out by themselves that pods have no proxy", 'leave destinationRule out'],
    ['of pods that nobody names', ({ net, shop, web }) => ({ clients: [web.calls(net.service({ name: 'x', namespace: shop, selector: { app: 'x' }, ports: { tcp: { port: 80 } } }).port('tcp'))] }), 'mesh-bypass: web to shop/x: nobody says which workloads are behind the Service', 'give it a workload or versions'],
    ['of UDP, which no proxy takes', scene => clientsOf(scene, scene.net.workload(workload('cache')), { protocol: 'UDP' }), 'mesh-bypass: web to shop/cache: port "tcp" carries UDP, which no proxy takes', 'leave it out'],
    ['past a gateway', ({ gateway, webService }) => ({ level: 'both', clients: [gateway.calls(webService.port('http'))] }), 'mesh-bypass: public to shop/web: gateway public is a proxy itself and cannot go past it', "use a pattern with level: 'server' for it"],
    ['for callers on nodes that nobody knows', ({ net, databaseService }) => ({ clients: [net.workload(workload('agent', { pod: { hostNetwork: true } })).calls(databaseService.port('tcp-pg'))] }), 'mesh-bypass: agent to shop/db: the caller is on the host network, which only addresses of nodes can name, and these are not known', 'set nodeCidrs on the platform'],
    ['of pods on the host network', scene => clientsOf(scene, scene.net.workload(workload('cache', { pod: { hostNetwork: true } }))), 'mesh-bypass: Deployment shop/cache uses the host network, so there is no proxy to pass by', 'leave the bypass out; DefaultDeny restricts who may call it'],
    ['of pods that opt out', scene => clientsOf(scene, scene.net.workload(workload('cache', { labels: { app: 'cache', 'sidecar.istio.io/inject': 'false' } }))), 'mesh-bypass: Deployment shop/cache opts out of injection, so there is no proxy to pass by', 'leave the bypass out; DefaultDeny restricts who may call it'],
    ['of a port by a name that nobody resolves', scene => clientsOf(scene, scene.net.workload(workload('cache')), { targetPort: 'resp' }), 'mesh-bypass: Deployment shop/cache: nobody says which number port "resp" has, which cache leads to', 'list the ports of the workload, or give targetPort as a number'],
    ['of a port that is captured by name', scene => clientsOf(scene, scene.net.workload(annotated('cache', { 'traffic.sidecar.istio.io/includeInboundPorts': '80, 8080' }))), 'mesh-bypass: Deployment shop/cache: annotation traffic.sidecar.istio.io/includeInboundPorts lists 8080, and with such a list what is excluded is not looked at', 'remove 8080 from it'],
    ['beside a list of ports that is none', scene => clientsOf(scene, scene.net.workload(annotated('cache', { 'traffic.sidecar.istio.io/excludeInboundPorts': '5432-5440' }))), 'mesh-bypass: Deployment shop/cache: annotation traffic.sidecar.istio.io/excludeInboundPorts has "5432-5440", which is no port', 'list numbers, separated by commas'],
    ["beside a client's list of ports that is none", ({ net, databaseService }) => ({ level: 'both', clients: [net.workload(annotated('old', { 'traffic.sidecar.istio.io/excludeOutboundPorts': '80,' })).calls(databaseService.port('tcp-pg'))] }), 'mesh-bypass: old to shop/db: annotation traffic.sidecar.istio.io/excludeOutboundPorts has "", which is no port', 'list numbers, separated by commas'],
  ])('%s', (_title, change, what, fix) => expect(calling(change)).toEqual({ what, fix }));

  test('in a namespace that is declared out of the mesh', () => {
    const scene = meshShop();
    const legacy = scene.net.namespace('legacy', { enrolled: false });
    const handle = scene.net.workload(workload('cache', { namespace: 'legacy' }));
    const service = scene.net.service({ name: 'cache', namespace: legacy, workload: handle, ports: { tcp: { port: 80, targetPort: 8080 } } });
    expect(calling(() => ({ clients: [scene.web.calls(service.port('tcp'))] }), scene).what).toBe('mesh-bypass: Deployment legacy/cache is in namespace legacy, which is declared out of the mesh, so there is no proxy to pass by');
  });

  test('where nobody enforces the policy that is left', () => {
    expect(calling(() => ({}), meshShop({ cni: 'flannel' })).what).toBe('mesh-bypass: CNI flannel does not enforce NetworkPolicies, so anybody could call');
  });

  test('without a mesh', () => {
    const scene = plainShop();
    expect(refusal(() => meshBypass({ network: scene.net, clients: [scene.web.calls(scene.webService.port('http'))], accept: accepted } as never))).toEqual({ what: 'mesh-bypass: there is no mesh to bypass on plain Kubernetes', fix: 'leave the pattern out' });
  });
});
