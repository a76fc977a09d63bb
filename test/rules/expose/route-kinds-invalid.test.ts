import { routeKindsInvalid } from '../../../lib/rules/expose/route-kinds-invalid';
import { gateway, listener } from '../../support/edge';
import { ruled, said } from '../../support/rules';

const allowing = (protocol: string, kinds: readonly object[], tls?: object): ReturnType<typeof gateway> => gateway('public', [listener('main', 443, protocol, { allowedRoutes: { kinds }, ...(tls === undefined ? {} : { tls }) })]);

test('TLS that is passed through carries no requests', () => {
  expect(ruled(routeKindsInvalid, [allowing('TLS', [{ kind: 'TLSRoute' }, { kind: 'HTTPRoute' }], { mode: 'Passthrough' })]).findings).toMatchObject([{
    severity: 'error', codes: ['GWAPI:InvalidRouteKinds'], path: ['spec', 'listeners', 0, 'allowedRoutes', 'kinds', 1, 'kind'],
    message: 'listener "main" of Gateway edge/public speaks TLS and allows HTTPRoute, which needs another protocol', help: 'allow TLSRoute, or change the protocol',
  }]);
});

test.each([
  ['HTTP', [{ kind: 'HTTPRoute' }, { kind: 'GRPCRoute' }], undefined],
  ['HTTPS', [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }], undefined],
  ['TLS', [{ kind: 'TCPRoute' }], { mode: 'Terminate' }],
  ['TCP', [{ kind: 'TCPRoute' }], undefined],
  ['UDP', [{ kind: 'UDPRoute' }], undefined],
  ['HTTP', [{ group: 'example.com', kind: 'OwnRoute' }], undefined],
  ['example.com/proxy', [{ kind: 'TCPRoute' }], undefined],
])('%s carries %j', (protocol, kinds, tls) => expect(said(routeKindsInvalid, [allowing(protocol, kinds, tls)])).toEqual([]));

test.each([['HTTP', 'TLSRoute'], ['TCP', 'HTTPRoute'], ['UDP', 'TCPRoute'], ['HTTPS', 'TCPRoute']])('%s carries no %s', (protocol, kind) => expect(said(routeKindsInvalid, [allowing(protocol, [{ kind }])])).toHaveLength(1));
