import type { CidrPermit } from '../../../lib/patterns/default-deny/default-deny';
import { closed, egress, ingress, plainShop, policy, policyNames, tcp } from '../../support/policies';

const to = (permit: CidrPermit): unknown => policy(closed(plainShop(), { egressCidrs: [permit] }), `${permit.name}-egress`);
const blocks = (cidr: unknown, except?: readonly unknown[]): readonly unknown[] => [{ ipBlock: { cidr, ...(except === undefined ? {} : { except }) } }];

test('pods may call addresses outside on the ports listed', () => {
  expect(to({ name: 'bank', cidr: '203.0.113.0/24', ports: [{ port: 443 }] })).toEqual(egress(undefined, { to: blocks('203.0.113.0/24'), ports: tcp(443) }));
});

test('addresses outside may call pods on the ports listed', () => {
  const composed = closed(plainShop(), { ingressCidrs: [{ name: 'office', cidr: '198.51.100.0/24', ports: [{ port: 8080 }] }] });
  expect(policy(composed, 'office-ingress')).toEqual(ingress(undefined, { from: blocks('198.51.100.0/24'), ports: tcp(8080) }));
});

test('a permit may be for one workload', () => {
  const shop = plainShop();
  const composed = closed(shop, { egressCidrs: [{ name: 'bank', cidr: '203.0.113.7', ports: [{ port: 443 }], workload: shop.web }] });
  expect(policy(composed, 'bank-egress')).toEqual(egress({ app: 'web' }, { to: blocks('203.0.113.7/32'), ports: tcp(443) }));
});

test('ports may be ranges, and of any protocol', () => {
  expect(to({ name: 'media', cidr: '203.0.113.0/24', ports: [{ port: 443 }, { port: 30000, endPort: 32000, protocol: 'UDP' }, { port: 7, endPort: 7 }] })).toMatchObject({
    egress: [{ ports: [{ protocol: 'TCP', port: 443 }, { protocol: 'UDP', port: 30000, endPort: 32000 }, { protocol: 'TCP', port: 7, endPort: 7 }] }],
  });
});

test('a single address becomes a block, and a block its canonical form: the API server takes nothing else', () => {
  expect(to({ name: 'one', cidr: '203.0.113.7', ports: [{ port: 443 }] })).toMatchObject({ egress: [{ to: blocks('203.0.113.7/32') }] });
  expect(to({ name: 'six', cidr: 'FD00:0:0::/48', ports: [{ port: 443 }] })).toMatchObject({ egress: [{ to: blocks('fd00::/48') }] });
});

describe("the cloud's metadata service, which hands out credentials of the node", () => {
  test('stays closed in every block that contains it', () => {
    for (const cidr of ['0.0.0.0/0', '169.254.0.0/16']) expect(to({ name: 'all', cidr, ports: [{ port: 80 }] })).toMatchObject({ egress: [{ to: blocks(cidr, ['169.254.169.254/32']) }] });
  });

  test('is not an exception where it is not inside, where the block is of the other family, or where it is meant', () => {
    for (const cidr of ['10.0.0.0/8', '::/0', '169.254.169.254/32']) expect(to({ name: 'some', cidr, ports: [{ port: 80 }] })).toMatchObject({ egress: [{ to: [{ ipBlock: { cidr } }] }] });
    expect(JSON.stringify(to({ name: 'some', cidr: '::/0', ports: [{ port: 80 }] }))).not.toContain('except');
  });

  test('is what one says once exceptions are listed', () => {
    expect(to({ name: 'all', cidr: '0.0.0.0/0', except: [], ports: [{ port: 80 }] })).toEqual(egress(undefined, { to: blocks('0.0.0.0/0'), ports: tcp(80) }));
    expect(to({ name: 'all', cidr: '0.0.0.0/0', except: ['10.0.0.0/8'], ports: [{ port: 80 }] })).toMatchObject({ egress: [{ to: blocks('0.0.0.0/0', ['10.0.0.0/8']) }] });
  });

  test('calls nobody, so it is no exception of those who may call', () => {
    const composed = closed(plainShop(), { ingressCidrs: [{ name: 'world', cidr: '0.0.0.0/0', ports: [{ port: 443 }] }] });
    expect(policy(composed, 'world-ingress')).toEqual(ingress(undefined, { from: blocks('0.0.0.0/0'), ports: tcp(443) }));
  });
});

describe('a block that is only known at deploy', () => {
  const later = { apply: () => undefined };

  test('is written as it comes, and counted as unknown', () => {
    const composed = closed(plainShop(), { egressCidrs: [{ name: 'database', cidr: later, ports: [{ port: 5432 }] }] });
    expect(policy(composed, 'database-egress')).toMatchObject({ egress: [{ to: [{ ipBlock: { cidr: later } }] }] });
    expect(composed.opaque).toBe(1);
  });

  test('cannot be judged against its exceptions, which are still judged as blocks', () => {
    expect(() => closed(plainShop(), { egressCidrs: [{ name: 'database', cidr: later, except: ['10.0.0.1/8'], ports: [{ port: 5432 }] }] })).toThrow('bits set after the prefix');
    expect(() => closed(plainShop(), { egressCidrs: [{ name: 'database', cidr: '10.0.0.0/8', except: [later], ports: [{ port: 5432 }] }] })).not.toThrow();
  });
});

test('a permit in each direction under one name is two policies', () => {
  const permit: CidrPermit = { name: 'partner', cidr: '203.0.113.0/24', ports: [{ port: 443 }] };
  expect(policyNames(closed(plainShop(), { egressCidrs: [permit], ingressCidrs: [permit] }))).toEqual(['allow-dns', 'default-deny', 'partner-egress', 'partner-ingress']);
});

test('two permits under one name are a conflict, never one policy for both', () => {
  const composed = closed(plainShop(), { egressCidrs: ['203.0.113.0/24', '198.51.100.0/24'].map(cidr => ({ name: 'partner', cidr, ports: [{ port: 443 }] })) });
  expect(composed.findings.map(({ rule, object }) => [rule, object?.name])).toEqual([['api/owner-conflict', 'partner-egress']]);
});
