import { portNameUnknown } from '../../../lib/rules/multicluster/port-name-unknown';
import { serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';

const entry = (ports: object): ReturnType<typeof serviceEntry> => serviceEntry('stock', { hosts: ['stock.mesh.internal'], resolution: 'STATIC', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], endpoints: [{ address: '203.0.113.10', ports }] });

test('ports of endpoints go by the names of the entry', () => {
  expect(ruled(portNameUnknown, [entry({ http: 15443, https: 15443 })]).findings).toMatchObject([{
    severity: 'error', path: ['spec', 'endpoints', 0, 'ports', 'https'], message: 'endpoint 203.0.113.10 of ServiceEntry shop/stock has a number for port "https", and the entry has "http"', near: [{ path: ['spec', 'ports'] }],
  }]);
  expect(ruled(portNameUnknown, [entry({ http: 15443 })]).findings).toEqual([]);
});

test('a list that is no list is somebody else\'s finding', () => {
  expect(ruled(portNameUnknown, [serviceEntry('stock', { hosts: [], endpoints: 'none', ports: {} })]).findings).toEqual([]);
});
