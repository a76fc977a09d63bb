import { App, Chart, type AppProps } from 'cdk8s';
import { Network } from '../../lib/cdk8s/network';
import type { Manifest } from '../../lib/model/object';
import type { Namespace } from '../../lib/network/namespace';
import type { Service } from '../../lib/network/service';
import type { Workload } from '../../lib/network/workload';
import type { Platform } from '../../lib/platform/platform';
import { istioSidecar } from '../../lib/platform/presets';
import { workload } from '../support/shop';

/** A cdk8s App with a network, one chart, and a caller and a Service of two versions, all plain data. */
export interface ShopApp<P extends Platform = ReturnType<typeof istio>> {
  readonly app: App;
  readonly net: Network<P>;
  readonly shop: Chart;
  readonly namespace: Namespace;
  readonly web: Workload;
  readonly reviewsV1: Workload;
  readonly reviewsV2: Workload;
  readonly reviews: Service<'v1' | 'v2', 'http'>;
}

export function istio(): ReturnType<typeof istioSidecar<'istio'>> {
  return istioSidecar({ cluster: 'test', routing: 'istio' });
}

export function shopApp(props?: AppProps): ShopApp;
export function shopApp<P extends Platform>(props: AppProps | undefined, platform: P): ShopApp<P>;
export function shopApp(props?: AppProps, platform: Platform = istio()): ShopApp<Platform> {
  const app = new App(props);
  const net = new Network(app, platform);
  const shop = chart(app, 'shop', 'shop');
  const namespace = net.namespace('shop', { create: true });
  const ports = [{ name: 'http', containerPort: 9080 }];
  const web = net.workload(workload('web'));
  const reviewsV1 = net.workload(workload('reviews-v1', { labels: { app: 'reviews', version: 'v1' }, ports }));
  const reviewsV2 = net.workload(workload('reviews-v2', { labels: { app: 'reviews', version: 'v2' }, ports }));
  const reviews = net.service({ name: 'reviews', namespace, ports: { http: { port: 80, targetPort: 9080 } }, versions: { v1: reviewsV1, v2: reviewsV2 } });
  return { app, net, shop, namespace, web, reviewsV1, reviewsV2, reviews };
}

/** A chart without hashes in names. */
export function chart(app: App, id: string, namespace?: string): Chart {
  return new Chart(app, id, { disableResourceNameHashes: true, ...(namespace === undefined ? {} : { namespace }) });
}

/** `Kind name` of each object, in order. */
export function titles(objects: readonly unknown[]): readonly string[] {
  return objects.map(object => `${(object as Manifest).kind} ${(object as Manifest).metadata.name}`);
}

/** The message of what a call throws. */
export function thrownBy(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('nothing was thrown');
}

/** Everything that is written to stderr while a call runs. */
export function stderrOf(call: () => unknown): string {
  const written: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation(text => written.push(String(text)) > 0);
  try {
    call();
  } finally {
    spy.mockRestore();
  }
  return written.join('');
}
