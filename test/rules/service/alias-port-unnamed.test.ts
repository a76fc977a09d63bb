import { aliasPortUnnamed } from '../../../lib/rules/service/alias-port-unnamed';
import { service } from '../../mesh/mesh';
import { said } from '../../support/rules';

const alias = (port: object): ReturnType<typeof service> => service('db', { type: 'ExternalName', externalName: 'db.example.com', selector: undefined, ports: [port] });

test('a port without a protocol, and the bare name tcp', () => {
  expect(said(aliasPortUnnamed, [alias({ port: 5432 })])).toEqual(['warning: port 5432 of an ExternalName Service has no name: proxies have no address for it, and may take every connection to port 5432 for it']);
  expect(said(aliasPortUnnamed, [alias({ port: 5432, name: 'tcp' })])).toHaveLength(1);
  expect(said(aliasPortUnnamed, [alias({ port: 5432, name: 'db' })])).toHaveLength(1);
});

test('a protocol in the name, other Services, and a cluster without a mesh are well', () => {
  expect(said(aliasPortUnnamed, [alias({ port: 443, name: 'https' }), alias({ port: 5432, name: 'tcp-db' }), service('web', { ports: [{ port: 80 }] })])).toEqual([]);
  expect(said(aliasPortUnnamed, [alias({ port: 5432 })], { mesh: 'none' })).toEqual([]);
});
