import { dnsAccess } from '../../lib/dns/access';
import type { JsonObject } from '../../lib/model/json';
import { coreDns } from '../support/corefile';
import { deployment, networkPolicy } from '../support/closed';
import { manifest, worldOf } from '../support/world';

const deny = networkPolicy('deny');
const to = (peer: object | undefined, ...protocols: readonly string[]): JsonObject => networkPolicy('dns', { policyTypes: ['Egress'], egress: [{ ...(peer === undefined ? {} : { to: [peer] }), ports: protocols.map(protocol => ({ port: 53, protocol })) }] });
const kubeDns = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
const block = (cidr: string): object => ({ ipBlock: { cidr } });
const host = deployment('web', {}, { spec: { hostNetwork: true } });
const own = deployment('web', {}, { spec: { dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.53'] } } });
const node = deployment('web', {}, { spec: { dnsPolicy: 'Default' } });
const systemDeny = networkPolicy('deny', { policyTypes: ['Ingress'] }, 'kube-system');

describe('whether pods may ask for names', () => {
  test.each<[string, readonly JsonObject[], readonly [udp: string, tcp: string]]>([
    ['open', [deployment('web')], ['yes', 'yes']],
    ['closed', [deployment('web'), deny], ['no', 'no']],
    ['both admitted', [deployment('web'), deny, to(kubeDns, 'UDP', 'TCP')], ['yes', 'yes']],
    ['UDP alone', [deployment('web'), deny, to(kubeDns, 'UDP')], ['yes', 'no']],
    ['TCP alone', [deployment('web'), deny, to(kubeDns, 'TCP')], ['no', 'yes']],
    ['to anybody', [deployment('web'), deny, to(undefined, 'UDP', 'TCP')], ['yes', 'yes']],
    ['to NodeLocal DNSCache', [deployment('web'), deny, to(block('169.254.20.10/32'), 'UDP', 'TCP')], ['yes', 'yes']],
    ['to somebody else', [deployment('web'), deny, to({ podSelector: {} }, 'UDP', 'TCP')], ['no', 'no']],
    ['the servers are shut', [deployment('web'), coreDns(), systemDeny], ['no', 'no']],
    ['the servers let everybody in', [deployment('web'), coreDns(), networkPolicy('dns', { policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] }, 'kube-system')], ['yes', 'no']],
    ['on the host network', [host, deny], ['yes', 'yes']],
    ['servers of their own, admitted', [own, deny, to(block('192.0.2.0/24'), 'UDP')], ['yes', 'no']],
    ['servers of their own, not admitted', [own, deny, to(kubeDns, 'UDP', 'TCP')], ['no', 'no']],
    ['what the node asks', [node, deny], ['unknown', 'unknown']],
    ['policies of another system', [deployment('web'), deny, manifest('cilium.io/v2', 'CiliumNetworkPolicy', 'dns', { namespace: 'shop', spec: { endpointSelector: {}, egress: [{}] } })], ['unknown', 'unknown']],
  ])('%s', (_title, objects, expected) => {
    const world = worldOf(objects);
    const web = world.cluster.workloads.find(({ name }) => name === 'web');
    if (web === undefined) throw new Error('no workload');
    const { udp, tcp } = dnsAccess(world, web);
    expect([udp.admitted, tcp.admitted]).toEqual(expected);
  });
});
