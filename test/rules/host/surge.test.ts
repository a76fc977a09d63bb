import { surge } from '../../../lib/rules/host/surge';
import type { JsonObject } from '../../../lib/model/json';
import { judges, onlyFinding } from '../../support/judge';
import { manifest } from '../../support/world';

const pods = (kind: string, spec: object, pod: object = { hostNetwork: true }): JsonObject => manifest('apps/v1', kind, 'agent', { namespace: 'shop', spec: { ...spec, template: { metadata: { labels: { app: 'agent' } }, spec: { ...pod, containers: [{ name: 'a', ports: [{ containerPort: 9100 }] }] } } } });
const rolling = (maxSurge: number | string, maxUnavailable: number | string = 0): object => ({ updateStrategy: { rollingUpdate: { maxSurge, maxUnavailable } } });

judges(surge, [
  ['a DaemonSet that surges', [pods('DaemonSet', rolling(1))], ['error spec.updateStrategy.rollingUpdate.maxSurge']],
  ['a DaemonSet that surges by a share', [pods('DaemonSet', rolling('10%'))], ['error spec.updateStrategy.rollingUpdate.maxSurge']],
  ['a DaemonSet as it is by default', [pods('DaemonSet', {})], []],
  ['a Deployment of one as it is by default', [pods('Deployment', { replicas: 1 })], ['warning spec.strategy']],
  ['a Deployment of four lets one go first', [pods('Deployment', { replicas: 4 })], []],
  ['a Deployment that lets one go first', [pods('Deployment', { replicas: 1, strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } })], []],
  ['a Deployment that stops first', [pods('Deployment', { replicas: 1, strategy: { type: 'Recreate' } })], []],
  ['a network of its own', [pods('DaemonSet', rolling(1), {})], []],
]);

test('the port is said', () => {
  expect(onlyFinding(surge, [pods('DaemonSet', rolling(1))])).toMatchObject({ message: 'DaemonSet shop/agent holds port 9100 of each node, and maxSurge 1 starts the new pod while the old one has it: it stays Pending', help: 'set maxSurge: 0 and maxUnavailable: 1' });
});
