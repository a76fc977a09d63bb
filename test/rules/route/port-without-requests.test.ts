import { portWithoutRequests } from '../../../lib/rules/route/port-without-requests';
import type { JsonObject } from '../../../lib/model/json';
import { istio, service } from '../../mesh/mesh';
import { manifest } from '../../support/world';
import { ruled, said } from '../../support/rules';

const ports = (...given: readonly object[]): JsonObject => service('db', { ports: given });
const tcp = { name: 'tcp-sql', port: 5432 };
const route = (rest: object = {}, match?: object): JsonObject => istio('VirtualService', 'db', { hosts: ['db'], http: [{ ...(match === undefined ? {} : { match: [match] }), route: [{ destination: { host: 'db' } }] }], ...rest });
const http = (port?: number): JsonObject => manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', 'db', { namespace: 'shop', spec: { parentRefs: [{ group: '', kind: 'Service', name: 'db', ...(port === undefined ? {} : { port }) }], rules: [] } });

test('a host of which every port is TCP by its name', () => {
  expect(ruled(portWithoutRequests, [ports(tcp), route()]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'http'], message: 'http rules never apply to db.shop.svc.cluster.local: port 5432 ("tcp-sql") is tcp, so that the proxy sees no requests',
    help: 'set appProtocol: http on the port of Service shop/db if it speaks HTTP, or route by tcp or tls rules', near: [{ object: { kind: 'Service' }, path: ['spec', 'ports'] }],
  }]);
});

test('a match for such a port of a host that has others', () => {
  expect(ruled(portWithoutRequests, [ports(tcp, { name: 'http', port: 80 }), route({}, { port: 5432 })]).findings).toMatchObject([{ path: ['spec', 'http', 0, 'match', 0, 'port'] }]);
});

test('an HTTPRoute on such a Service, or such a port', () => {
  expect(said(portWithoutRequests, [ports(tcp), http()])).toEqual(['error: the rules never apply to Service shop/db: port 5432 ("tcp-sql") is tcp, so that the proxy sees no requests']);
  expect(said(portWithoutRequests, [ports(tcp, { name: 'http', port: 80 }), http(5432)])).toHaveLength(1);
});

test.each<[string, readonly JsonObject[]]>([
  ['a port of HTTP', [ports({ name: 'http', port: 80 }), route()]],
  ['a port that is sniffed', [ports({ port: 80 }), route()]],
  ['one of several ports', [ports(tcp, { name: 'http', port: 80 }), route()]],
  ['appProtocol, which wins over the name', [ports({ ...tcp, appProtocol: 'http' }), route()]],
  ['a host that is not in the input', [route()]],
  ['rules that a gateway reads too', [ports(tcp), route({ gateways: ['mesh', 'edge/public'] })]],
  ['rules for connections', [ports(tcp), route({ http: undefined, tcp: [{ route: [] }] })]],
  ['an HTTPRoute for another port', [ports(tcp, { name: 'http', port: 80 }), http(80)]],
])('%s is well', (_title, objects) => {
  expect(said(portWithoutRequests, objects)).toEqual([]);
});
