import { exportedWidely } from '../../../lib/rules/multicluster/exported-widely';
import { serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';

const entry = (more: object = {}): ReturnType<typeof serviceEntry> =>
  serviceEntry('stock', { hosts: ['stock.mesh.internal'], location: 'MESH_INTERNAL', resolution: 'STATIC', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], endpoints: [{ address: '203.0.113.10', ports: { http: 15443 } }], ...more });

test('an entry for another cluster that every namespace sees is advice to narrow it', () => {
  expect(ruled(exportedWidely, [entry()]).findings).toMatchObject([{ severity: 'info', path: ['spec'], message: 'ServiceEntry shop/stock is visible in every namespace' }]);
  expect(ruled(exportedWidely, [entry({ exportTo: ['*'] })]).findings).toMatchObject([{ path: ['spec', 'exportTo'] }]);
});

test('narrow ones are well, and so is a mesh that says so for all', () => {
  expect(ruled(exportedWidely, [entry({ exportTo: ['.', 'bank'] })]).findings).toEqual([]);
  expect(ruled(exportedWidely, [entry()], { meshConfig: { defaultServiceExportTo: ['.'] } }).findings).toEqual([]);
});

test('entries for what is outside are not meant', () => {
  expect(ruled(exportedWidely, [entry({ endpoints: [{ address: '198.51.100.7' }] })]).findings).toEqual([]);
});
