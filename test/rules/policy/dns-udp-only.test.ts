import { dnsUdpOnly } from '../../../lib/rules/policy/dns-udp-only';
import { deployment, networkPolicy } from '../../support/closed';
import { ruled } from '../../support/rules';

const dns = (name: string, ...protocols: readonly string[]): ReturnType<typeof networkPolicy> => networkPolicy(name, { policyTypes: ['Egress'], egress: [{ ports: protocols.map(protocol => ({ port: 53, protocol })) }] });

test('DNS over UDP alone loses long answers', () => {
  expect(ruled(dnsUdpOnly, [deployment('web'), dns('dns', 'UDP')]).findings).toMatchObject([
    { severity: 'warning', codes: ['NET-13'], path: ['spec', 'egress', 0, 'ports'], message: 'NetworkPolicy shop/dns admits DNS over UDP and nothing admits it over TCP: long answers, which are asked for again over TCP, never come', help: 'add TCP 53 to the ports of the rule' },
  ]);
  expect(ruled(dnsUdpOnly, [dns('dns', 'UDP')]).findings).toHaveLength(1);
});

test.each([
  ['both', [deployment('web'), dns('dns', 'UDP', 'TCP')]],
  ['TCP by another policy for the same pods', [deployment('web'), dns('dns', 'UDP'), dns('more', 'TCP')]],
  ['every port by another policy', [deployment('web'), dns('dns', 'UDP'), networkPolicy('all', { policyTypes: ['Egress'], egress: [{}] })]],
  ['no DNS at all', [deployment('web'), networkPolicy('sql', { policyTypes: ['Egress'], egress: [{ ports: [{ port: 5432 }] }] })]],
])('%s is well', (_title, objects) => {
  expect(ruled(dnsUdpOnly, objects).findings).toEqual([]);
});
