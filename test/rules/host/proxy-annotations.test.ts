import { proxyAnnotations } from '../../../lib/rules/host/proxy-annotations';
import { deployment } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const key = 'traffic.sidecar.istio.io/excludeInboundPorts';
const pods = (spec: object, annotations: object = { [key]: '9100' }): ReturnType<typeof deployment> => deployment('agent', { annotations, spec });

judges(proxyAnnotations, [
  ['on the host network', [pods({ hostNetwork: true })], [`error spec.template.metadata.annotations["${key}"]`]],
  ['with a network of its own', [pods({})], []],
  ['an opt-out says what happens anyway', [pods({ hostNetwork: true }, { 'sidecar.istio.io/inject': 'false' })], []],
]);

test('the annotation is said', () => {
  expect(onlyFinding(proxyAnnotations, [pods({ hostNetwork: true })]).message).toBe(`Deployment shop/agent is on the host network, where no proxy is injected: ${key} has no effect`);
});
