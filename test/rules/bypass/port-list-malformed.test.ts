import { portListMalformed } from '../../../lib/rules/bypass/port-list-malformed';
import { deployment } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const pods = (text: string, list = 'excludeInboundPorts'): readonly [ReturnType<typeof deployment>] => [deployment('db', { annotations: { [`traffic.sidecar.istio.io/${list}`]: text } })];
const at = (list = 'excludeInboundPorts'): readonly string[] => [`error spec.template.metadata.annotations["traffic.sidecar.istio.io/${list}"]`];

judges(portListMalformed, [
  ['a name', pods('http'), at()],
  ['a range', pods('5432-5440'), at()],
  ['a comma at the end', pods('5432,'), at()],
  ['a number that is no port', pods('70000'), at()],
  ['a star where ports are left out', pods('*', 'excludeOutboundPorts'), at('excludeOutboundPorts')],
  ['a star where ports are captured', pods('*', 'includeInboundPorts'), []],
  ['numbers, with spaces', pods('5432, 9187'), []],
  ['nothing', pods(''), []],
]);

test('the value is said', () => {
  expect(onlyFinding(portListMalformed, pods('5432-5440')).message).toBe('traffic.sidecar.istio.io/excludeInboundPorts is "5432-5440", which is no list of port numbers (ranges are not taken): the injector refuses the pod');
});
