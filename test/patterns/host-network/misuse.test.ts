import { hostNetwork } from '../../../lib/patterns/host-network/host-network';
import type { JsonObject } from '../../../lib/model/json';
import { istioShop, workload } from '../../support/shop';

/** A DaemonSet whose pod has this, beside one port. */
function calling(pod: JsonObject, rest: JsonObject = {}, metadata: JsonObject = {}): () => unknown {
  const { net } = istioShop();
  const spec = { containers: [{ name: 'main', image: 'registry.example/agent:1', ports: [{ containerPort: 4000 }] }], ...pod };
  const handle = net.workload({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'shop' }, spec: { template: { metadata: { labels: { app: 'agent' }, ...metadata }, spec } } });
  return () => hostNetwork({ network: net, workload: handle, ...rest });
}
const ports = (...list: readonly JsonObject[]): JsonObject => ({ containers: [{ name: 'main', ports: list }] });

describe('the host network is refused at the call, with what was seen and what to do,', () => {
  test.each([
    ['without a workload', calling({}, { workload: undefined }), 'host-network: no workload given; pass a handle, from net.workload(…)'],
    ['for user namespaces', calling({ hostUsers: false }), 'host-network: DaemonSet shop/agent has hostUsers: false, which the API server refuses on the host network; leave it out'],
    ['for another host name', calling({ hostnameOverride: 'a' }), 'host-network: DaemonSet shop/agent has hostnameOverride "a", which the API server refuses on the host network; leave it out'],
    ['for sysctls of the network', calling({ securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] } }), 'host-network: DaemonSet shop/agent sets sysctl net.core.somaxconn, which would change the node and is refused on the host network; set it on the node'],
    ['for the same with a slash', calling({ securityContext: { sysctls: [{ name: 'net/core/somaxconn', value: '1' }] } }), 'host-network: DaemonSet shop/agent sets sysctl net/core/somaxconn, which would change the node and is refused on the host network; set it on the node'],
    ['for a label that promises a proxy', calling({}, {}, { labels: { app: 'agent', 'security.istio.io/tlsMode': 'istio' } }), 'host-network: DaemonSet shop/agent carries label security.istio.io/tlsMode=istio, so clients would speak mutual TLS to pods without a proxy; remove the label'],
    ['for what only a proxy reads', calling({}, {}, { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '4000' } }), 'host-network: DaemonSet shop/agent carries annotation traffic.sidecar.istio.io/excludeInboundPorts, which only a proxy reads, and none is injected on the host network; remove the annotation'],
    ['for a port of the node that differs', calling(ports({ containerPort: 4000, hostPort: 80 })), 'host-network: DaemonSet shop/agent: hostPort 80 of container port 4000; on the host network they are one port; leave hostPort out, or let the application listen on 80'],
    ['for one port twice', calling(ports({ containerPort: 4000 }, { containerPort: 4000 })), 'host-network: DaemonSet shop/agent: two containers declare TCP 4000; on the host network only one can listen on it; give one of them another port'],
    ['for no port', calling(ports()), 'host-network: DaemonSet shop/agent: no container declares a port, so the scheduler would put two of its pods on one node; declare the ports that it listens on'],
    ['for a port that is none', calling(ports({ containerPort: 70000 })), 'host-network: DaemonSet shop/agent: container main declares port 70000, which is none; give a number from 1 to 65535'],
    ['for a port of the system', calling(ports({ containerPort: 10250 })), "host-network: DaemonSet shop/agent: port 10250 of a node is the kubelet's; leave it out, or accept it with { rule: 'platform/host-network-reserved-port', reason: '…' }"],
    ['for a NodePort', calling(ports({ containerPort: 31000 })), "host-network: DaemonSet shop/agent: port 31000 of a node is in the range that NodePorts are given out of; leave it out, or accept it with { rule: 'platform/host-network-reserved-port', reason: '…' }"],
    ['for unknown names', calling({}, { dns: 'host' }), 'host-network: DaemonSet shop/agent: dns "host" does not exist; use cluster and node'],
    ['for a variable that is none', calling({}, { addressVariable: 'HOST-IP' }), 'host-network: DaemonSet shop/agent: addressVariable "HOST-IP" is no name of a variable; use letters, digits and "_", such as HOST_IP'],
  ])('%s', (_, call, message) => expect(call).toThrow(message));

  test('for a bare Pod', () => {
    const { net } = istioShop();
    const pod = net.workload({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one', namespace: 'shop', labels: { app: 'one' } }, spec: {} });
    expect(() => hostNetwork({ network: net, workload: pod })).toThrow('host-network: Pod shop/one: nobody replaces its pods as nodes come and go; use a DaemonSet, Deployment or StatefulSet');
  });

  test('for a workload of which only a description is here', () => {
    const { net, shop } = istioShop();
    const described = net.workload({ existing: true, name: 'far', namespace: shop, labels: { app: 'far' } });
    expect(() => hostNetwork({ network: net, workload: described })).toThrow('host-network: nobody says which containers Deployment shop/far has; pass its whole manifest, with existing: true when somebody else applies it');
  });

  test('and a port of the system is taken once it is accepted: node-exporter itself is such a workload', () => {
    const { net } = istioShop();
    const exporter = net.workload(workload('node-exporter', { kind: 'DaemonSet', ports: [{ containerPort: 9100 }] }));
    expect(() => hostNetwork({ network: net, workload: exporter, accept: [{ rule: 'platform/host-network-reserved-port', reason: 'it is node-exporter' }] })).not.toThrow();
  });
});
