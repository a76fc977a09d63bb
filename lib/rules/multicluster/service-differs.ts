import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { isProxy } from '../../mesh/capture';
import { namespaceOf, specOf, textAt } from '../../mesh/fields';
import { areOneMesh, nameOf } from '../../mesh/fleet';
import { hostOfService, type Host } from '../../mesh/hosts';
import { rootNamespace } from '../../mesh/mesh-config';
import type { FieldPath } from '../../model/finding';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import { behind } from '../../reach/service-ports';
import type { Reported, Rule } from '../rule';

/**
 * A Service of several clusters that is another in one of them. istiod takes the one of the client's own cluster for all, so that what others serve is asked
 * for by the wrong port, protocol, or kind of name. It is told in the cluster whose name comes later.
 */
export const serviceDiffers: Rule = {
  id: 'multicluster/service-differs',
  codes: ['IST0170'],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const own = nameOf(view);
    const earlier = (view.others ?? []).filter(other => nameOf(other) < own);
    if (earlier.length === 0) return [];
    return view.cluster.of('', 'Service').flatMap((service): readonly Reported[] => {
      if (isOwnBusiness(view, service)) return [];
      for (const other of earlier) {
        const twin = other.cluster.find('', 'Service', namespaceOf(service), service.reference.name);
        if (twin === undefined || !(areOneMesh(view, other) || (isExported(view, service) && isExported(other, twin)))) continue;
        const differences = differing(hostOfService(view, service), hostOfService(other, twin));
        const [first] = differences;
        if (first === undefined) continue;
        return [{
          object: service,
          path: first.path,
          message: `${describe(service.reference)} is ${list(differences.map(({ here }) => here))} here, and ${list(differences.map(({ there }) => there))} in cluster ${nameOf(other)}: callers take one for the other`,
          help: `write the same Service in both clusters`,
          near: [{ object: twin, path: first.path, note: `in cluster ${nameOf(other)}` }],
          ...(differences.every(({ inert }) => inert) ? { severity: 'info' as const } : {}),
        }];
      }
      return [];
    });
  },
};

/** Services that every cluster has for itself: those of the API server, of the control plane, and in front of gateways. */
function isOwnBusiness(world: World, service: ClusterObject): boolean {
  const { namespace, name } = service.reference;
  return (namespace === 'default' && name === 'kubernetes') || /^kube-/.test(namespace ?? '') || namespace === rootNamespace(world) || behind(world.cluster, service).some(isProxy);
}

function isExported({ cluster }: World, service: ClusterObject): boolean {
  return cluster.find('multicluster.x-k8s.io', 'ServiceExport', namespaceOf(service), service.reference.name) !== undefined;
}

interface Difference {
  readonly here: string;
  readonly there: string;
  readonly path: FieldPath;
  /** Callers do not notice. */
  readonly inert?: true;
}

function differing(here: Host, there: Host): readonly Difference[] {
  if (here.resolution !== there.resolution) return [{ here: kindOf(here), there: kindOf(there), path: ['spec', here.resolution === 'headless' || there.resolution === 'headless' ? 'clusterIP' : 'type'] }];
  const [mine, theirs] = [textAt(specOf(here.object), 'type') ?? 'ClusterIP', textAt(specOf(there.object), 'type') ?? 'ClusterIP'];
  const ports = portDifferences(here, there);
  return mine === theirs || ports.length > 0 ? ports : [{ here: `of type ${mine}`, there: `of type ${theirs}`, path: ['spec', 'type'], inert: true }];
}

function kindOf({ resolution }: Host): string {
  return resolution === 'headless' ? 'headless' : resolution === 'alias' ? 'another name' : 'an address';
}

function portDifferences(here: Host, there: Host): readonly Difference[] {
  const numbers = [...new Set([...here.ports, ...there.ports].map(({ number, transport }) => `${number}/${transport}`))];
  return numbers.flatMap((key): readonly Difference[] => {
    const [mine, theirs] = [here, there].map(host => host.ports.find(({ number, transport }) => `${number}/${transport}` === key));
    if (mine === undefined) return [{ here: `without port ${key}`, there: `with port ${key}`, path: ['spec', 'ports'] }];
    if (theirs === undefined) return [{ here: `with port ${key}`, there: `without port ${key}`, path: mine.path }];
    const [spoken, expected] = [mine.protocol, theirs.protocol].map(protocol => String(protocol));
    return spoken === expected ? [] : [{ here: `${spoken} on port ${mine.number}`, there: `${expected} on port ${theirs.number}`, path: mine.path }];
  });
}
