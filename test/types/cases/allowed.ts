import { buildCorefile, Canary, DefaultDeny, ExternalService, istioSidecar, Locality, MeshBypass, MultiClusterService, MutualTls, NetworkMonitoring, plainKubernetes, type Platform, type Version, Webhook } from 'sealane';
import { dynamic, experimental, fleet, gateway, istio, plain } from './scene';

const fault = { match: { header: 'x-chaos', value: 'true' }, abort: { percentage: 10, status: 503 } } as const;

/** What compiles and runs: the neighbours of what is refused. */
export const allowed = {
  'a canary with a fault and retries by condition where Istio routes': () => {
    const { chart, net, reviews } = istio();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 }, fault, retries: { attempts: 2, conditions: ['connect-failure'] }, override: { header: 'x-canary', value: 'true', to: 'v2' }, mirror: { to: 'v2', percentage: 5 }, port: 'http' });
  },

  'a canary with a mirror and a timeout where the Gateway API routes': () => {
    const { chart, net, reviews } = gateway();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 }, mirror: { to: 'v2', percentage: 5 }, timeout: '2s' });
  },

  'canary retries where the Gateway API routes by its experimental channel': () => {
    const { chart, net, reviews } = experimental();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 }, retries: { attempts: 2, codes: [503] } });
  },

  'a default deny without a mesh': () => {
    const { chart, net, namespace, web, reviews } = plain();
    new DefaultDeny(chart, 'deny', { network: net, namespace, edges: [web.calls(reviews.port('http'))] });
  },

  'every mode of locality': () => {
    const { chart, net, web, reviews } = istio();
    new Locality(chart, 'failover', { network: net, service: reviews, failover: [{ from: 'eu-1', to: 'eu-2' }] });
    new Locality(chart, 'priority', { network: net, service: reviews, mode: 'failoverPriority', failoverPriority: ['topology.istio.io/network'] });
    new Locality(chart, 'shares', { network: net, service: reviews, mode: 'distribute', distribute: [{ from: 'eu-1', to: { 'eu-1': 80, 'eu-2': 20 } }] });
    new Locality(chart, 'zones', { network: net, service: reviews, mode: 'zoneAware', zoneAware: { callers: [web] } });
  },

  'every level of a bypass': () => {
    const { chart, net, web, reviews } = istio();
    const accept = [{ rule: 'platform/mesh-bypass-unencrypted', reason: 'it encrypts itself' }] as const;
    const clients = [web.calls(reviews.port('http'))] as const;
    new MeshBypass(chart, 'server', { network: net, clients, accept, destinationRule: 'always' });
    new MeshBypass(chart, 'both', { network: net, clients, accept, level: 'both' });
    new MeshBypass(chart, 'workload', { network: net, clients, accept: [...accept, { rule: 'bypass/routing-inert', reason: 'no canary' }], level: 'workload' });
  },

  'monitoring of the network with and without a mesh': () => {
    const monitoring = true;
    const meshed = dynamic(istioSidecar({ cluster: 'eu', routing: 'istio', monitoring }));
    new NetworkMonitoring(meshed.chart, 'monitoring', { network: meshed.net, gateways: [{ kind: 'istio', workloads: 'ingressgateway' }, { kind: 'traefik' }], thresholds: { dnsTraffic: 2 } });
    const bare = dynamic(plainKubernetes({ cluster: 'eu', monitoring }));
    new NetworkMonitoring(bare.chart, 'monitoring', { network: bare.net, dashboards: false, without: ['PodNetworkDrops'], severities: { critical: 'page' } });
  },

  'a webhook with and without a mesh': () => {
    for (const { chart, net, reviews } of [plain()]) new Webhook(chart, 'webhook', { network: net, port: reviews.port('http') });
    for (const { chart, net, reviews } of [istio()]) new Webhook(chart, 'webhook', { network: net, port: reviews.port('http') });
  },

  'a Service of several clusters, in every mode and role': () => {
    const { chart, net, namespace, web, reviews } = fleet();
    const ratings = net.service({ name: 'ratings', namespace, ports: { http: { port: 80 } }, remote: true });
    const remote = { name: 'stock', namespace: 'shop', ports: { http: { port: 80 } }, serviceAccounts: ['stock'] } as const;
    new MultiClusterService(chart, 'both', { network: net, service: reviews, peers: ['us'], failoverPriority: ['topology.istio.io/network'], remoteCallers: [{ cluster: 'us', namespace: 'shop', serviceAccount: 'web' }] });
    new MultiClusterService(chart, 'remote', { network: net, service: ratings, outlierDetection: { maxEjectionPercent: 50 } });
    new MultiClusterService(chart, 'server', { network: net, mode: 'serviceEntry', role: 'server', service: reviews });
    new MultiClusterService(chart, 'client', { network: net, mode: 'serviceEntry', role: 'client', alias: 'stock.mesh.internal', namespace, callers: [web], remote, dns: { address: '240.0.0.1' } });
  },

  'something outside, with TLS that a proxy begins, through an egress gateway': () => {
    const { chart, net, namespace, web } = istio();
    const host: string = 'b.payments.example';
    const external = net.external({ name: 'payments', namespace, hosts: ['a.payments.example', host], ports: { http: { port: 80, targetPort: 443 }, https: { port: 443 } } });
    const exit = net.egressGateway({ name: 'exit', namespace, pods: { labels: { istio: 'exit' }, serviceAccount: 'exit' } });
    new ExternalService(chart, 'payments', { network: net, external, callers: [web], originate: { http: { secret: 'client', mutual: true } }, through: exit });
    new DefaultDeny(chart, 'deny', { network: net, namespace, edges: [web.calls(external.port('https'))] });
  },

  'something outside that is known by address': () => {
    const { chart, net, namespace } = gateway();
    const external = net.external({ name: 'db', namespace, addresses: ['203.0.113.7'], ports: { 'tcp-pg': { port: 5432 } } });
    new ExternalService(chart, 'db', { network: net, external });
  },

  'a Service by selector': () => {
    const { net, namespace } = istio();
    net.service({ name: 'anyone', namespace, ports: { http: { port: 80 } }, selector: { app: 'anyone' } });
  },

  'stages of mutual TLS with what belongs to them': () => {
    const { chart, net, namespace, web, v1, reviews } = istio();
    new MutualTls(chart, 'lockdown', { network: net, namespace, stage: 'lockdown', clients: [web.calls(reviews.port('http'))], dryRun: true });
    new MutualTls(chart, 'workloads', { network: net, namespace, stage: 'workloads', workloads: [v1] });
    new MutualTls(chart, 'single', { network: net, scope: 'workload', workloads: [v1], stage: 'enforce' });
  },

  'a Corefile with what its release has': () => {
    buildCorefile([{ keys: ['.:53'], plugins: [{ name: 'hosts', options: [{ name: '10.0.0.1', arguments: ['a.example'] }, { name: 'fallthrough' }] }, { name: 'forward', arguments: ['.', '192.0.2.53'], options: [{ name: 'max_concurrent', arguments: ['1000'] }] }, { name: 'log' }, { name: 'log', arguments: ['a.example'] }] }], { version: '1.9.0' });
  },
};

/** What compiles because the platform is only known to the run, and throws there. */
export const dynamically = {
  'a canary fault where the Gateway API routes': () => {
    const platform: Platform = istioSidecar({ cluster: 'eu', routing: 'gateway' });
    const { chart, net, reviews } = dynamic(platform);
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 }, fault });
  },

  'canary retries where the Gateway API routes by its standard channel': () => {
    const platform: Platform = istioSidecar({ cluster: 'eu', routing: 'gateway' });
    const { chart, net, reviews } = dynamic(platform);
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 }, retries: { attempts: 2 } });
  },

  'a canary without a mesh': () => {
    const platform: Platform = plainKubernetes({ cluster: 'eu' });
    const { chart, net, reviews } = dynamic(platform);
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 } });
  },

  'mutual TLS without a mesh': () => {
    const platform: Platform = plainKubernetes({ cluster: 'eu' });
    const { chart, net, namespace } = dynamic(platform);
    new MutualTls(chart, 'mtls', { network: net, namespace });
  },

  'an option newer than the release of CoreDNS': () => {
    const version = ['1.9.0'].join() as Version;
    buildCorefile([{ keys: ['.:53'], plugins: [{ name: 'errors', options: [{ name: 'stacktrace' }] }] }], { version });
  },
};
