import type { JsonObject } from '../../lib/model/json';
import { manifest } from './world';

/** A DestinationRule for `reviews` in namespace shop, with what the test cares about. */
export const destinationRule = (spec: object, { name = 'reviews', namespace = 'shop' }: { readonly name?: string; readonly namespace?: string } = {}): JsonObject =>
  manifest('networking.istio.io/v1', 'DestinationRule', name, { namespace, spec: { host: 'reviews.shop.svc.cluster.local', ...spec } });

/** The same with a traffic policy. */
export const withPolicy = (trafficPolicy: object): JsonObject => destinationRule({ trafficPolicy });

/** The same with a locality setting beside outlier detection. */
export const withPlaces = (localityLbSetting: object, policy: object = {}): JsonObject => withPolicy({ outlierDetection: { maxEjectionPercent: 100 }, loadBalancer: { localityLbSetting }, ...policy });
