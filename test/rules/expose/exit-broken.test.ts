import { exitBroken } from '../../../lib/rules/expose/exit-broken';
import type { JsonObject } from '../../../lib/model/json';
import { istio, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const host = 'api.example.com';
const entry = istio('ServiceEntry', 'api', { hosts: [host], resolution: 'DNS', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }, { number: 443, name: 'https', protocol: 'HTTPS' }] });
const exit = service('exit', { selector: { istio: 'egress' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] }, 'egress');
const gateway = (hosts: readonly string[] = [host], port = 8080): JsonObject => istio('Gateway', 'exit', { selector: { istio: 'egress' }, servers: [{ port: { number: port, name: 'http', protocol: 'HTTP' }, hosts }] }, { namespace: 'egress' });
const hop = (to: string, gateways: readonly string[], port?: number): object => ({ match: [{ gateways }], route: [{ destination: { host: to, ...(port === undefined ? {} : { port: { number: port } }) } }] });
const route = (...http: readonly object[]): JsonObject => istio('VirtualService', 'api', { hosts: [host], gateways: ['mesh', 'egress/exit'], http });
const first = hop('exit.egress.svc.cluster.local', ['mesh'], 80);
const rule = istio('DestinationRule', 'api', { host, trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'SIMPLE', sni: host } }] } }, { namespace: 'egress' });

test('no server of the gateway takes the host', () => {
  expect(ruled(exitBroken, [entry, exit, gateway(['other.example.com']), route(first, hop(host, ['egress/exit'], 80))]).findings).toMatchObject([{
    severity: 'error', object: { kind: 'VirtualService' }, message: 'VirtualService shop/api sends api.example.com to gateway Service egress/exit, and no server of Gateway egress/exit takes api.example.com on port 8080',
  }]);
  expect(said(exitBroken, [entry, exit, gateway([host], 9090), route(first, hop(host, ['egress/exit'], 80))])).toHaveLength(1);
});

test('no route leads on from the gateway', () => {
  expect(said(exitBroken, [entry, exit, gateway(), route(first)])).toEqual(['error: VirtualService shop/api sends api.example.com to gateway Service egress/exit, and no route of egress/exit leads on from there: the gateway answers 404, or closes the connection']);
});

test('the route leads back to the gateway', () => {
  expect(said(exitBroken, [entry, exit, gateway(), route({ route: [{ destination: { host: 'exit.egress.svc.cluster.local' } }] })])).toEqual(['error: at the gateway, api.example.com is sent to exit.egress.svc.cluster.local again, which is the gateway itself']);
});

test('plain requests to a port that takes TLS', () => {
  const all = [entry, exit, gateway(), route(first, hop(host, ['egress/exit'], 443))];
  expect(said(exitBroken, all)).toEqual(['error: the gateway sends plain requests to port 443 of api.example.com, which takes TLS, and no DestinationRule for namespace egress begins TLS there']);
  expect(said(exitBroken, [...all, rule])).toEqual([]);
});

test.each<[string, readonly JsonObject[]]>([
  ['both hops', [entry, exit, gateway(), route(first, hop(host, ['egress/exit'], 80))]],
  ['a wildcard at the gateway', [entry, exit, gateway(['*.example.com']), route(first, hop(host, ['egress/exit'], 80))]],
  ['a second hop in an object of its own', [entry, exit, gateway(), istio('VirtualService', 'out', { hosts: [host], http: [first] }), istio('VirtualService', 'on', { hosts: [host], gateways: ['exit'], http: [{ route: [{ destination: { host, port: { number: 80 } } }] }] }, { namespace: 'egress' })]],
  ['a Service that is no gateway', [entry, service('proxy'), gateway(), istio('VirtualService', 'api', { hosts: [host], http: [{ route: [{ destination: { host: 'proxy' } }] }] })]],
  ['a Service of the mesh behind a gateway', [service('reviews'), exit, gateway(), istio('VirtualService', 'reviews', { hosts: ['reviews'], http: [first] })]],
])('%s is well', (_title, objects) => {
  expect(said(exitBroken, objects)).toEqual([]);
});
