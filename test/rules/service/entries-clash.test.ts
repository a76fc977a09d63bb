import { entriesClash } from '../../../lib/rules/service/entries-clash';
import type { JsonObject } from '../../../lib/model/json';
import { istio } from '../../mesh/mesh';
import { ruled, said } from '../../support/rules';

const entry = (name: string, protocol: string, { namespace = 'shop', created, ...spec }: { readonly namespace?: string; readonly created?: number; readonly [field: string]: unknown } = {}): JsonObject =>
  istio('ServiceEntry', name, { hosts: ['api.example.com'], ports: [{ number: 443, name: 'tls', protocol }], resolution: 'DNS', ...spec }, { namespace, ...(created === undefined ? {} : { created }) });

test('one port with two protocols', () => {
  expect(ruled(entriesClash, [entry('a', 'TLS'), entry('b', 'HTTPS', { namespace: 'web' })]).findings).toMatchObject([{
    severity: 'warning', object: { name: 'b' }, message: 'port 443 of api.example.com is HTTPS here and TLS in ServiceEntry shop/a: clients that see both read it in one way, that of whichever is created first', near: [{ object: { name: 'a' } }],
  }]);
});

test('one port with one protocol is advice', () => {
  expect(said(entriesClash, [entry('a', 'TLS'), entry('b', 'tls')])).toEqual(['info: ServiceEntry shop/a has port 443 of api.example.com too']);
});

test('exported to a namespace that sees the other too', () => {
  expect(said(entriesClash, [entry('a', 'TLS', { exportTo: ['*'] }), entry('b', 'HTTP', { namespace: 'web', exportTo: ['.'] })])).toHaveLength(1);
});

test.each<[string, readonly JsonObject[]]>([
  ['entries for different namespaces', [entry('a', 'TLS', { exportTo: ['.'] }), entry('b', 'HTTP', { namespace: 'web', exportTo: ['.'] })]],
  ['different ports', [entry('a', 'TLS'), entry('b', 'HTTP', { ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] })]],
  ['endpoints spread over entries', [entry('a', 'TLS', { endpoints: [{ address: '192.0.2.1' }] }), entry('b', 'TLS', { endpoints: [{ address: '192.0.2.2' }] })]],
  ['a wildcard beside a name', [entry('a', 'TLS', { hosts: ['*.example.com'], resolution: 'NONE' }), entry('b', 'HTTP')]],
])('%s is well', (_title, objects) => {
  expect(said(entriesClash, objects)).toEqual([]);
});
