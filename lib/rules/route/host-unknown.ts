import { isComplete, isDeclared } from '../../cluster/complete';
import type { World } from '../../cluster/cluster';
import { hosts } from '../../mesh/hosts';
import { servicesIn, servicesMissed } from '../../mesh/services';
import { destinationHost, namedDestinations, serviceNameIn, type NamedDestination } from '../../mesh/named-destinations';
import { list } from '../../model/usage-error';
import type { Reported, Rule, Unsettled } from '../rule';

/** A destination that no registry has: the proxy has no cluster for it and answers 503 (response flag NC). */
export const hostUnknown: Rule = {
  id: 'route/host-unknown',
  codes: ['IST0101', 'KIA1101'],
  severity: 'warning',
  reads: 'effective',
  check: world => {
    const seen = new Set<string>();
    return namedDestinations(world).flatMap(destination => {
      const { object: { reference }, host } = destination;
      const key = `${reference.namespace ?? ''}/${reference.name}/${host}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return judge(world, destination);
    });
  },
};

function judge(world: World, destination: NamedDestination): readonly (Reported | Unsettled)[] {
  const { object, namespace, host, written } = destination;
  if (host.startsWith('*') || destinationHost(world, destination) !== undefined) return [];
  const path = [...destination.path, 'host'];
  const hidden = hosts(world).get(host)?.[0];
  if (hidden !== undefined) {
    return [{ object, path, severity: 'error', message: `${host} is not visible here: it is exported to ${list(hidden.exportTo)} of namespace ${hidden.namespace} alone`, help: `export it to namespace ${namespace}, or to "*"`, near: [{ object: hidden.object }] }];
  }
  const service = serviceNameIn(world, host);
  if (service !== undefined) return judgeService(world, destination, service);
  const meant = partial(world, written);
  if (meant !== undefined) return [{ object, path, severity: 'error', message: `host "${written}" is taken as it stands, and there is no such host: names are completed only where they have no dot`, help: `write ${meant}` }];
  if (/\.svc\./.test(host) && !world.facts.known.has('clusterDomain')) return [{ unknown: 'the cluster domain is not declared', object }];
  const all = isComplete(world.facts, undefined);
  if (!all && world.cluster.of('networking.istio.io', 'ServiceEntry').length === 0) return [{ unknown: 'hosts outside the cluster are not in the input', object }];
  return [{ object, path, message: `no Service and no ServiceEntry has host ${host}`, help: `write a ServiceEntry for ${host}, or correct the name`, ...(all ? { severity: 'error' } : { assumption: `no ServiceEntry for ${host} is outside the input` }) }];
}

function judgeService(world: World, { object, namespace, host, written, path }: NamedDestination, service: { readonly name: string; readonly namespace: string }): readonly (Reported | Unsettled)[] {
  // Another rule says which Service was meant.
  if (servicesMissed(world, written, namespace).length > 0 || isDeclared(world.facts, { kind: 'Service', group: '', ...service })) return [];
  const all = isComplete(world.facts, service.namespace);
  const others = servicesIn(world, service.namespace);
  if (!all && others.length === 0) return [{ unknown: 'the Services of the namespace are not in the input', object }];
  return [{
    object,
    path: [...path, 'host'],
    message: `no Service and no ServiceEntry has host ${host}`,
    help: others.length === 0 ? `write Service ${service.name} in namespace ${service.namespace}, or correct the name` : `name one of ${list(others.slice(0, 8).map(({ reference }) => reference.name))}, or write Service ${service.name}`,
    ...(all ? { severity: 'error' } : { assumption: `Service ${service.namespace}/${service.name} is not outside the input` }),
  }];
}

/** `reviews.shop` and `reviews.shop.svc` are no names of the mesh; DNS of a pod would complete them. */
function partial({ cluster, facts }: World, written: string): string | undefined {
  const [name = '', namespace, svc, ...rest] = written.toLowerCase().split('.');
  if (namespace === undefined || rest.length > 0 || (svc !== undefined && svc !== 'svc')) return undefined;
  return cluster.find('', 'Service', namespace, name) === undefined ? undefined : `${name}.${namespace}.svc.${facts.platform.clusterDomain}`;
}
