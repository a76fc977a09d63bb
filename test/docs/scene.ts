/* eslint-disable @typescript-eslint/explicit-module-boundary-types -- the types of handles, with the names in them, are the point */
import { App, Chart } from 'cdk8s';
import { DefaultDeny, istioSidecar, MutualTls, Network, plainKubernetes, type Manifest, type Platform } from 'sealane';

/** What the code of a page speaks of without saying where it comes from. */
export function scene<P extends Platform>(platform: P) {
  const app = new App();
  const net = new Network(app, platform);
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const shop = net.namespace('shop', { create: true });
  const edge = net.namespace('edge', { create: true });
  net.namespace('monitoring');

  const workload = (name: string, port: { readonly name: string; readonly containerPort: number }, { kind = 'Deployment', labels = { app: name }, namespace = 'shop' }: { readonly kind?: string; readonly labels?: Readonly<Record<string, string>>; readonly namespace?: string } = {}) => {
    const template = { metadata: { labels }, spec: { serviceAccountName: name, containers: [{ name: 'main', image: `registry.example/${name}:1.0.0`, ports: [port] }] } };
    const manifest: Manifest = { apiVersion: 'apps/v1', kind, metadata: { name, namespace }, spec: { ...(kind === 'DaemonSet' ? {} : { replicas: 3 }), selector: { matchLabels: labels }, template } };
    return net.workload(manifest);
  };
  const http = { name: 'http', containerPort: 8080 };
  const web = workload('web', http);
  const v1 = workload('reviews-v1', http, { labels: { app: 'reviews', version: 'v1' } });
  const v2 = workload('reviews-v2', http, { labels: { app: 'reviews', version: 'v2' } });
  const database = workload('db', { name: 'tcp-pg', containerPort: 5432 }, { kind: 'StatefulSet' });
  const service = (name: string) => net.service({ name, namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, workload: workload(name, http) });

  return {
    app,
    net,
    chart,
    shop,
    web,
    database,
    webService: net.service({ name: 'web', namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, workload: web }),
    reviews: net.service({ name: 'reviews', namespace: shop, ports: { http: { port: 80, targetPort: 8080 } }, versions: { v1, v2 } }),
    databaseService: net.service({ name: 'db', namespace: shop, ports: { 'tcp-pg': { port: 5432 } }, workload: database }),
    service,
    agent: () => workload('agent', { name: 'agent', containerPort: 4000 }, { kind: 'DaemonSet', namespace: 'edge' }),
    engine: () => workload('engine', http),
    validator: () => net.service({ name: 'validator', namespace: shop, ports: { https: { port: 443, targetPort: 9443 } }, workload: workload('validator', { name: 'https', containerPort: 9443 }) }),
    gateway: () =>
      net.gateway({
        name: 'public',
        namespace: edge,
        pods: { labels: { istio: 'ingressgateway' }, serviceAccount: 'ingressgateway' },
        listeners: { https: { hostname: '*.shop.example', protocol: 'HTTPS', secret: 'shop-tls' }, shop: { hostname: 'shop.example', protocol: 'HTTPS', secret: 'shop-tls' } },
      }),
  };
}

const monitoring = { operator: { monitorLabels: { release: 'kube-prometheus-stack' } } };

/** In the mesh, and open. */
export const mesh = () => scene(istioSidecar({ cluster: 'eu', routing: 'istio', monitoring }));

/** The same with its namespace enrolled. */
export const enrolled = () => {
  const made = mesh();
  new MutualTls(made.chart, 'scene-mtls', { network: made.net, namespace: made.shop });
  return made;
};

/** With the last stage of mutual TLS, and closed. */
export const locked = () => {
  const made = mesh();
  new MutualTls(made.chart, 'scene-mtls', { network: made.net, namespace: made.shop, stage: 'lockdown' });
  new DefaultDeny(made.chart, 'scene-deny', { network: made.net, namespace: made.shop, edges: [] });
  return made;
};

/** With a peer on another network. */
export const fleet = () =>
  scene(
    istioSidecar({
      cluster: 'eu',
      routing: 'istio',
      network: 'eu',
      peers: [{ cluster: 'us', network: 'us', locality: 'us-1', gateway: { hostnames: ['eastwest.us.example'], cidrs: ['203.0.113.0/28'] }, sourceCidrs: ['198.51.100.7/32'] }],
    }),
  );

/** With the addresses that pods ask for names. */
export const addressed = () => scene(istioSidecar({ cluster: 'eu', routing: 'istio', monitoring, dns: { clusterIP: '10.96.0.10', nodeLocalIP: '169.254.20.10' } }));

/** Without a mesh, behind an ingress controller. */
export const ingressController = () => scene(plainKubernetes({ cluster: 'eu', ingress: { namespace: 'edge', labels: { app: 'haproxy' }, serviceAccount: 'haproxy' } }));
