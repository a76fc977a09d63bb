import { reservedPort } from '../../../lib/rules/host/reserved-port';
import type { JsonObject } from '../../../lib/model/json';
import { deployment } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const pods = (port: object, spec: object = { hostNetwork: true }, { name = 'agent', namespace = 'shop' } = {}): JsonObject => deployment(name, { namespace, spec: { ...spec, containers: [{ name: 'a', ports: [port] }] } });

judges(reservedPort, [
  ['a port of the kubelet', [pods({ containerPort: 10250 })], ['warning spec.template.spec.hostNetwork']],
  ['mapped to it', [pods({ containerPort: 80, hostPort: 9100 }, {})], ['warning spec.template.spec.containers']],
  ['the range of NodePorts', [pods({ containerPort: 30080 })], ['warning spec.template.spec.hostNetwork']],
  ['node-exporter itself', [pods({ containerPort: 9100 }, { hostNetwork: true }, { name: 'prometheus-node-exporter' })], []],
  ['a part of the cluster', [pods({ containerPort: 10249 }, { hostNetwork: true }, { namespace: 'kube-system' })], []],
  ['another protocol', [pods({ containerPort: 10250, protocol: 'UDP' })], []],
  ['another port', [pods({ containerPort: 8080 })], []],
  ['a network of its own', [pods({ containerPort: 10250 }, {})], []],
]);

test('who holds it is said', () => {
  expect(onlyFinding(reservedPort, [pods({ containerPort: 10250 })])).toMatchObject({ message: 'Deployment shop/agent wants port 10250 of its node, which the kubelet holds on ordinary nodes', assumption: 'the kubelet is as usual on these nodes' });
});
