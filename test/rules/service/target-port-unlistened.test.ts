import { targetPortUnlistened } from '../../../lib/rules/service/target-port-unlistened';
import { deployment, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const port = (targetPort: number | string, rest: object = {}): ReturnType<typeof service> => service('web', { ports: [{ name: 'http', port: 80, targetPort, ...rest }] });

test('a number that the pods do not declare, although they declare others', () => {
  expect(ruled(targetPortUnlistened, [deployment('web'), port(9090)]).findings).toMatchObject([{
    codes: ['KIA0701'], severity: 'info', path: ['spec', 'ports', 0, 'targetPort'], message: 'port 80 leads to port 9090, which Deployment shop/web does not declare among 8080', help: 'check that the container listens there, and declare the port',
  }]);
});

test.each([
  ['a declared port', [deployment('web'), port(8080)]],
  ['a name, which is another rule', [deployment('web'), port('web')]],
  ['pods that declare nothing', [deployment('web', { spec: { containers: [{ name: 'main' }] } }), port(9090)]],
  ['a port of the proxy', [deployment('web'), port(15020)]],
  ['no pods', [port(9090)]],
])('%s is well', (_title, objects) => {
  expect(said(targetPortUnlistened, objects)).toEqual([]);
});
