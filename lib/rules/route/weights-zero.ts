import type { ClusterObject } from '../../cluster/object';
import { numberAt, objectsAt, specOf } from '../../mesh/fields';
import type { FieldPath } from '../../model/finding';
import type { JsonObject } from '../../model/json';
import type { Reported, Rule } from '../rule';

/** Weights that are all zero, or negative. Istio refuses such a VirtualService; of an HTTPRoute every request gets 500. */
export const weightsZero: Rule = {
  id: 'route/weights-zero',
  codes: ['CAN-07', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: ({ cluster }) => [...cluster.of('networking.istio.io', 'VirtualService').flatMap(ofVirtualService), ...cluster.of('gateway.networking.k8s.io', 'HTTPRoute').flatMap(ofHttpRoute)],
};

function ofVirtualService(service: ClusterObject): readonly Reported[] {
  return ['http', 'tls', 'tcp'].flatMap(protocol => objectsAt(specOf(service), protocol).flatMap((rule, i): readonly Reported[] => {
    const path: FieldPath = ['spec', protocol, i, 'route'];
    const weights = objectsAt(rule, 'route').map(route => numberAt(route, 'weight') ?? 0);
    const negative = weights.findIndex(weight => weight < 0);
    if (negative >= 0) return [{ object: service, path: [...path, negative, 'weight'], message: `weight ${weights[negative] ?? ''} is negative, and Istio refuses it`, help: 'write a weight of 0 or more' }];
    if (weights.length < 2 || weights.some(weight => weight > 0)) return [];
    return [{ object: service, path, message: `all ${weights.length} destinations have weight 0, written or not, and Istio refuses a total of 0`, help: 'give at least one destination a weight' }];
  }));
}

function ofHttpRoute(route: ClusterObject): readonly Reported[] {
  return objectsAt(specOf(route), 'rules').flatMap((rule, i) => {
    const backends = objectsAt(rule, 'backendRefs');
    const zero = (backend: JsonObject): boolean => backend['weight'] === 0;
    if (backends.length === 0 || !backends.every(zero)) return [];
    return [{ object: route, codes: ['CAN-07'], path: ['spec', 'rules', i, 'backendRefs'], message: `every backend of the rule has weight 0, so that each of its requests is answered with 500`, help: 'give at least one backend a weight' }];
  });
}
