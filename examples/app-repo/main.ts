import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { Canary, DefaultDeny, Exposure, istioSidecar, MutualTls, Network } from 'sealane';
import { Sidecar } from 'sealane/imports/istio-networking';
import { deployment, serviceAccount, statefulSet } from './workloads';

// What the cluster runs. Everything below follows from it; moving to the Gateway API is `routing: 'gateway'`.
const platform = istioSidecar({
  cluster: 'eu',
  routing: 'istio',
  monitoring: true,
  ingress: { namespace: 'edge', labels: { istio: 'ingressgateway' }, serviceAccount: 'ingressgateway' },
});

// One App per cluster, with a folder of its own. CDK8S_OUTDIR keeps `cdk8s synth -o` and `--stdout` working.
const app = new App({ outdir: join(process.env['CDK8S_OUTDIR'] ?? 'manifests', platform.cluster) });
const net = new Network(app, platform);

const shop = new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true });
const edge = new Chart(app, 'edge', { namespace: 'edge', disableResourceNameHashes: true });
const shopNamespace = net.namespace('shop', { create: true });
const edgeNamespace = net.namespace('edge', { create: true });

for (const name of ['web', 'reviews-v1', 'reviews-v2', 'ratings-db']) new ApiObject(shop, `account-${name}`, serviceAccount(name, 'shop'));

// Workloads are plain manifests here; a cdk8s-plus Deployment of any major can be passed just the same.
const web = net.workload(deployment({ name: 'web', namespace: 'shop', labels: { app: 'web' }, image: 'registry.example/web:3.1.0', port: { name: 'http', containerPort: 8080 }, replicas: 3 }));
const reviewsPort = { name: 'http', containerPort: 9080 };
const reviewsV1 = net.workload(deployment({ name: 'reviews-v1', namespace: 'shop', labels: { app: 'reviews', version: 'v1' }, image: 'registry.example/reviews:1.8.2', port: reviewsPort, replicas: 3 }));
const reviewsV2 = net.workload(deployment({ name: 'reviews-v2', namespace: 'shop', labels: { app: 'reviews', version: 'v2' }, image: 'registry.example/reviews:2.0.0', port: reviewsPort, replicas: 1 }));
const database = net.workload(statefulSet({ name: 'ratings-db', namespace: 'shop', labels: { app: 'ratings-db' }, image: 'registry.example/postgres:17.2', port: { name: 'tcp-pg', containerPort: 5432 }, replicas: 3 }));

const webService = net.service({ name: 'web', namespace: shopNamespace, ports: { http: { port: 80, targetPort: 8080 } }, workload: web });
const reviews = net.service({ name: 'reviews', namespace: shopNamespace, ports: { http: { port: 80, targetPort: 9080 } }, versions: { v1: reviewsV1, v2: reviewsV2 } });
const ratings = net.service({ name: 'ratings-db', namespace: shopNamespace, ports: { 'tcp-pg': { port: 5432 } }, workload: database, headless: true });

// The way in: https for the shop, and plain http only to send browsers to https.
const gateway = net.gateway({
  name: 'public',
  namespace: edgeNamespace,
  listeners: {
    https: { hostname: '*.shop.example', protocol: 'HTTPS', secret: 'shop-tls' },
    http: { hostname: '*.shop.example', protocol: 'HTTP', redirect: true },
  },
});

// The host of the shop itself, through the gateway. The edge from the gateway's pods is declared with it.
new Exposure(shop, 'public', { network: net, gateway, rules: [{ hosts: ['www.shop.example'], to: webService.port('http') }] });

// What patterns do not cover is written beside them, with typed constructs, and checked with them: proxies of the shop need to know
// no Services but those of the shop and the control plane's.
new Sidecar(shop, 'sidecar', { metadata: { name: 'default' }, spec: { egress: [{ hosts: ['./*', 'istio-system/*'] }] } });

// Pods get proxies, and servers still take plaintext: the first stage of the migration, and the default.
new MutualTls(shop, 'mtls', { network: net, namespace: shopNamespace });
new MutualTls(edge, 'mtls', { network: net, namespace: edgeNamespace });

// One request in ten sees version 2; testers choose it with a header. Outsiders get the same split, and cannot choose.
new Canary(shop, 'canary', {
  network: net,
  service: reviews,
  weights: { v1: 90, v2: 10 },
  override: { header: 'x-canary', value: 'true', to: 'v2' },
  timeout: '5s',
  retries: { attempts: 2, perTryTimeout: '2s' },
  outlierDetection: true,
  gateways: [{ gateway, hosts: ['reviews.shop.example'] }],
});

// Nothing is open but these connections, and what pods need to live. The database's pods replicate among themselves.
new DefaultDeny(shop, 'deny', {
  network: net,
  namespace: shopNamespace,
  edges: [
    web.calls(reviews.port('http')),
    reviewsV1.calls(ratings.port('tcp-pg')),
    reviewsV2.calls(ratings.port('tcp-pg')),
    database.calls(ratings.port('tcp-pg')),
  ],
});
new DefaultDeny(edge, 'deny', { network: net, namespace: edgeNamespace, edges: [] });

app.synth();
