import type { World } from '../../cluster/cluster';
import { isComplete } from '../../cluster/complete';
import { namespaceOf, objectsAt, specOf, textsAt } from '../../mesh/fields';
import { hosts } from '../../mesh/hosts';
import { serviceNameIn } from '../../mesh/named-destinations';
import { servicesIn } from '../../mesh/services';
import { virtualServices } from '../../mesh/virtual-services';
import { nearest } from '../../model/spelling';
import type { ClusterObject } from '../../cluster/object';
import type { FieldPath } from '../../model/finding';
import type { Reported, Rule, Unsettled } from '../rule';

/** A host of a policy that looks like a Service and is none. Clients may send any name, so that only a slip is more than advice. */
export const hostUnknown: Rule = {
  id: 'authz/host-unknown',
  codes: ['KIA0104'],
  severity: 'info',
  reads: 'effective',
  check: world => world.cluster.of('security.istio.io', 'AuthorizationPolicy').flatMap(object => objectsAt(specOf(object), 'rules').flatMap((rule, i) => objectsAt(rule, 'to').flatMap((to, j) =>
    (['hosts', 'notHosts'] as const).flatMap(field => textsAt(to, 'operation', field).flatMap((host, k) => judge(world, object, host, ['spec', 'rules', i, 'to', j, 'operation', field, k])))))),
};

function judge(world: World, object: ClusterObject, written: string, path: FieldPath): readonly (Reported | Unsettled)[] {
  const host = written.toLowerCase().replace(/:\d+$/, '');
  const meant = serviceMeant(world, host, namespaceOf(object));
  if (host.includes('*') || meant === undefined || world.cluster.find('', 'Service', meant.namespace, meant.name) !== undefined || hosts(world).has(host) || routed(world, host)) return [];
  const others = servicesIn(world, meant.namespace).map(({ reference }) => reference.name);
  if (others.length === 0 && !isComplete(world.facts, meant.namespace)) return [{ unknown: 'the Services of the namespace are not in the input', object }];
  const slip = nearest(meant.name, others);
  return [{
    object,
    path,
    ...(slip === undefined ? {} : { severity: 'warning' as const }),
    message: `host "${written}" looks like Service ${meant.namespace}/${meant.name}, which is not there: requests for other names do not fit`,
    help: slip === undefined ? 'correct the name, or name the Host header that clients send' : `write ${written.replace(meant.name, slip)}`,
    assumption: `no client sends "${written}" as its Host header`,
  }];
}

/** `reviews`, `reviews.shop`, `reviews.shop.svc` or the full name. Two words may be a name of DNS, unless the second is a namespace. */
function serviceMeant(world: World, host: string, own: string): { readonly name: string; readonly namespace: string } | undefined {
  const full = serviceNameIn(world, host);
  if (full !== undefined) return full;
  const [name = '', namespace, svc, ...rest] = host.split('.');
  if (rest.length > 0 || name === '' || (svc !== undefined && svc !== 'svc')) return undefined;
  if (namespace === undefined) return { name, namespace: own };
  return svc === 'svc' || world.cluster.namespaces.has(namespace) ? { name, namespace } : undefined;
}

function routed(world: World, host: string): boolean {
  return virtualServices(world).some(set => set.hosts.some(({ name }) => name === host));
}
