import { buildCorefile, Canary, DefaultDeny, Exposure, ExternalService, istioSidecar, Locality, MeshBypass, MultiClusterService, MutualTls, NetworkMonitoring, PinnedCpu, Scrape } from 'sealane';
import { fleet, gateway, istio, monitored, plain } from './scene';

/** What neither compiles nor, written in JavaScript, gets past its call. Each property is one case. */
export const refused = {
  'a version in weights that the Service does not have': () => {
    const { chart, net, reviews } = istio();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10, v3: 0 } });
  },

  'weights without one of the versions': () => {
    const { chart, net, reviews } = istio();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 100 } });
  },

  'an override to a version that the Service does not have': () => {
    const { chart, net, reviews } = istio();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 }, override: { header: 'x-canary', value: 'true', to: 'v3' } });
  },

  'a mirror to a version that the Service does not have': () => {
    const { chart, net, reviews } = istio();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 }, mirror: { to: 'v3', percentage: 10 } });
  },

  'a mirror without a percentage': () => {
    const { chart, net, reviews } = istio();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 }, mirror: { to: 'v2' } });
  },

  'a Service with an empty selector': () => {
    const { net, namespace } = istio();
    net.service({ name: 'anyone', namespace, ports: { http: { port: 80 } }, selector: {} });
  },

  'a canary of a port that the Service does not have': () => {
    const { chart, net, reviews } = istio();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 }, port: 'https' });
  },

  'an edge to a port that the Service does not have': () => {
    const { chart, net, namespace, web, reviews } = istio();
    new DefaultDeny(chart, 'deny', { network: net, namespace, edges: [web.calls(reviews.port('https'))] });
  },

  'a canary fault where the Gateway API routes': () => {
    const { chart, net, reviews } = gateway();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 }, fault: { match: { header: 'x-chaos', value: 'true' }, abort: { percentage: 10, status: 503 } } });
  },

  'canary retries where the Gateway API routes by its standard channel': () => {
    const { chart, net, reviews } = gateway();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 }, retries: { attempts: 2 } });
  },

  'a canary without a mesh': () => {
    const { chart, net, reviews } = plain();
    new Canary(chart, 'canary', { network: net, service: reviews, weights: { v1: 90, v2: 10 } });
  },

  'mutual TLS without a mesh': () => {
    const { chart, net, namespace } = plain();
    new MutualTls(chart, 'mtls', { network: net, namespace });
  },

  'an ingress controller in a mesh': () => {
    const { chart, net, reviews } = istio();
    new Exposure(chart, 'public', { network: net, ingressClass: { name: 'haproxy', controller: 'haproxy.org/ingress-controller' }, tls: 'plaintext', rules: [{ hosts: ['shop.example'], to: reviews.port('http') }] });
  },

  'an exposure at a listener that the gateway does not have': () => {
    const { chart, net, namespace, reviews } = istio();
    const listeners = { https: { hostname: 'shop.example', protocol: 'HTTPS', secret: 'shop-tls' } } as const;
    const door = net.gateway({ name: 'public', namespace, listeners, pods: { labels: { app: 'gateway' }, serviceAccount: 'gateway' } });
    new Exposure(chart, 'public', { network: net, gateway: door, rules: [{ hosts: ['shop.example'], to: reviews.port('http'), listener: 'http' }] });
  },

  'clients before lockdown': () => {
    const { chart, net, namespace, web, reviews } = istio();
    new MutualTls(chart, 'mtls', { network: net, namespace, stage: 'enforce', clients: [web.calls(reviews.port('http'))] });
  },

  'stage workloads without workloads': () => {
    const { chart, net, namespace } = istio();
    new MutualTls(chart, 'mtls', { network: net, namespace, stage: 'workloads' });
  },

  'two modes of locality': () => {
    const { chart, net, reviews } = istio();
    new Locality(chart, 'locality', { network: net, service: reviews, mode: 'failover', failover: [{ from: 'eu-1', to: 'eu-2' }], distribute: [{ from: 'eu-1', to: { 'eu-1': 100 } }] });
  },

  'locality without a mesh': () => {
    const { chart, net, reviews } = plain();
    new Locality(chart, 'locality', { network: net, service: reviews });
  },

  'resources of a proxy where there is none': () => {
    const { chart, net, web } = plain();
    new PinnedCpu(chart, 'pin', { network: net, workload: web, cpus: 2, memory: '1Gi', nodes: { label: 'cpus', value: 'pinned', reservedCpus: '0' }, proxyResources: { cpu: '500m', memory: '512Mi' } });
  },

  'a bypass without clients': () => {
    const { chart, net } = istio();
    new MeshBypass(chart, 'bypass', { network: net, accept: [{ rule: 'platform/mesh-bypass-unencrypted', reason: 'it encrypts itself' }] });
  },

  'a bypass without an accept': () => {
    const { chart, net, web, reviews } = istio();
    new MeshBypass(chart, 'bypass', { network: net, clients: [web.calls(reviews.port('http'))] });
  },

  'a bypass with an accept of something else': () => {
    const { chart, net, web, reviews } = istio();
    new MeshBypass(chart, 'bypass', { network: net, clients: [web.calls(reviews.port('http'))], accept: [{ rule: 'bypass/routing-inert', reason: 'no canary' }] });
  },

  'a bypass without a mesh': () => {
    const { chart, net, web, reviews } = plain();
    new MeshBypass(chart, 'bypass', { network: net, clients: [web.calls(reviews.port('http'))], accept: [{ rule: 'platform/mesh-bypass-unencrypted', reason: 'it encrypts itself' }] });
  },

  'a rule for clients of pods without proxies': () => {
    const { chart, net, web, reviews } = istio();
    new MeshBypass(chart, 'bypass', { network: net, clients: [web.calls(reviews.port('http'))], accept: [{ rule: 'platform/mesh-bypass-unencrypted', reason: 'it encrypts itself' }], level: 'workload', destinationRule: 'always' });
  },

  'pinned CPUs without nodes': () => {
    const { chart, net, web } = istio();
    new PinnedCpu(chart, 'pin', { network: net, workload: web, cpus: 2, memory: '1Gi' });
  },

  'a Service of several clusters without a mesh': () => {
    const { chart, net, reviews } = plain();
    new MultiClusterService(chart, 'peers', { network: net, service: reviews });
  },

  'an alias where control planes know each other': () => {
    const { chart, net, reviews } = fleet();
    new MultiClusterService(chart, 'peers', { network: net, service: reviews, alias: 'reviews.mesh.internal' });
  },

  'an alias without callers': () => {
    const { chart, net, namespace } = fleet();
    new MultiClusterService(chart, 'peers', { network: net, mode: 'serviceEntry', role: 'client', alias: 'reviews.mesh.internal', namespace, remote: { name: 'reviews', namespace: 'shop', ports: { http: { port: 80 } }, serviceAccounts: ['reviews'] } });
  },

  'an alias that any identity may answer': () => {
    const { chart, net, namespace, web } = fleet();
    new MultiClusterService(chart, 'peers', { network: net, mode: 'serviceEntry', role: 'client', alias: 'reviews.mesh.internal', namespace, callers: [web], remote: { name: 'reviews', namespace: 'shop', ports: { http: { port: 80 } }, serviceAccounts: [] } });
  },

  'a remote Service with pods': () => {
    const { net, namespace, web } = fleet();
    net.service({ name: 'ratings', namespace, ports: { http: { port: 80 } }, remote: true, workload: web });
  },

  'a gateway of a peer by address and by name': () => {
    istioSidecar({ cluster: 'eu', routing: 'istio', peers: [{ cluster: 'us', network: 'us', gateway: { addresses: ['203.0.113.10'], hostnames: ['eastwest.us.example'] } }] });
  },

  'an alert of a severity that does not exist': () => {
    const { chart, net } = monitored();
    new NetworkMonitoring(chart, 'monitoring', { network: net, alerts: [{ alert: 'Mine', expr: 'up == 0', severity: 'page', summary: 'Something is down', description: 'It is.' }] });
  },

  'an entrance of a kind that is not known': () => {
    const { chart, net } = monitored();
    new NetworkMonitoring(chart, 'monitoring', { network: net, gateways: [{ kind: 'haproxy' }] });
  },

  'a scrape mode without a mesh': () => {
    const { chart, net, reviews } = plain();
    new Scrape(chart, 'metrics', { network: net, port: reviews.port('http'), mode: 'merged' });
  },

  'a scrape of a port that the Service does not have': () => {
    const { chart, net, reviews } = istio();
    new Scrape(chart, 'metrics', { network: net, port: reviews.port('metrics') });
  },

  'a peer in the mesh as something outside': () => {
    const { net, namespace } = istio();
    net.external({ name: 'reviews', namespace, hosts: ['api.payments.example', 'reviews.shop.svc.cluster.local'], ports: { http: { port: 80 } } });
  },

  'a name of replicated control planes as something outside': () => {
    const { net, namespace } = istio();
    net.external({ name: 'reviews', namespace, hosts: ['reviews.shop.global'], ports: { http: { port: 80 } } });
  },

  'an east-west gateway as something outside': () => {
    const { net, namespace } = istio();
    net.external({ name: 'east', namespace, hosts: ['east.shop.example'], ports: { tls: { port: 15443 } } });
  },

  'an edge to a port that something outside does not have': () => {
    const { chart, net, namespace, web } = istio();
    const payments = net.external({ name: 'payments', namespace, hosts: ['api.payments.example'], ports: { https: { port: 443 } } });
    new DefaultDeny(chart, 'deny', { network: net, namespace, edges: [web.calls(payments.port('http'))] });
  },

  'TLS on a port that something outside does not have': () => {
    const { chart, net, namespace } = istio();
    const external = net.external({ name: 'payments', namespace, hosts: ['api.payments.example'], ports: { http: { port: 80, targetPort: 443 } } });
    new ExternalService(chart, 'payments', { network: net, external, originate: { grpc: {} } });
  },

  'TLS that a proxy begins, without a mesh': () => {
    const { chart, net, namespace } = plain();
    const external = net.external({ name: 'payments', namespace, hosts: ['api.payments.example'], ports: { http: { port: 80, targetPort: 443 } } });
    new ExternalService(chart, 'payments', { network: net, external, originate: { http: {} } });
  },

  'an egress gateway without a mesh': () => {
    const { chart, net, namespace } = plain();
    const external = net.external({ name: 'payments', namespace, hosts: ['api.payments.example'], ports: { https: { port: 443 } } });
    const exit = net.egressGateway({ name: 'exit', namespace, pods: { labels: { istio: 'exit' }, serviceAccount: 'exit' } });
    new ExternalService(chart, 'payments', { network: net, external, through: exit });
  },

  'an option that a plugin does not have': () => {
    buildCorefile([{ keys: ['.:53'], plugins: [{ name: 'health', options: [{ name: 'lameduk', arguments: ['5s'] }] }] }], { version: '1.14.2' });
  },

  'an option newer than the release of CoreDNS': () => {
    buildCorefile([{ keys: ['.:53'], plugins: [{ name: 'errors', options: [{ name: 'stacktrace' }] }] }], { version: '1.9.0' });
  },

  'a plugin newer than the release of CoreDNS': () => {
    buildCorefile([{ keys: ['.:53'], plugins: [{ name: 'shed' }] }], { version: '1.14.2' });
  },

  'a plugin twice that CoreDNS refuses twice': () => {
    buildCorefile([{ keys: ['.:53'], plugins: [{ name: 'cache', arguments: ['30'] }, { name: 'errors' }, { name: 'cache', arguments: ['60'] }] }], { version: '1.14.2' });
  },

  'a plugin twice of which CoreDNS heeds one': () => {
    buildCorefile([{ keys: ['.:53'], plugins: [{ name: 'reload' }, { name: 'reload', arguments: ['10s'] }] }]);
  },
};
