import type { JsonObject } from '../../../lib/model/json';
import { meshShop } from '../../support/mesh-shop';
import { told } from '../../support/told';
import { manifest } from '../../support/world';

const api = 'gateway.networking.k8s.io/v1';
const gateway = (mode = 'Passthrough'): JsonObject => manifest(api, 'Gateway', 'public', { namespace: 'shop', spec: { gatewayClassName: 'istio', listeners: [{ name: 'tls', port: 443, protocol: 'TLS', tls: { mode, ...(mode === 'Passthrough' ? {} : { certificateRefs: [{ name: 'tls' }] }) } }, { name: 'tcp', port: 5432, protocol: 'TCP' }] } });
const tlsRoute = (to: string, name = 'db'): JsonObject => manifest(api, 'TLSRoute', name, { namespace: 'shop', spec: { parentRefs: [{ name: 'public', sectionName: 'tls' }], hostnames: ['db.example.com'], rules: [{ backendRefs: [{ name: to, port: 80 }] }] } });
const tcpRoute = (to: string): JsonObject => manifest(api, 'TCPRoute', 'tcp', { namespace: 'shop', spec: { parentRefs: [{ name: 'public', sectionName: 'tcp' }], rules: [{ backendRefs: [{ name: to, port: 80 }] }] } });
const before = [...meshShop, gateway(), tlsRoute('reviews'), tcpRoute('reviews')];

test.each<readonly [string, readonly JsonObject[], readonly string[]]>([
  ['nothing', before, []],
  ['another Service for a name of TLS', [...meshShop, gateway(), tlsRoute('web'), tcpRoute('reviews')], ['routes changed TLS connections for db.example.com:443 at gateway shop/public, all of them: no longer 100 % to reviews.shop:80, now 100 % to web.shop:80 <- TLSRoute shop/db is changed at spec.rules[0]']],
  ['another Service for a port', [...meshShop, gateway(), tlsRoute('reviews'), tcpRoute('web')], ['routes changed connections to port 5432 of gateway shop/public, all of them: no longer 100 % to reviews.shop:80, now 100 % to web.shop:80 <- TCPRoute shop/tcp is changed at spec.rules[0]']],
  ['TLS that ends at the gateway', [...meshShop, gateway('Terminate'), tlsRoute('reviews'), tcpRoute('reviews')], ['routes changed TLS connections for db.example.com:443 at gateway shop/public: TLS passed on → ended <- Gateway shop/public is changed at spec']],
  ['a rival for one name', [...before, tlsRoute('web', 'rival')], ['routes changed TLS connections for db.example.com:443 at gateway shop/public: now which route has them is not known: of TLSRoute shop/db and TLSRoute shop/rival the oldest <- TLSRoute shop/rival is added']],
])('%s', (_title, after, expected) => expect(told(before, after).filter(line => line.startsWith('routes'))).toEqual(expected));
