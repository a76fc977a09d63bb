import { portAmbiguous } from '../../../lib/rules/route/port-ambiguous';
import type { JsonObject } from '../../../lib/model/json';
import { istio, service } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const two = service('reviews', { ports: [{ name: 'http', port: 8000 }, { name: 'http-admin', port: 9000 }] });
const gateway = (port: number): JsonObject => istio('Gateway', 'public', { servers: [{ port: { number: port, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] }, { namespace: 'edge' });
const to = (rest: object = {}, destination: object = {}): JsonObject => istio('VirtualService', 'reviews', { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews', ...destination } }] }], ...rest });
const bound = to({ hosts: ['shop.example'], gateways: ['edge/public'] });
const what = 'reviews.shop.svc.cluster.local has ports 8000 and 9000 and the destination names none';

test('the port that came in at a gateway is one that the Service does not have', () => {
  expect(ruled(portAmbiguous, [two, gateway(443), bound]).findings).toMatchObject([{ severity: 'error', path: ['spec', 'http', 0, 'route', 0, 'destination'], message: `${what}: requests to port 443 go to a port that it does not have`, help: 'set port: { number: … } to one of 8000 and 9000' }]);
});

test('in the mesh, under the name of another Service with other ports', () => {
  expect(said(portAmbiguous, [two, service('web'), to({ hosts: ['web'] })])).toEqual([`error: ${what}: requests to port 80 go to a port that it does not have`]);
});

test('in the mesh, under its own name, it is information: what was dialled is taken', () => {
  expect(said(portAmbiguous, [two, to()])).toEqual([`info: ${what}: the port that the client dialled is taken`]);
});

test('where the gateway is not in the input it is an assumption', () => {
  expect(ruled(portAmbiguous, [two, bound]).findings).toMatchObject([{ severity: 'warning', assumption: 'clients dial a port that the destination does not have' }]);
});

test.each<[string, readonly JsonObject[]]>([
  ['a port', [two, to({}, { port: { number: 8000 } })]],
  ['a Service with one port', [service('reviews'), gateway(443), bound]],
  ['a host that is not in the input', [gateway(443), bound]],
])('%s is well', (_title, objects) => {
  expect(said(portAmbiguous, objects)).toEqual([]);
});
