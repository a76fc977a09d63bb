import { portLevelServicePort } from '../../../lib/rules/mtls/port-level-service-port';
import { deployment, istio, service } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const peer = (...ports: readonly number[]): ReturnType<typeof istio> => istio('PeerAuthentication', 'p', { selector: { matchLabels: { app: 'web' } }, portLevelMtls: Object.fromEntries(ports.map(port => [port, { mode: 'DISABLE' }])) });
const [web, pods] = [service('web'), deployment('web')];

judges(portLevelServicePort, [
  ['the port of the Service', [web, pods, peer(80)], ['error spec.portLevelMtls.80']],
  ['the port of the pods is well', [web, pods, peer(8080)], []],
  ['only the wrong one of two is said', [web, pods, peer(80, 8080)], ['error spec.portLevelMtls.80']],
  ['a Service whose target is the same', [service('web', { ports: [{ port: 80, targetPort: 80 }] }), pods, peer(80)], []],
  ['a port that a container declares, whatever Services have', [web, deployment('web', { spec: { containers: [{ name: 'a', ports: [{ containerPort: 80 }] }] } }), peer(80)], []],
  ['a port that no Service has: pods need not declare what they listen on', [web, pods, peer(7000)], []],
  ['pods that are elsewhere', [web, peer(80)], ['unknown']],
]);

test('the target port is said', () => {
  expect(onlyFinding(portLevelServicePort, [web, pods, peer(80)])).toMatchObject({
    message: 'port 80 is a port of Service web; pods of Deployment shop/web listen on 8080, so the mode holds for nothing',
    help: 'write 8080 instead of 80: keys are ports of the pods',
    near: [{ object: { kind: 'Service', name: 'web' }, note: 'port 80 leads to 8080' }],
  });
});
