import { clientNotMutual } from '../../../lib/rules/mtls/client-not-mutual';
import { deployment, istio, service, shop } from '../../mesh/mesh';
import { judges, onlyFinding } from '../../support/judge';

const rule = (mode: string | undefined, rest: object = {}): ReturnType<typeof istio> => istio('DestinationRule', 'web', { host: 'web.shop.svc.cluster.local', trafficPolicy: mode === undefined ? {} : { tls: { mode } }, ...rest });
const peer = (mode: string, rest: object = {}): ReturnType<typeof istio> => istio('PeerAuthentication', 'default', { mtls: { mode }, ...rest });
const world = [shop, service('web'), deployment('web')];

judges(clientNotMutual, [
  ['plaintext towards STRICT', [...world, peer('STRICT'), rule('DISABLE')], ['error spec.trafficPolicy.tls.mode']],
  ['TLS of its own towards STRICT', [...world, peer('STRICT'), rule('SIMPLE')], ['error spec.trafficPolicy.tls.mode']],
  ['in a subset', [...world, peer('STRICT'), rule(undefined, { subsets: [{ name: 'v1', labels: { app: 'web' }, trafficPolicy: { tls: { mode: 'DISABLE' } } }] })], ['error spec.subsets[0].trafficPolicy.tls.mode']],
  ['towards a mode for the whole mesh', [...world, istio('PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } }, { namespace: 'istio-system' }), rule('DISABLE')], ['error spec.trafficPolicy.tls.mode']],
  ['mutual TLS', [...world, peer('STRICT'), rule('ISTIO_MUTUAL')], []],
  ['nothing said', [...world, peer('STRICT'), rule(undefined)], []],
  ['plaintext towards PERMISSIVE', [...world, peer('PERMISSIVE'), rule('DISABLE')], []],
  ['towards an excepted port', [...world, peer('STRICT'), istio('PeerAuthentication', 'w', { selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 8080: { mode: 'DISABLE' } } }), rule('DISABLE')], []],
  ['towards pods without a proxy', [shop, service('web'), deployment('web', { labels: { 'sidecar.istio.io/inject': 'false' } }), peer('STRICT'), rule('DISABLE')], []],
  ['towards a host outside', [...world, peer('STRICT'), istio('DestinationRule', 'out', { host: 'api.example.com', trafficPolicy: { tls: { mode: 'SIMPLE' } } })], []],
  ['where nobody says who has a proxy', [service('web'), deployment('web'), peer('STRICT'), rule('DISABLE')], ['unknown']],
]);

test('host, port and policy are said', () => {
  expect(onlyFinding(clientNotMutual, [...world, peer('STRICT'), rule('DISABLE')])).toMatchObject({
    message: 'clients are told DISABLE towards port 80 of web.shop.svc.cluster.local, and web takes mutual TLS only on port 8080: every connection is reset',
    near: [{ object: { kind: 'PeerAuthentication', name: 'default' }, note: 'PeerAuthentication shop/default says STRICT' }],
  });
});
