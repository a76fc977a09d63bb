import type { JsonObject } from '../../lib/model/json';
import { deployment, namespace, service } from './closed';
import { manifest } from './world';

/** A shop in the mesh: `web` calls `reviews`, which has two versions. What tests of the mesh change is put beside it. */
export const meshShop: readonly JsonObject[] = [
  namespace('shop', { 'istio-injection': 'enabled' }),
  deployment('web', { http: 8080 }, { spec: { serviceAccountName: 'web' } }),
  deployment('reviews-v1', { http: 9080 }, { labels: { app: 'reviews', version: 'v1' }, spec: { serviceAccountName: 'reviews' } }),
  deployment('reviews-v2', { http: 9080 }, { labels: { app: 'reviews', version: 'v2' }, spec: { serviceAccountName: 'reviews' } }),
  service('web', { http: [80, 8080] }),
  service('reviews', { http: [80, 9080] }),
];

/** An object of Istio's networking API in namespace `shop`. */
export function networking(kind: string, name: string, spec: object, within = 'shop'): JsonObject {
  return manifest('networking.istio.io/v1', kind, name, { namespace: within, spec });
}

/** The same of its security API. */
export function security(kind: string, name: string, spec: object, within = 'shop'): JsonObject {
  return manifest('security.istio.io/v1', kind, name, { namespace: within, spec });
}

/** The subsets of `reviews`. */
export const subsets = (more: object = {}): JsonObject => networking('DestinationRule', 'reviews', { host: 'reviews', subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'v2', labels: { version: 'v2' } }], ...more });

/** A rule that splits requests, in parts of 100 to `v2`. */
export const split = (percent: number, more: object = {}): object => ({ route: [{ destination: { host: 'reviews', subset: 'v1' }, weight: 100 - percent }, { destination: { host: 'reviews', subset: 'v2' }, weight: percent }], ...more });

/** The route of `reviews`. */
export const route = (...http: readonly object[]): JsonObject => networking('VirtualService', 'reviews', { hosts: ['reviews'], http });
