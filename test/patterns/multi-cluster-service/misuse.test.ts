import { defaultDeny } from '../../../lib/patterns/default-deny/default-deny';
import { multiClusterService } from '../../../lib/patterns/multi-cluster-service/multi-cluster-service';
import type { MultiClusterServiceProps } from '../../../lib/patterns/multi-cluster-service/props';
import { scrape } from '../../../lib/patterns/scrape/scrape';
import type { Peer } from '../../../lib/platform/peer';
import { istioSidecar, plainKubernetes } from '../../../lib/platform/presets';
import { fleet, us, type Fleet } from '../../support/fleet';
import { refusal } from '../../support/misuse';
import { istioShop, shop, workload } from '../../support/shop';

const given = fleet({ mcs: { version: '0.5' } });
const headless = given.net.service({ name: 'peers', namespace: given.shop, ports: { http: { port: 80 } }, workload: given.web, headless: true });
const ratings = given.net.service({ name: 'ratings', namespace: given.shop, ports: { http: { port: 80 } }, remote: true });
const datagrams = given.net.service({ name: 'syslog', namespace: given.shop, ports: { syslog: { port: 514, protocol: 'UDP' } }, selector: { app: 'syslog' } });
const onHost = given.net.workload(workload('agent', { pod: { hostNetwork: true } }));
const outside = given.net.workload(workload('old', { labels: { app: 'old', 'sidecar.istio.io/inject': 'false' } }));
const remote = { name: 'ratings', namespace: 'shop', ports: { http: { port: 80 } }, serviceAccounts: ['ratings'] };
const client = { mode: 'serviceEntry', role: 'client', alias: 'ratings.mesh.internal', namespace: given.shop, callers: [given.web], remote };

const call = (props: object, net: object = given.net) => (): unknown => multiClusterService({ network: net, ...props } as unknown as MultiClusterServiceProps<Fleet>);
const whole = (props: object, net?: object): string => {
  const { what, fix } = refusal(call(props, net));
  return `${what}; ${fix}`;
};

test.each<[string, object, string]>([
  ['no Service', {}, 'multi-cluster-service: no service given; pass a handle, from net.service(…)'],
  ['an unknown mode', { mode: 'mesh' }, `multi-cluster-service: mode is "mesh"; use 'discovery' or 'serviceEntry'`],
  ['an unknown role', { service: given.webService, role: 'peer' }, `multi-cluster-service shop/web: role is "peer"; use 'server', 'client' or 'both'`],
  ['an unknown peer', { service: given.webService, peers: ['asia'] }, 'multi-cluster-service shop/web: the platform has no peer "asia"; use us'],
  ['itself as a peer', { service: given.webService, peers: ['eu'] }, 'multi-cluster-service shop/web: "eu" is this cluster, and no peer of itself; use us'],
  ['no peers', { service: given.webService, peers: [] }, 'multi-cluster-service shop/web: peers is []; name at least one, or leave it out for all'],
  ['a peer twice', { service: given.webService, peers: ['us', 'us'] }, 'multi-cluster-service shop/web: peer "us" is named twice; name it once'],
  ['a Gateway with a name that is none', { service: given.webService, name: 'peers.web' }, 'multi-cluster-service shop/web: name "peers.web" of its Gateway must be lower-case letters, digits and "-", and begin and end with a letter or digit; set name to a short one'],
  ['a headless Service', { service: headless }, 'multi-cluster-service shop/peers: the Service is headless, so sidecars connect to the pod that the client picked, and pods of another network cannot be reached; use a Service with a cluster address'],
  ['a remote Service that serves', { service: ratings, role: 'both' }, `multi-cluster-service shop/ratings: the Service is remote, so no pod here can serve; use role 'client'`],
  ['a Service without connections', { service: datagrams }, 'multi-cluster-service shop/syslog: none of its ports is TCP, and gateways between networks pass TLS through; leave the pattern out'],
  ['callers of peers where nobody serves', { service: given.webService, role: 'client', remoteCallers: [] }, `multi-cluster-service: remoteCallers with role 'client', where nothing would read it; leave remoteCallers out`],
  ['a preference where nobody calls', { service: given.webService, role: 'server', failoverPriority: ['a'], outlierDetection: true }, `multi-cluster-service: failoverPriority and outlierDetection with role 'server', where nothing would read them; leave failoverPriority and outlierDetection out`],
  ['an alias without mode', { service: given.webService, alias: 'a.b' }, `multi-cluster-service: alias with mode 'discovery', where nothing would read it; leave alias out`],
  ['a caller of an unknown peer', { service: given.webService, remoteCallers: [{ cluster: 'asia', namespace: 'shop', serviceAccount: 'web' }] }, 'multi-cluster-service shop/web: remote caller asia/shop/web: no peer "asia" takes part; use us'],
  ['a caller without identity', { service: given.webService, remoteCallers: [{ cluster: 'us', namespace: 'shop', serviceAccount: 'default' }] }, 'multi-cluster-service shop/web: remote caller us/shop/default: pods that share "default" cannot be told apart; give the caller a service account of its own'],
  ['a caller twice', { service: given.webService, remoteCallers: [{ cluster: 'us', namespace: 'shop', serviceAccount: 'web' }, { cluster: 'us', namespace: 'shop', serviceAccount: 'web' }] }, 'multi-cluster-service shop/web: remote caller us/shop/web is listed twice; list it once'],
  ['names of callers that are none', { service: given.webService, remoteCallers: [{ cluster: 'us', namespace: 'Shop', serviceAccount: 'web' }] }, 'multi-cluster-service shop/web: remote caller us/Shop/web: the name must be lower-case letters, digits and "-", and begin and end with a letter or digit; give the namespace and the service account of its pods'],
  ['DNS capture of a name that is known', { service: ratings, dnsCapture: [given.web] }, 'multi-cluster-service shop/ratings: dnsCapture, and the Service is written here, so its name is known; leave it out, or declare the Service with remote: true and existing: true'],
  ['a side of an entry that is not said', { ...client, role: undefined }, `multi-cluster-service: mode 'serviceEntry' with role undefined; each side writes objects of its own; use role 'server' where the pods are, and 'client' where the callers are`],
  ['an alias that is a name of the cluster', { ...client, alias: 'ratings.shop.svc.cluster.local' }, 'multi-cluster-service: alias "ratings.shop.svc.cluster.local" is a name of a cluster: where a Service has it, the entry only decorates that Service; use a name outside, such as "ratings.shop.mesh.internal"'],
  ['an alias of the multi-cluster services API', { ...client, alias: 'ratings.shop.svc.clusterset.local' }, 'multi-cluster-service: alias "ratings.shop.svc.clusterset.local" is a name of the multi-cluster services API: where a Service has it, the entry only decorates that Service; use a name outside, such as "ratings.shop.mesh.internal"'],
  ['an alias of one part', { ...client, alias: 'ratings' }, 'multi-cluster-service: alias "ratings" has one part, so search domains make a Service of it; use a name such as "ratings.mesh.internal"'],
  ['a wildcard', { ...client, alias: '*.mesh.internal' }, 'multi-cluster-service: alias "*.mesh.internal" must be lower-case letters, digits, "-" and ".", and each part must begin and end with a letter or digit; use a name such as "ratings.shop.mesh.internal"'],
  ['no callers', { ...client, callers: [] }, 'multi-cluster-service: alias "ratings.mesh.internal" without callers; list the workloads that call it'],
  ['a caller on the host network', { ...client, callers: [onHost] }, 'multi-cluster-service: alias "ratings.mesh.internal": caller shop/agent uses the host network, and only a proxy knows the alias; bring it into the mesh, or leave it out'],
  ['a caller out of the mesh', { ...client, callers: [outside] }, 'multi-cluster-service: alias "ratings.mesh.internal": caller shop/old opts out of injection, and only a proxy knows the alias; bring it into the mesh, or leave it out'],
  ['no identities', { ...client, remote: { ...remote, serviceAccounts: [] } }, 'multi-cluster-service: alias "ratings.mesh.internal": remote Service shop/ratings without serviceAccounts, so any identity of the mesh could answer; list the service accounts of its pods'],
  ['no ports', { ...client, remote: { ...remote, ports: {} } }, 'multi-cluster-service: alias "ratings.mesh.internal": remote Service shop/ratings has no ports; name at least one, such as { http: { port: 80 } }'],
  ['a port that carries nobody knows what', { ...client, remote: { ...remote, ports: { web: { port: 80 } } } }, `multi-cluster-service: alias "ratings.mesh.internal": port "web": nobody says what it carries; set appProtocol: 'http', or 'tcp' for plain connections`],
  ['a port of datagrams', { ...client, remote: { ...remote, ports: { udp: { port: 53 } } } }, 'multi-cluster-service: alias "ratings.mesh.internal": port "udp" carries UDP, and gateways between networks pass TLS through; leave it out'],
  ['a port that is none', { ...client, remote: { ...remote, ports: { http: { port: 0 } } } }, 'multi-cluster-service: alias "ratings.mesh.internal": port "http" is 0, it must be a whole number from 1 to 65535; give the port of the Service there'],
  ['a Service name that is none', { ...client, remote: { ...remote, name: '9lives' } }, 'multi-cluster-service: alias "ratings.mesh.internal": remote Service "shop/9lives" must begin with a letter; give name and namespace of the Service there'],
  ['an address that istiod gives out', { ...client, dns: { address: '240.240.0.7' } }, 'multi-cluster-service: alias "ratings.mesh.internal": dns address 240.240.0.7 is of 240.240.0.0/16, which istiod gives out by itself; use another one, or leave dns out'],
  ['a block as an address', { ...client, dns: { address: '240.0.0.0/24' } }, 'multi-cluster-service: alias "ratings.mesh.internal": dns address "240.0.0.0/24" is not one address; use an address such as 240.0.0.1'],
  ['a Service on the callers\' side', { ...client, service: given.webService }, `multi-cluster-service: service with role 'client' of mode 'serviceEntry', where nothing would read it; leave service out`],
])('%s is refused', (_title, props, words) => expect(whole(props)).toBe(words));

test.each<[string, readonly Peer[], object, string]>([
  ['no peers at all', [], {}, `multi-cluster-service shop/web: the platform of cluster eu has no peers; set peers: [{ cluster: '…', network: '…' }] on the platform`],
  ['a gateway that nobody knows', [{ cluster: 'us', network: 'us' }], client, `multi-cluster-service: alias "ratings.mesh.internal": nobody says where the east-west gateway of peer us is; set gateway: { addresses: ['…'] } or { hostnames: ['…'] } on the peer`],
  ['an alias for pods on the same network', [{ ...us, network: 'eu' }], client, `multi-cluster-service: alias "ratings.mesh.internal": peer us is on network "eu" like this cluster, where pods need no gateway; use mode 'discovery', or correct the network`],
  ['peers with two cluster domains', [us, { ...us, cluster: 'asia', clusterDomain: 'asia.internal' }], client, 'multi-cluster-service: alias "ratings.mesh.internal": peers with the cluster domains cluster.local and asia.internal, and one name is sent to all of their gateways; use an alias for each domain'],
])('%s', (_title, peers, props, words) => {
  const { net, webService, shop: namespace, web } = fleet({ peers });
  expect(whole('alias' in props ? { ...props, namespace, callers: [web] } : { service: webService }, net)).toBe(words);
});

test('networks have names once clusters of several meet', () => {
  const { net, webService } = shop(istioSidecar({ cluster: 'eu', routing: 'istio', peers: [us] }));
  expect(whole({ service: webService }, net)).toBe(`multi-cluster-service shop/web: peer us is on network "us", and nobody says on which cluster eu is; set network: 'eu' on the platform, or 'us' when pods of both reach each other`);
});

test('a ServiceExport needs its API', () => {
  const { net, webService } = fleet();
  const accept = [{ rule: 'platform/multi-cluster-service-experimental', reason: 'the flag is set' }];
  expect(whole({ service: webService, serviceExport: true, accept }, net)).toBe(`multi-cluster-service shop/web: serviceExport, and the platform does not say that the multi-cluster services API is installed; set mcs: { version: '0.5' } on the platform`);
});

test('without a mesh there are no peers', () => {
  const { net, webService } = shop(plainKubernetes({ cluster: 'eu', gatewayApi: { className: 'example' } }));
  expect(whole({ service: webService }, net)).toBe('multi-cluster-service: plain Kubernetes knows no other cluster; use a mesh such as istioSidecar');
});

test('handles of another network are refused', () => {
  const { net, webService } = istioShop();
  const other = fleet();
  expect(() => other.net.record(multiClusterService({ network: other.net, service: webService }), { path: 'mc' })).toThrow('handle of another network');
  expect(net).not.toBe(other.net);
});

describe('a remote Service', () => {
  const { net, shop: namespace, web } = fleet({ monitoring: { scrapeMode: 'direct' } });
  const ports = { http: { port: 80 } };
  test.each<[string, object, string]>([
    ['with pods', { workload: web }, 'service shop/r is remote and has pods here; leave remote out'],
    ['with a selector', { selector: { app: 'r' } }, 'service shop/r is remote and has pods here; leave remote out'],
    ['without an address', { headless: true }, 'service shop/r is remote and headless, so clients would look for pods that are not here; leave headless out'],
  ])('%s is refused', (_title, options, words) => {
    const { what, fix } = refusal(() => net.service({ name: 'r', namespace, ports, remote: true, ...options } as never));
    expect(`${what}; ${fix}`).toBe(words);
  });

  test('has no pods that anybody here could scrape: a policy for them would be one for every pod', () => {
    const r = net.service({ name: 'elsewhere', namespace, ports, remote: true });
    expect(refusal(() => defaultDeny<Fleet>({ network: net, namespace, edges: [], scrapes: [r.port('http')] })).what).toBe('default-deny: scraped service shop/elsewhere has no pods here');
    expect(refusal(() => scrape<Fleet>({ network: net, port: r.port('http') })).what).toBe('scrape: service shop/elsewhere has no pods here');
  });
});
