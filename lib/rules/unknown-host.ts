import type { World } from '../cluster/cluster';
import { isComplete, isDeclared } from '../cluster/complete';
import { namespacesOfOperators } from '../cluster/made-later';
import type { ClusterObject } from '../cluster/object';
import { hosts } from '../mesh/hosts';
import { serviceNameIn } from '../mesh/named-destinations';
import { servicesIn, servicesMissed } from '../mesh/services';
import type { FieldPath } from '../model/finding';
import { list } from '../model/usage-error';
import type { Reported, Unsettled } from './rule';

/** A host that an object names and that its clients do not find. */
export interface MissingHost {
  readonly object: ClusterObject;
  readonly namespace: string;
  /** As the author wrote it. */
  readonly written: string;
  /** Full name, lower case. */
  readonly host: string;
  /** Where it is written. */
  readonly path: FieldPath;
}

/** What is to be said of a host that clients do not find: hidden from them, cut short, or nowhere; or unknown where the input does not show enough. */
export function missingHost(world: World, missing: MissingHost): readonly (Reported | Unsettled)[] {
  const { object, namespace, host, written, path } = missing;
  const hidden = hosts(world).get(host)?.[0];
  if (hidden !== undefined) {
    return [{ object, path, severity: 'error', message: `${host} is not visible here: it is exported to ${list(hidden.exportTo)} of namespace ${hidden.namespace} alone`, help: `export it to namespace ${namespace}, or to "*"`, near: [{ object: hidden.object }] }];
  }
  const service = serviceNameIn(world, host);
  if (service !== undefined) return missingService(world, missing, service);
  const meant = partial(world, written);
  if (meant !== undefined) return [{ object, path, severity: 'error', message: `host "${written}" is taken as it stands, and there is no such host: names are completed only where they have no dot`, help: `write ${meant}` }];
  if (/\.svc\./.test(host) && !world.facts.known.has('clusterDomain')) return [{ unknown: 'the cluster domain is not declared', object }];
  const all = isComplete(world.facts, undefined);
  if (!all && world.cluster.of('networking.istio.io', 'ServiceEntry').length === 0) return [{ unknown: 'hosts outside the cluster are not in the input', object }];
  return [{ object, path, message: `no Service and no ServiceEntry has host ${host}`, help: `write a ServiceEntry for ${host}, or correct the name`, ...(all ? { severity: 'error' } : { assumption: `no ServiceEntry for ${host} is outside the input` }) }];
}

function missingService(world: World, { object, namespace, host, written, path }: MissingHost, service: { readonly name: string; readonly namespace: string }): readonly (Reported | Unsettled)[] {
  // Another rule says which Service was meant.
  if (servicesMissed(world, written, namespace).length > 0 || isDeclared(world.facts, { kind: 'Service', group: '', ...service })) return [];
  // Controllers make Services of their own.
  if (namespacesOfOperators(world).has(service.namespace)) return [{ unknown: 'a controller may make the Service of a host', object }];
  const all = isComplete(world.facts, service.namespace);
  const others = servicesIn(world, service.namespace);
  if (!all && others.length === 0) return [{ unknown: 'the Services of the namespace are not in the input', object }];
  return [{
    object,
    path,
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
