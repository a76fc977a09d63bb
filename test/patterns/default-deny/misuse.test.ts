import { defaultDeny, type CidrPermit, type DefaultDenyProps } from '../../../lib/patterns/default-deny/default-deny';
import type { Workload } from '../../../lib/network/workload';
import { UsageError } from '../../../lib/model/usage-error';
import type { PlainKubernetes } from '../../../lib/platform/platform';
import type { ClusterOptions } from '../../../lib/platform/presets';
import { refusal } from '../../support/misuse';
import { meshShop, plainShop, type Mesh } from '../../support/policies';
import { workload, type Shop } from '../../support/shop';

type Props = Partial<DefaultDenyProps<PlainKubernetes>>;
type Case = readonly [title: string, platform: Omit<ClusterOptions, 'cluster'>, props: (shop: Shop<PlainKubernetes>) => Props, what: string, fix: string];

const permit = (given: Partial<CidrPermit>): CidrPermit => ({ name: 'partner', cidr: '10.0.0.0/8', ports: [{ port: 443 }], ...given });
const agent = (shop: Shop<PlainKubernetes>): Workload => shop.net.workload(workload('agent', { pod: { hostNetwork: true } }));

const cases: readonly Case[] = [
  ['a CNI that enforces nothing', { cni: 'flannel' }, () => ({}), 'default-deny: CNI flannel does not enforce NetworkPolicies, so nothing would be closed', 'install one that does, or correct platform.cni'],
  ['probes that need addresses of nodes, and none known', { cni: { name: 'kube-router', exemptsOwnNode: false } }, () => ({}), 'default-deny: the CNI does not exempt probes from the own node, and the addresses of the nodes are not known', 'set nodeCidrs on the platform'],
  ['an edge elsewhere', {}, shop => ({ namespace: shop.edge, edges: [shop.web.calls(shop.reviews.port('http'))] }), 'default-deny: edge web to shop/reviews does not touch namespace edge', 'declare it to the pattern of namespace shop'],
  ['a caller on the host network, and addresses of nodes not known', {}, shop => ({ edges: [agent(shop).calls(shop.webService.port('http'))] }), 'default-deny: edge agent to web has an end on the host network, which only addresses of nodes can name, and the addresses of the nodes are not known', 'set nodeCidrs on the platform'],
  ['a client of an API server that nobody locates', {}, shop => ({ apiServerClients: [shop.web] }), 'default-deny: the API server is no pod, and its addresses are not known', 'set apiServer on the platform, from "kubectl get endpointslices -n default kubernetes"'],
  ['a client of the API server in another namespace', { apiServer: { cidrs: ['10.0.0.1/32'] } }, shop => ({ namespace: shop.edge, apiServerClients: [shop.web] }), 'default-deny: API server client shop/web is not in namespace edge', 'give it to the pattern of its own namespace'],
  ['a scrape without monitoring', {}, shop => ({ scrapes: [shop.webService.port('http')] }), 'default-deny: scrapes without monitoring on the platform', 'set monitoring: true on the platform'],
  ['a scrape in another namespace', { monitoring: true }, shop => ({ namespace: shop.edge, scrapes: [shop.webService.port('http')] }), 'default-deny: scraped service shop/web is not in namespace edge', 'give it to the pattern of its own namespace'],
  ['a permit with a name that no object can have', {}, () => ({ egressCidrs: [permit({ name: 'Our Bank' })] }), 'default-deny: egress permit "Our Bank": its name must be lower-case letters, digits and "-", and begin and end with a letter or digit', 'use a short name such as "payments"'],
  ['a permit without ports', {}, () => ({ egressCidrs: [{ name: 'partner', cidr: '10.0.0.0/8', ports: [] as unknown as CidrPermit['ports'] }] }), 'default-deny: egress permit "partner" has no ports, which would open all of them', 'list the ports'],
  ['a permit for something that is no block', {}, () => ({ egressCidrs: [permit({ cidr: 'bank.example' })] }), 'default-deny: egress permit "partner": "bank.example" is not an address block such as 10.0.0.0/8 or fd00::/8', 'correct the block'],
  ['a block with host bits, which the API server refuses', {}, () => ({ ingressCidrs: [permit({ cidr: '10.0.0.1/8' })] }), 'default-deny: ingress permit "partner": "10.0.0.1/8" has bits set after the prefix; the network is "10.0.0.0/8"', 'correct the block'],
  ['an exception that is not inside', {}, () => ({ egressCidrs: [permit({ except: ['192.168.0.0/16'] })] }), 'default-deny: egress permit "partner": except 192.168.0.0/16 is not a part of 10.0.0.0/8', 'leave out a smaller block inside it'],
  ['an exception that is everything', {}, () => ({ egressCidrs: [permit({ except: ['10.0.0.0/8'] })] }), 'default-deny: egress permit "partner": except 10.0.0.0/8 is not a part of 10.0.0.0/8', 'leave out a smaller block inside it'],
  ['an exception of the other family', {}, () => ({ egressCidrs: [permit({ except: ['fd00::/64'] })] }), 'default-deny: egress permit "partner": except fd00::/64 is not a part of 10.0.0.0/8', 'leave out a smaller block inside it'],
  ['a port that is none', {}, () => ({ egressCidrs: [permit({ ports: [{ port: 0 }] })] }), 'default-deny: egress permit "partner": port 0 must be a whole number from 1 to 65535', 'correct the port'],
  ['a range that ends beyond all ports', {}, () => ({ egressCidrs: [permit({ ports: [{ port: 443, endPort: 70000 }] })] }), 'default-deny: egress permit "partner": port 443-70000 must be a whole number from 1 to 65535', 'correct the port'],
  ['a range the wrong way round', {}, () => ({ egressCidrs: [permit({ ports: [{ port: 443, endPort: 80 }] })] }), 'default-deny: egress permit "partner": endPort 80 is below port 443', 'give the lower port first'],
  ['a permit for a workload elsewhere', {}, shop => ({ namespace: shop.edge, egressCidrs: [permit({ workload: shop.web })] }), 'default-deny: egress permit "partner": workload shop/web is not in namespace edge', 'give it to the pattern of its own namespace'],
  ['an accept without a reason', {}, () => ({ accept: [{ rule: 'edge/half-elsewhere', reason: ' ' }] }), 'accept of edge/half-elsewhere has no reason', 'say why it is right here'],
  ['an accept of something that is no rule', {}, () => ({ accept: [{ rule: 'everything', reason: 'quiet' }] }), 'accept names rule "everything", which is no rule id', 'use an id such as "mtls/plaintext-caller"'],
];

test.each(cases)('%s is refused at the call, with the value seen and what to do', (_title, platform, props, what, fix) => {
  const shop = plainShop(platform);
  expect(refusal(() => defaultDeny<PlainKubernetes>({ network: shop.net, namespace: shop.shop, edges: [], ...props(shop) }))).toEqual({ what, fix });
});

test('on Cilium nobody has to know the addresses of nodes or of the API server', () => {
  const shop = plainShop({ cni: { name: 'cilium', exemptsOwnNode: false } });
  const props: Props = { edges: [agent(shop).calls(shop.webService.port('http'))], apiServerClients: [shop.web] };
  expect(() => defaultDeny<PlainKubernetes>({ network: shop.net, namespace: shop.shop, edges: [], ...props })).not.toThrow(UsageError);
});

test.each([
  ['merged', "default-deny: scrapes with scrapeMode 'merged', which reads metrics on port 15020, open already", "leave scrapes out, or set monitoring: { scrapeMode: 'direct' } on the platform"],
  ['plaintextException', "default-deny: scrapes with scrapeMode 'plaintextException', and no exception is written here", 'use Scrape for the port, which writes the exception and opens it too'],
] as const)('scrapes of a mesh where they are %s are refused at the call', (scrapeMode, what, fix) => {
  const shop = meshShop({ monitoring: { scrapeMode } });
  expect(refusal(() => defaultDeny<Mesh>({ network: shop.net, namespace: shop.shop, edges: [], scrapes: [shop.webService.port('http')] }))).toEqual({ what, fix });
});
