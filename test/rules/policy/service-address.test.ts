import { serviceAddress } from '../../../lib/rules/policy/service-address';
import { networkPolicy, service } from '../../support/closed';
import { ruled } from '../../support/rules';
import { manifest } from '../../support/world';

const to = (cidr: string): ReturnType<typeof networkPolicy> => networkPolicy('web', { policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr } }] }] });
const range = manifest('networking.k8s.io/v1', 'ServiceCIDR', 'kubernetes', { spec: { cidrs: ['10.96.0.0/12'] } });
const db = service('db', { sql: [5432, 5432] }, { spec: { clusterIP: '10.96.7.7' } });

test('a block of Service addresses means nobody', () => {
  expect(ruled(serviceAddress, [range, to('10.96.1.0/24')]).findings).toMatchObject([
    { severity: 'error', codes: ['NET-08'], path: ['spec', 'egress', 0, 'to', 0, 'ipBlock', 'cidr'], message: 'block 10.96.1.0/24 of NetworkPolicy shop/web is within 10.96.0.0/12, the addresses of Services: policies see the pods behind it, so it means nobody', help: 'select the pods behind the Service by labels' },
  ]);
  expect(ruled(serviceAddress, [db, to('10.96.7.7/32')]).findings).toMatchObject([{ message: expect.stringContaining('is the address of Service shop/db') as string }]);
});

test.each([
  ['a block that is not known to be of Services', [to('10.96.7.7/32')]],
  ['a wider block', [range, to('10.0.0.0/8')]],
  ['the address of DNS, where NodeLocal DNSCache answers', [range, manifest('v1', 'Service', 'kube-dns', { namespace: 'kube-system', spec: { clusterIP: '10.96.0.10', ports: [{ port: 53 }] } }), to('10.96.0.10/32')]],
  ['a headless Service', [service('db', { sql: [5432, 5432] }, { spec: { clusterIP: 'None' } }), to('10.0.0.0/8')]],
])('%s is well', (_title, objects) => {
  expect(ruled(serviceAddress, objects).findings).toEqual([]);
});
