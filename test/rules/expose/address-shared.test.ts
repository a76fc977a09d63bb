import { addressShared } from '../../../lib/rules/expose/address-shared';
import { gateway, listener } from '../../support/edge';
import { ruled, said } from '../../support/rules';

const at = (name: string, port: number, ...values: readonly string[]): ReturnType<typeof gateway> => gateway(name, [listener('main', port, 'HTTPS')], { spec: { addresses: values.map(value => ({ type: 'IPAddress', value })) } });

test('one address and port for two', () => {
  expect(ruled(addressShared, [at('shop', 443, '192.0.2.10'), at('bank', 443, '192.0.2.9', '192.0.2.10')]).findings).toMatchObject([{
    severity: 'warning', object: { name: 'bank' }, path: ['spec', 'addresses', 1, 'value'], message: 'Gateway edge/bank asks for 192.0.2.10, on whose port 443 Gateway edge/shop listens already', near: [{ object: { name: 'shop' } }],
  }]);
});

test('another port, another address, none', () => {
  expect(said(addressShared, [at('shop', 443, '192.0.2.10'), at('bank', 8443, '192.0.2.10')])).toEqual([]);
  expect(said(addressShared, [at('shop', 443, '192.0.2.10'), at('bank', 443, '192.0.2.11')])).toEqual([]);
  expect(said(addressShared, [at('shop', 443), at('bank', 443)])).toEqual([]);
});
