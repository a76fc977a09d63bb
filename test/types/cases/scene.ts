import { App, Chart } from 'cdk8s';
import { istioSidecar, Network, plainKubernetes, type Platform } from 'sealane';

/** One namespace with a caller, and a Service of two versions, on any platform. */
export function scene<P extends Platform>(platform: P) {
  const app = new App();
  const net = new Network(app, platform);
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const namespace = net.namespace('shop', { create: true });
  const workload = (name: string, labels: Readonly<Record<string, string>>) => net.workload({ existing: true, name, namespace, labels, serviceAccountName: name, ports: [{ name: 'http', port: 9080 }] });
  const web = workload('web', { app: 'web' });
  const v1 = workload('reviews-v1', { app: 'reviews', version: 'v1' });
  const v2 = workload('reviews-v2', { app: 'reviews', version: 'v2' });
  const reviews = net.service({ name: 'reviews', namespace, ports: { http: { port: 80, targetPort: 9080 } }, versions: { v1, v2 } });
  return { app, net, chart, namespace, web, v1, v2, reviews };
}

export const istio = () => scene(istioSidecar({ cluster: 'eu', routing: 'istio' }));
export const gateway = () => scene(istioSidecar({ cluster: 'eu', routing: 'gateway' }));
export const experimental = () => scene(istioSidecar({ cluster: 'eu', routing: 'gateway', gatewayApi: { channel: 'experimental' } }));
/** With a peer on another network. */
export const fleet = () => scene(istioSidecar({ cluster: 'eu', routing: 'istio', network: 'eu', peers: [{ cluster: 'us', network: 'us', gateway: { addresses: ['203.0.113.10'] } }] }));
export const plain = () => scene(plainKubernetes({ cluster: 'eu' }));

/** Read by Prometheus. */
export const monitored = () => scene(plainKubernetes({ cluster: 'eu', monitoring: true }));

/** A platform that only the run knows, as if read from a file. */
export const dynamic = (platform: Platform) => scene(platform);
