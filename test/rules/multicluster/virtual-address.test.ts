import { virtualAddress } from '../../../lib/rules/multicluster/virtual-address';
import { serviceEntry } from '../../support/edge';
import { messages, ruled } from '../../support/rules';

const entry = (name: string, addresses: readonly string[], more: object = {}): ReturnType<typeof serviceEntry> =>
  serviceEntry(name, { hosts: [`${name}.mesh.internal`], location: 'MESH_INTERNAL', resolution: 'STATIC', ports: [{ number: 5432, name: 'tcp', protocol: 'TCP' }], addresses, ...more });
const http = { ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] };

test('one address and port for two entries reaches either', () => {
  expect(ruled(virtualAddress, [entry('a', ['10.9.0.1']), entry('b', ['10.9.0.2', '10.9.0.1'])]).findings).toMatchObject([{
    severity: 'error', object: { name: 'b' }, path: ['spec', 'addresses', 1], message: 'ServiceEntry shop/b and ServiceEntry shop/a both have address 10.9.0.1 for port 5432: a connection to it reaches either', near: [{ object: { name: 'a' }, path: ['spec', 'addresses', 0] }],
  }]);
});

test.each([
  ['other ports', [entry('a', ['10.9.0.1']), entry('b', ['10.9.0.1'], { ports: [{ number: 6379, name: 'tcp', protocol: 'TCP' }] })]],
  ['requests, which name their host', [entry('a', ['10.9.0.1'], http), entry('b', ['10.9.0.1'], http)]],
  ['namespaces that do not see each other', [entry('a', ['10.9.0.1'], { exportTo: ['.'] }), { ...entry('b', ['10.9.0.1'], { exportTo: ['bank'] }) }]],
])('%s do not meet', (_title, objects) => {
  expect(ruled(virtualAddress, objects).findings).toEqual([]);
});

test('the block that istiod gives out from is not to be picked from', () => {
  expect(messages(ruled(virtualAddress, [entry('a', ['240.240.0.9'])]).findings)).toEqual(['address 240.240.0.9 of ServiceEntry shop/a is of the block that istiod gives entries addresses from: another entry may get it']);
});

test('a block has no name', () => {
  expect(ruled(virtualAddress, [entry('a', ['10.9.0.0/24'], { resolution: 'DNS' })]).findings).toMatchObject([{ severity: 'error', message: 'address 10.9.0.0/24 of ServiceEntry shop/a is a block, and resolution is DNS' }]);
  expect(ruled(virtualAddress, [entry('a', ['10.9.0.0/24'], { resolution: 'NONE' })]).findings).toEqual([]);
});

test('an address that nobody else can have is advice to leave it out', () => {
  expect(ruled(virtualAddress, [entry('a', ['240.0.0.1'])]).findings).toMatchObject([{ severity: 'info', path: ['spec', 'addresses', 0] }]);
});
