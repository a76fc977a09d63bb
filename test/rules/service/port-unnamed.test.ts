import type { JsonObject } from '../../../lib/model/json';
import { portUnnamed } from '../../../lib/rules/service/port-unnamed';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const ports = (...given: readonly object[]): JsonObject => service('web', { ports: given });
const route = istio('VirtualService', 'web', { hosts: ['web'], http: [{ route: [{ destination: { host: 'web' } }] }] });
const policy = (operation: object): JsonObject => istio('AuthorizationPolicy', 'web', { selector: { matchLabels: { app: 'web' } }, rules: [{ to: [{ operation }] }] });

test('a port that says nothing is information', () => {
  expect(ruled(portUnnamed, [shop, ports({ port: 80 })]).findings).toMatchObject([{
    codes: ['X7', 'IST0118', 'KIA0601', 'MTLS-15'], severity: 'info', path: ['spec', 'ports', 0],
    message: 'port 80 has no name, and no appProtocol is set: the mesh guesses its protocol from the first bytes, which stalls protocols in which the server speaks first', help: 'set appProtocol, such as http, grpc or tcp, or begin the name with it',
  }]);
  expect(said(portUnnamed, [shop, ports({ name: 'web', port: 80 })])[0]).toMatch(/^info: name "web" of port 80 begins with no protocol/);
});

test.each([['a route for requests', route, 'VirtualService shop/web'], ['a policy about paths', policy({ paths: ['/a'] }), 'AuthorizationPolicy shop/web']])('where %s depends on it, it is a warning', (_title, object, name) => {
  expect(said(portUnnamed, [shop, deployment('web'), ports({ port: 80 }), object])).toEqual([expect.stringMatching(new RegExp(`^warning: .* while ${name} has rules for HTTP requests`))]);
});

test('a policy about ports does not depend on it', () => {
  expect(said(portUnnamed, [shop, deployment('web'), ports({ port: 80 }), policy({ ports: ['8080'] })])[0]).toMatch(/^info/);
});

test.each<[string, readonly JsonObject[]]>([
  ['a name', [shop, ports({ name: 'http-web', port: 80 })]],
  ['appProtocol', [shop, ports({ name: 'web', port: 80, appProtocol: 'http' })]],
  ['UDP', [shop, ports({ port: 53, protocol: 'UDP' })]],
  ['MySQL by its number', [shop, ports({ port: 3306 })]],
  ['pods outside the mesh', [shop, deployment('web', { spec: { hostNetwork: true } }), ports({ port: 80 })]],
  ['the cluster itself', [service('dns', { ports: [{ port: 80 }] }, 'kube-system')]],
])('%s is well', (_title, objects) => {
  expect(said(portUnnamed, objects)).toEqual([]);
});

test('without a mesh nobody guesses', () => {
  expect(said(portUnnamed, [ports({ port: 80 })], { mesh: 'none' })).toEqual([]);
});
