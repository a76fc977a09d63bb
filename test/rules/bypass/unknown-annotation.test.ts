import { unknownAnnotation } from '../../../lib/rules/bypass/unknown-annotation';
import { deployment } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const pods = (key: string): readonly [ReturnType<typeof deployment>] => [deployment('db', { annotations: { [key]: 'x' } })];
const at = (key: string): readonly string[] => [`warning spec.template.metadata.annotations["${key}"]`];

judges(unknownAnnotation, [
  ['a missing letter', pods('traffic.sidecar.istio.io/excludeInboundPort'), at('traffic.sidecar.istio.io/excludeInboundPort')],
  ['another case', pods('sidecar.istio.io/proxyCpu'), at('sidecar.istio.io/proxyCpu')],
  ['a letter too many in the prefix', pods('traffic.sidecars.istio.io/excludeInboundPorts'), at('traffic.sidecars.istio.io/excludeInboundPorts')],
  ['a known one', pods('traffic.sidecar.istio.io/excludeInboundPorts'), []],
  ['one of a newer Istio', pods('sidecar.istio.io/somethingNew'), []],
  ['one of another system', pods('example.com/excludeInboundPort'), []],
]);

test('what was meant is said', () => {
  expect(onlyFinding(unknownAnnotation, pods('sidecar.istio.io/proxyCpu'))).toMatchObject({ message: 'annotation sidecar.istio.io/proxyCpu is one that Istio does not read; sidecar.istio.io/proxyCPU is near', help: 'write sidecar.istio.io/proxyCPU' });
});
