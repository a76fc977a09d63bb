import { appProtocolUnknown } from '../../../lib/rules/service/app-protocol-unknown';
import { service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const web = (port: object): ReturnType<typeof service> => service('web', { ports: [{ port: 80, ...port }] });

test('a word that the mesh does not know, whatever the name of the port', () => {
  expect(ruled(appProtocolUnknown, [web({ name: 'http', appProtocol: 'web' })]).findings).toMatchObject([{ severity: 'info', path: ['spec', 'ports', 0, 'appProtocol'], message: 'appProtocol "web" of port 80 is none that the mesh knows: it guesses the protocol from the first bytes, whatever the port is called' }]);
});

test.each([{ appProtocol: 'http' }, { appProtocol: 'kubernetes.io/h2c' }, { appProtocol: 'GRPC' }, { name: 'web' }])('%j is well', port => {
  expect(said(appProtocolUnknown, [web(port)])).toEqual([]);
});
