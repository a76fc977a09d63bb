import { passthrough } from '../../../lib/rules/multicluster/passthrough';
import { istioGateway, serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';

const eastWest = (hosts: readonly string[], tls: object = {}): ReturnType<typeof istioGateway> => istioGateway('eastwest', [{ port: { number: 15443, name: 'tls', protocol: 'TLS' }, hosts, tls: { mode: 'AUTO_PASSTHROUGH', ...tls } }]);

test('hosts that cover no Service pass nothing on', () => {
  expect(ruled(passthrough, [eastWest(['*.global'])]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'servers', 0, 'hosts'], message: 'server on port 15443 of Gateway edge/eastwest passes on *.global, and Services of this cluster end in cluster.local: it passes nothing on',
  }]);
});

test('certificates are not looked at', () => {
  expect(ruled(passthrough, [eastWest(['*.local'], { credentialName: 'eastwest' })]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'servers', 0, 'tls', 'credentialName'] }]);
});

test.each([
  ['every Service', [eastWest(['*.local'])]],
  ['one Service, which need not be in the input', [eastWest(['stock.shop.svc.cluster.local'])]],
  ['an entry inside the mesh', [eastWest(['*.global']), serviceEntry('vm', { hosts: ['vm.shop.global'], location: 'MESH_INTERNAL', resolution: 'STATIC', ports: [{ number: 80, name: 'http' }] })]],
])('%s is well', (_title, objects) => {
  expect(ruled(passthrough, objects).findings).toEqual([]);
});
