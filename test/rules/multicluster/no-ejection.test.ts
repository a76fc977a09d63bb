import { noEjection } from '../../../lib/rules/multicluster/no-ejection';
import { destinationRule, serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';

const host = 'stock.mesh.internal';
const entry = serviceEntry('stock', { hosts: [host], location: 'MESH_INTERNAL', resolution: 'STATIC', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], endpoints: [{ address: '203.0.113.10', ports: { http: 15443 } }] });
const rule = (spec: object): ReturnType<typeof destinationRule> => destinationRule('stock', { host, ...spec });

test('endpoints of a cluster that is down stay', () => {
  expect(ruled(noEjection, [entry]).findings).toMatchObject([{ severity: 'info', path: ['spec', 'hosts', 0], message: 'no DestinationRule for stock.mesh.internal of ServiceEntry shop/stock has outlierDetection: requests go on to a cluster that is down' }]);
  expect(ruled(noEjection, [entry, rule({ trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } })]).findings).toHaveLength(1);
});

test.each([
  ['for the host', rule({ trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } })],
  ['for a port', rule({ trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, outlierDetection: {} }] } })],
  ['by a wildcard', destinationRule('all', { host: '*.mesh.internal', trafficPolicy: { outlierDetection: {} } })],
])('detection %s is well', (_title, object) => {
  expect(ruled(noEjection, [entry, object]).findings).toEqual([]);
});

test('so is detection for the whole mesh', () => {
  expect(ruled(noEjection, [entry], { meshConfig: { defaultTrafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } } }).findings).toEqual([]);
});
