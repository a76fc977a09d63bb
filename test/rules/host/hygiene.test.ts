import { hygiene } from '../../../lib/rules/host/hygiene';
import { deployment } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const good = { name: 'main', image: 'agent:1.2', resources: { requests: { cpu: '1' } }, readinessProbe: {} };
const pods = (container: object, hostNetwork = true): ReturnType<typeof deployment> => deployment('agent', { spec: { hostNetwork, containers: [container] } });
const at = ['info spec.template.spec.containers[0]'];

judges(hygiene, [
  ['nothing is bounded', [pods({ name: 'main', image: 'agent:latest' })], at],
  ['an image without a tag', [pods({ ...good, image: 'registry.example:5000/agent' })], at],
  ['no probe', [pods({ ...good, readinessProbe: undefined })], at],
  ['all is there', [pods(good)], []],
  ['an image by digest', [pods({ ...good, image: 'agent@sha256:abc' })], []],
  ['a network of its own is not about this', [pods({ name: 'main', image: 'agent' }, false)], []],
]);

test('what is missing is said', () => {
  expect(onlyFinding(hygiene, [pods({ name: 'main', image: 'agent:latest' })]).message).toBe('container main of Deployment shop/agent is on the host network and lacks a fixed version (image "agent:latest"), resources and a probe');
  expect(onlyFinding(hygiene, [pods({ ...good, readinessProbe: undefined })]).message).toBe('container main of Deployment shop/agent is on the host network and lacks a probe');
});
