import type fc from 'fast-check';
import type { KubernetesObject } from '../../engines/engine';
import { httpRoute } from './gateway-api';
import { authorizationPolicy, destinationRule, peerAuthentication, virtualService } from './istio';
import { deployment, networkPolicy, service } from './kubernetes';

/** Valid objects, by kind. A new kind is added here; the test of the generators then asks the engines about it. */
export const generators: Readonly<Record<string, fc.Arbitrary<KubernetesObject>>> = {
  AuthorizationPolicy: authorizationPolicy,
  Deployment: deployment,
  DestinationRule: destinationRule,
  HTTPRoute: httpRoute,
  NetworkPolicy: networkPolicy,
  PeerAuthentication: peerAuthentication,
  Service: service,
  VirtualService: virtualService,
};

/** The generator of a kind that must be there. */
export function generatorOf(kind: string): fc.Arbitrary<KubernetesObject> {
  const generator = generators[kind];
  if (generator === undefined) throw new Error(`there is no generator of ${kind}`);
  return generator;
}
