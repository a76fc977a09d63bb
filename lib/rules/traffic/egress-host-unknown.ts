import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, objectsAt, specOf, textsAt } from '../../mesh/fields';
import { isWildcard } from '../../mesh/host-name';
import { hosts } from '../../mesh/hosts';
import { sidecars } from '../../mesh/sidecars';
import { visible } from '../../mesh/visibility';
import { virtualServices } from '../../mesh/virtual-services';
import type { FieldPath } from '../../model/finding';
import { list } from '../../model/usage-error';
import { missingHost } from '../unknown-host';
import { missingNamespace } from '../unknown-namespace';
import type { Reported, Rule, Unsettled } from '../rule';

/** A host that a Sidecar imports and that is not there, or is another namespace's. */
export const egressHostUnknown: Rule = {
  id: 'traffic/egress-host-unknown',
  codes: ['KIA1004'],
  severity: 'warning',
  reads: 'effective',
  check: world => sidecars(world).flatMap(object => objectsAt(specOf(object), 'egress').flatMap((listener, i) => textsAt(listener, 'hosts').flatMap((entry, j) => imported(world, object, entry, ['spec', 'egress', i, 'hosts', j])))),
};

function imported(world: World, object: ClusterObject, entry: string, path: FieldPath): readonly (Reported | Unsettled)[] {
  const slash = entry.indexOf('/');
  const own = namespaceOf(object);
  const [said, name] = [entry.slice(0, slash), entry.slice(slash + 1).toLowerCase()];
  // What is taken out again need not be there.
  if (slash < 0 || entry.startsWith('~') || name === '') return [];
  const namespace = said === '.' ? own : said;
  if (isWildcard(name)) return namespace === '*' ? [] : missingNamespace(world, object, path, namespace, 'so that nothing is imported');
  const claims = (hosts(world).get(name) ?? []).filter(host => visible(host.exportTo, host.namespace, own));
  if (claims.some(host => namespace === '*' || host.namespace === namespace) || routed(world, name, namespace)) return [];
  const [elsewhere] = claims;
  if (elsewhere !== undefined) {
    return [{ object, path, severity: 'error', message: `${name} is of namespace ${list(claims.map(host => host.namespace))}, not of ${namespace}, so that nothing is imported`, help: `write "${elsewhere.namespace}/${name}"`, near: [{ object: elsewhere.object }] }];
  }
  const service = name.includes('.') ? undefined : world.cluster.find('', 'Service', namespace === '*' ? own : namespace, name);
  if (service !== undefined) return [{ object, path, severity: 'error', message: `host "${name}" is taken as it stands: names are not completed here`, help: `write "${said}/${name}.${namespaceOf(service)}.svc.${world.facts.platform.clusterDomain}"`, near: [{ object: service }] }];
  return missingHost(world, { object, namespace: own, written: name, host: name, path });
}

/** A VirtualService of the mesh may have a host that no registry has. */
function routed(world: World, name: string, namespace: string): boolean {
  return virtualServices(world).some(set => set.gateways.includes('mesh') && (namespace === '*' || set.namespace === namespace) && set.hosts.some(host => host.name === name));
}
