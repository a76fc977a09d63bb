import { serviceentryUnresolvable } from '../../../lib/rules/dns/serviceentry-unresolvable';
import { serviceEntry } from '../../support/edge';
import { ruled } from '../../support/rules';

const entry = (host: string, more: object = {}): ReturnType<typeof serviceEntry> => serviceEntry('db', { hosts: [host], location: 'MESH_EXTERNAL', resolution: 'STATIC', ports: [{ number: 5432, name: 'tcp', protocol: 'TCP' }], endpoints: [{ address: '10.20.0.7' }], ...more });

test('a name that somebody made up is answered by nobody', () => {
  expect(ruled(serviceentryUnresolvable, [entry('db.vm.internal')]).findings).toMatchObject([{ severity: 'warning', path: ['spec', 'hosts', 0], message: 'nothing answers the name db.vm.internal of ServiceEntry shop/db: no public DNS has it, sidecars do not capture DNS, and no Corefile here has a zone for it' }]);
});

test.each([
  ['a public name', entry('db.example.com')],
  ['one\'s own domain', entry('db.corp.example')],
  ['a name of the cluster', entry('db.shop.svc.cluster.local')],
  ['an address', entry('10.20.0.7')],
  ['an address that clients dial', entry('db.vm.internal', { addresses: ['10.20.0.7'] })],
  ['another cluster, which has a rule of its own', entry('db.vm.internal', { endpoints: [{ address: '203.0.113.10', ports: { tcp: 15443 } }] })],
])('%s is left alone', (_title, object) => {
  expect(ruled(serviceentryUnresolvable, [object]).findings).toEqual([]);
});

test('proxies that capture DNS answer it', () => {
  expect(ruled(serviceentryUnresolvable, [entry('db.vm.internal')], { meshConfig: { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } } }).findings).toEqual([]);
});
