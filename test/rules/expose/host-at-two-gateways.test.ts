import { hostAtTwoGateways } from '../../../lib/rules/expose/host-at-two-gateways';
import { gateway, listener } from '../../support/edge';
import { ruled, said } from '../../support/rules';

const taking = (name: string, hostname?: string, port = 443, protocol = 'HTTPS'): ReturnType<typeof gateway> => gateway(name, [listener('main', port, protocol, hostname === undefined ? {} : { hostname })]);

test('the same host, protocol and port', () => {
  expect(ruled(hostAtTwoGateways, [taking('outside', 'shop.example.com'), taking('inside', 'shop.example.com')]).findings).toMatchObject([{
    severity: 'info', codes: ['KIA1501'], object: { name: 'inside' }, path: ['spec', 'listeners', 0, 'hostname'], message: 'Gateway edge/inside takes HTTPS for "shop.example.com" on port 443, and so does Gateway edge/outside',
  }]);
});

test('another host, port or protocol, and listeners for every host', () => {
  expect(said(hostAtTwoGateways, [taking('a', 'shop.example.com'), taking('b', 'bank.example.com'), taking('c', 'shop.example.com', 8443), taking('d', 'shop.example.com', 443, 'TLS')])).toEqual([]);
  expect(said(hostAtTwoGateways, [taking('a'), taking('b')])).toEqual([]);
});
