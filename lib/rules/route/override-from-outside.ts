import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, objectAt, objectsAt, specOf, textsAt } from '../../mesh/fields';
import { parentsOf } from '../../mesh/http-routes';
import { gatewayName, routeSetOf } from '../../mesh/virtual-services';
import { list } from '../../model/usage-error';
import type { Reported, Rule, View } from '../rule';

/** A header that chooses a version and that anybody outside may send, as a gateway reads the rule too. */
export const overrideFromOutside: Rule = {
  id: 'route/override-from-outside',
  codes: ['CAN-13'],
  severity: 'info',
  reads: 'effective',
  check: view => [...view.cluster.of('networking.istio.io', 'VirtualService').flatMap(service => ofVirtualService(view, service)), ...view.cluster.of('gateway.networking.k8s.io', 'HTTPRoute').flatMap(ofHttpRoute)],
};

function ofVirtualService(view: View, service: ClusterObject): readonly Reported[] {
  const outer = routeSetOf(view, service)?.gateways.filter(gateway => gateway !== 'mesh') ?? [];
  if (outer.length === 0) return [];
  return objectsAt(specOf(service), 'http').flatMap((rule, i) => objectsAt(rule, 'match').flatMap((match, at): readonly Reported[] => {
    const headers = Object.keys(objectAt(match, 'headers') ?? {}).filter(chooses);
    const gateways = textsAt(match, 'gateways').map(gateway => gatewayName(gateway, namespaceOf(service)));
    if (headers.length === 0 || (gateways.length > 0 && !gateways.some(gateway => outer.includes(gateway)))) return [];
    return [told(service, ['spec', 'http', i, 'match', at, 'headers'], headers, 'limit the match with gateways: [mesh], or have the gateway remove the header')];
  }));
}

function ofHttpRoute(route: ClusterObject): readonly Reported[] {
  if (!parentsOf(route).some(({ kind }) => kind === 'Gateway')) return [];
  return objectsAt(specOf(route), 'rules').flatMap((rule, i) => objectsAt(rule, 'matches').flatMap((match, at): readonly Reported[] => {
    const headers = objectsAt(match, 'headers').flatMap(({ name }) => (typeof name === 'string' && chooses(name) ? [name] : []));
    return headers.length === 0 ? [] : [told(route, ['spec', 'rules', i, 'matches', at, 'headers'], headers, 'route by the header in the mesh alone, or have something before the gateway remove it')];
  }));
}

/** Headers of HTTP itself, and those of the browser, are for outsiders to send. */
function chooses(name: string): boolean {
  return /^x-/i.test(name) && !/^x-(?:forwarded|requested-with|real-ip|request-id|b3)/i.test(name);
}

function told(object: ClusterObject, path: NonNullable<Reported['path']>, headers: readonly string[], help: string): Reported {
  return { object, path, message: `${list(headers.map(header => `"${header}"`))} decides where requests go, and anybody outside may send it`, help };
}
