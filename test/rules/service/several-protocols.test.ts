import type { JsonObject } from '../../../lib/model/json';
import { severalProtocols } from '../../../lib/rules/service/several-protocols';
import { deployment, service, shop } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const named = (name: string, port: object): JsonObject => service(name, { selector: { app: 'web' }, ports: [{ targetPort: 8080, ...port }] });
const http = named('web', { name: 'http', port: 80 });
const web = deployment('web');

test('one port of the pods that is HTTP to one Service and TCP to another', () => {
  expect(ruled(severalProtocols, [shop, web, http, named('raw', { name: 'tcp', port: 8080, targetPort: 'web' })]).findings).toMatchObject([{
    codes: ['IST0116', 'IST0137'], severity: 'warning', object: { name: 'raw' }, path: ['spec', 'ports', 0], message: 'port 8080 of Deployment shop/web is tcp here and http in Service shop/web: its proxy reads it in one of the two ways', help: 'give both ports the same appProtocol', near: [{ object: { name: 'web' } }],
  }]);
});

test.each<[string, readonly JsonObject[]]>([
  ['two forms of HTTP', [shop, web, http, named('grpc', { name: 'grpc', port: 81 })]],
  ['two of what is not read', [shop, web, named('a', { name: 'tcp', port: 1 }), named('b', { name: 'tls', port: 2 })]],
  ['a port that is guessed', [shop, web, http, named('b', { port: 81 })]],
  ['two ports', [shop, web, http, named('b', { name: 'tcp', port: 81, targetPort: 9090 })]],
  ['UDP beside TCP', [shop, web, http, named('b', { name: 'udp', port: 80, protocol: 'UDP' })]],
  ['two ports of one Service', [shop, web, service('web', { ports: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'tcp', port: 81, targetPort: 8080 }] })]],
  ['pods outside the mesh', [shop, deployment('web', { spec: { hostNetwork: true } }), http, named('b', { name: 'tcp', port: 81 })]],
])('%s is well', (_title, objects) => {
  expect(said(severalProtocols, objects)).toEqual([]);
});
