import { gatewayPortUnserved } from '../../../lib/rules/expose/gateway-port-unserved';
import type { JsonObject } from '../../../lib/model/json';
import { deployment, istio, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const gateway = (...ports: readonly number[]): JsonObject => istio('Gateway', 'public', { selector: { istio: 'public' }, servers: ports.map(number => ({ port: { number, name: `http-${number}`, protocol: 'HTTP' }, hosts: ['*'] })) });
const pods = (spec: object = {}): JsonObject => deployment('public', { labels: { istio: 'public' }, namespace: 'edge', spec: { containers: [{ name: 'istio-proxy', image: 'auto' }], ...spec } });
const front = (...ports: readonly object[]): JsonObject => service('public', { selector: { istio: 'public' }, ports }, 'edge');

test('a port to which no Service leads', () => {
  expect(ruled(gatewayPortUnserved, [pods(), front({ name: 'http', port: 80, targetPort: 8080 }), gateway(8080, 8443)]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'servers', 1, 'port', 'number'], message: 'Gateway shop/public listens on port 8443, and Service edge/public has 80 to 8080' }]);
});

test('a port of one of several Services, and a target port, are well', () => {
  expect(said(gatewayPortUnserved, [pods(), front({ port: 80, targetPort: 8080 }), service('more', { selector: { istio: 'public' }, ports: [{ port: 15443 }] }, 'edge'), gateway(8080, 80, 15443)])).toEqual([]);
});

test('pods without a Service, on the host network, or elsewhere are left alone', () => {
  expect(said(gatewayPortUnserved, [pods(), gateway(8080)])).toEqual([]);
  expect(said(gatewayPortUnserved, [pods({ hostNetwork: true }), front({ port: 80 }), gateway(8080)])).toEqual([]);
  expect(said(gatewayPortUnserved, [gateway(8080)])).toEqual([]);
});
