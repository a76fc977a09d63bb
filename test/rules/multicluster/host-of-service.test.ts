import { hostOfService } from '../../../lib/rules/multicluster/host-of-service';
import { service, serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';

const entry = (host: string, more: object = { endpoints: [{ address: '203.0.113.10', ports: { http: 15443 } }] }): ReturnType<typeof serviceEntry> =>
  serviceEntry('stock', { hosts: [host], location: 'MESH_INTERNAL', resolution: 'STATIC', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], ...more });

test('a Service answers for its name, whatever an entry says', () => {
  expect(ruled(hostOfService, [entry('stock.shop.svc.cluster.local'), service('stock')]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'hosts', 0], message: 'host stock.shop.svc.cluster.local of ServiceEntry shop/stock is a name of Service shop/stock, which answers first: the entry changes nothing', near: [{ object: { kind: 'Service' } }],
  }]);
});

test('search domains complete a short name before it is asked for', () => {
  expect(ruled(hostOfService, [entry('stock.shop'), service('stock')]).findings).toHaveLength(1);
});

test.each([
  ['a name of its own', [entry('stock.shop.mesh.internal'), service('stock')]],
  ['a Service that is not here', [entry('stock.shop.svc.cluster.local')]],
  ['pods that an entry selects', [entry('stock.shop.svc.cluster.local', { workloadSelector: { labels: { app: 'vm' } } }), service('stock')]],
  ['a public name that looks short', [serviceEntry('x', { hosts: ['stock.shop'], resolution: 'DNS', ports: [] }), service('stock')]],
])('%s is well', (_title, objects) => {
  expect(ruled(hostOfService, objects).findings).toEqual([]);
});
