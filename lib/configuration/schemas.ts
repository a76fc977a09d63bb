import type { Facts } from '../cluster/facts';
import type { SchemaOptions, Schemas } from '../schema/schemas';

/** Gives the schemas of a cluster. A shell makes it: schemas are files of the package. */
export type LoadSchemas = (options: SchemaOptions) => Schemas;

/**
 * The sets of schemas that fit a platform, of those that are not asked anyway: another release of Istio, the experimental channel of the Gateway API.
 *
 * @example schemaSets(factsOf(istioSidecar({ cluster: 'eu', routing: 'istio', istioVersion: '1.30' }))) // ['istio-1.30']
 */
export function schemaSets({ platform }: Facts): readonly string[] {
  return [
    ...(platform.mesh === 'istio' && platform.istioVersion === '1.30' ? ['istio-1.30'] : []),
    ...(platform.gatewayApi.channel === 'experimental' ? ['gateway-api-experimental'] : []),
  ];
}
