import type { Composition } from '../../lib/compose/compose';
import type { Manifest } from '../../lib/model/object';
import { Network, type Pattern } from '../../lib/network/network';
import type { Gateway } from '../../lib/network/gateway';
import type { Namespace } from '../../lib/network/namespace';
import type { Service } from '../../lib/network/service';
import type { Workload } from '../../lib/network/workload';
import type { Platform } from '../../lib/platform/platform';
import { istioSidecar } from '../../lib/platform/presets';

/** A workload manifest with as much as tests need. */
export function workload(
  name: string,
  {
    namespace = 'shop',
    kind = 'Deployment',
    labels = { app: name },
    ports = [{ name: 'http', containerPort: 8080 }],
    serviceAccountName = name,
    replicas,
    pod = {},
  }: {
    readonly namespace?: string;
    readonly kind?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[];
    readonly serviceAccountName?: string;
    readonly replicas?: number;
    readonly pod?: Readonly<Record<string, unknown>>;
  } = {},
): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { serviceAccountName, containers: [{ name: 'main', image: `registry.example/${name}:1.0.0`, ports }], ...pod } },
    },
  };
}

/** The shop that most tests speak of: web calls reviews (two versions), which call a database; a gateway in a namespace of its own. */
export interface Shop<P extends Platform> {
  readonly net: Network<P>;
  readonly shop: Namespace;
  readonly edge: Namespace;
  readonly web: Workload;
  readonly reviewsV1: Workload;
  readonly reviewsV2: Workload;
  readonly database: Workload;
  readonly webService: Service<never, 'http'>;
  readonly reviews: Service<'v1' | 'v2', 'http'>;
  readonly databaseService: Service<never, 'tcp-pg'>;
  readonly gateway: Gateway<'https' | 'http'>;
  /** Records patterns at paths of their names, composes, and gives the result. */
  readonly compose: (...patterns: readonly Pattern[]) => Composed;
}

/** A composition with a way to find things in it. */
export interface Composed extends Composition {
  readonly manifests: readonly Manifest[];
  /** The only object of a kind and name; throws with what there is when there is none. */
  readonly get: (kind: string, name: string, namespace?: string) => Manifest;
  /** `namespace/name` of every object of a kind, sorted. */
  readonly names: (kind: string) => readonly string[];
}

export const ingress = { namespace: 'edge', labels: { istio: 'ingressgateway' }, serviceAccount: 'ingressgateway' };

export function shop<P extends Platform>(platform: P): Shop<P> {
  return shopOf(new Network(platform));
}

/** The same handles of a network that a shell made. */
export function shopOf<P extends Platform>(net: Network<P>): Shop<P> {
  const shopNamespace = net.namespace('shop', { create: true });
  const edge = net.namespace('edge', { create: true });
  const web = net.workload(workload('web', { replicas: 3 }));
  const reviewsPorts = [{ name: 'http', containerPort: 9080 }];
  const reviewsV1 = net.workload(workload('reviews-v1', { labels: { app: 'reviews', version: 'v1' }, ports: reviewsPorts, replicas: 3 }));
  const reviewsV2 = net.workload(workload('reviews-v2', { labels: { app: 'reviews', version: 'v2' }, ports: reviewsPorts, replicas: 2 }));
  const database = net.workload(workload('db', { kind: 'StatefulSet', ports: [{ name: 'tcp-pg', containerPort: 5432 }], replicas: 3 }));
  return {
    net,
    shop: shopNamespace,
    edge,
    web,
    reviewsV1,
    reviewsV2,
    database,
    webService: net.service({ name: 'web', namespace: shopNamespace, ports: { http: { port: 80, targetPort: 8080 } }, workload: web }),
    reviews: net.service({ name: 'reviews', namespace: shopNamespace, ports: { http: { port: 80, targetPort: 9080 } }, versions: { v1: reviewsV1, v2: reviewsV2 } }),
    databaseService: net.service({ name: 'db', namespace: shopNamespace, ports: { 'tcp-pg': { port: 5432 } }, workload: database, headless: true }),
    gateway: net.gateway({
      name: 'public',
      namespace: edge,
      pods: { labels: ingress.labels, serviceAccount: ingress.serviceAccount },
      listeners: {
        https: { hostname: '*.shop.example', protocol: 'HTTPS', secret: 'shop-tls' },
        http: { hostname: '*.shop.example', protocol: 'HTTP', redirect: true },
      },
    }),
    compose: (...patterns) => {
      patterns.forEach((pattern, i) => net.record(pattern, { path: `shop/${pattern.pattern}-${i}` }));
      return composed(net.compose());
    },
  };
}

/** The shop on Istio with sidecars and Istio's own routing. */
export function istioShop(): Shop<ReturnType<typeof istioSidecar<'istio'>>> {
  return shop(istioSidecar({ cluster: 'test', routing: 'istio' }));
}

/** The shop on Istio with sidecars, routed by the Gateway API. */
export function gatewayShop(): Shop<ReturnType<typeof istioSidecar<'gateway'>>> {
  return shop(istioSidecar({ cluster: 'test', routing: 'gateway' }));
}

export function composed(composition: Composition): Composed {
  const manifests = composition.objects.map(({ manifest }) => manifest);
  const nameOf = ({ metadata: { namespace, name } }: Manifest): string => (namespace === undefined ? name : `${namespace}/${name}`);
  const names = (kind: string): readonly string[] => manifests.filter(manifest => manifest.kind === kind).map(nameOf).sort();
  return {
    ...composition,
    manifests,
    names,
    get: (kind, name, namespace) => {
      const found = manifests.filter(manifest => manifest.kind === kind && manifest.metadata.name === name && (namespace === undefined || manifest.metadata.namespace === namespace));
      const [only] = found;
      if (only === undefined || found.length > 1) throw new Error(`${found.length} objects are ${kind} ${namespace ?? ''}/${name}; there are ${names(kind).join(', ')}`);
      return only;
    },
  };
}
