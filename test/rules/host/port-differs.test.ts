import { portDiffers } from '../../../lib/rules/host/port-differs';
import { deployment } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const pods = (port: object, hostNetwork = true, field = 'containers'): ReturnType<typeof deployment> => deployment('agent', { spec: { hostNetwork, [field]: [{ name: 'main', ports: [{ containerPort: 80 }, port] }] } });

judges(portDiffers, [
  ['two numbers', [pods({ containerPort: 9100, hostPort: 9101 })], ['error spec.template.spec.containers[0].ports[1].hostPort']],
  ['in an init container', [pods({ containerPort: 9100, hostPort: 9101 }, true, 'initContainers')], ['error spec.template.spec.initContainers[0].ports[1].hostPort']],
  ['one number', [pods({ containerPort: 9100, hostPort: 9100 })], []],
  ['no hostPort', [pods({ containerPort: 9100 })], []],
  ['a network of its own may map', [pods({ containerPort: 9100, hostPort: 9101 }, false)], []],
]);

test('both numbers are said', () => {
  expect(onlyFinding(portDiffers, [pods({ containerPort: 9100, hostPort: 9101 })]).message).toBe('container main of Deployment shop/agent has hostPort 9101 and containerPort 9100: on the host network they have to be one number');
});
