import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { hostOfRule } from '../../mesh/destination-rule';
import { endpointsOf } from '../../mesh/endpoints';
import { labelsAt, namespaceOf, objectsAt, specOf, textAt } from '../../mesh/fields';
import { isWildcard } from '../../mesh/host-name';
import { hostFor, type Host } from '../../mesh/hosts';
import { destinationsByHost } from '../../mesh/named-destinations';
import { subsetWorkloads } from '../../mesh/subsets';
import { formatLabels, matches, type Labels } from '../../model/labels';
import { describe } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule, Unsettled } from '../rule';

/** Labels that endpoints take from their nodes, or that controllers put on pods. No template has them. */
const addedLater = /^topology\.|^(?:rollouts-)?pod-template-hash$|^apps\.kubernetes\.io\/pod-index$|^statefulset\.kubernetes\.io\/pod-name$|^controller-revision-hash$/;

/** A subset whose labels no pod behind the host has: requests for it are answered with 503 (response flag UH). */
export const subsetWithoutPods: Rule = {
  id: 'route/subset-without-pods',
  codes: ['CAN-03', 'IST0173', 'KIA0203'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => ofRule(world, rule)),
};

function ofRule(world: World, rule: ClusterObject): readonly (Reported | Unsettled)[] {
  const name = hostOfRule(world, rule).toLowerCase();
  const subsets = objectsAt(specOf(rule), 'subsets').map((subset, i) => ({ i, name: textAt(subset, 'name') ?? '', labels: labelsAt(subset, 'labels') })).filter(({ labels }) => Object.keys(labels).length > 0);
  const host = subsets.length === 0 || isWildcard(name) ? undefined : hostFor(world, name, namespaceOf(rule));
  if (host === undefined) return [];
  return subsets.flatMap((subset): readonly (Reported | Unsettled)[] => {
    const pods = behind(world, host, subset.labels);
    if (pods === 'some') return [];
    if (typeof pods === 'object' && 'unknown' in pods) return [{ ...pods, object: rule }];
    const used = (destinationsByHost(world).get(name) ?? []).find(destination => destination.subset === subset.name && (destination.share > 0 || destination.role === 'mirror'));
    return [{
      object: rule,
      path: ['spec', 'subsets', subset.i, 'labels'],
      message: `subset "${subset.name}" of ${name} has no pods: none behind ${describe(host.object.reference)} has ${formatLabels(subset.labels)}${used === undefined ? '; no route leads there yet' : ''}`,
      help: `give the pods of the version ${formatLabels(subset.labels)} in their template, or correct the labels of the subset`,
      near: [...(used === undefined ? [] : [{ object: used.object, path: used.path, note: `routes to "${subset.name}"` }]), ...pods.none],
      ...(used === undefined ? { severity: 'info' as const } : {}),
    }];
  });
}

/** Pods that there are, or objects that show that there are none. */
function behind(world: World, host: Host, labels: Labels): 'some' | { readonly unknown: string } | { readonly none: NonNullable<Reported['near']> } {
  const ofTemplates = Object.fromEntries(Object.entries(labels).filter(([key]) => !addedLater.test(key)));
  const found = subsetWorkloads(world, host, { labels: ofTemplates });
  if (found === undefined) return ofEndpoints(world, host, labels);
  if (found.workloads.length > 0) return Object.keys(ofTemplates).length === Object.keys(labels).length ? 'some' : { unknown: 'labels that nodes or controllers add are not in the input' };
  if (found.among.length === 0 && !found.complete) return { unknown: 'the pods of the Service are not in the input' };
  if (world.facts.platform.peers.length > 0) return { unknown: 'the pods of other clusters are not in the input' };
  const keys = Object.keys(ofTemplates);
  return { none: found.among.slice(0, 3).map(({ object, labels: own }) => ({ object, note: list(keys.map(key => `${key}: ${own[key] ?? 'none'}`)) })) };
}

function ofEndpoints(world: World, host: Host, labels: Labels): ReturnType<typeof behind> {
  const [port] = host.ports;
  if (host.object.kind !== 'ServiceEntry' || port === undefined || objectsAt(specOf(host.object), 'endpoints').length === 0) return { unknown: 'the endpoints of the host are not in the input' };
  return endpointsOf(world, host, port).list.some(endpoint => matches(labels, endpoint.labels)) ? 'some' : { none: [{ object: host.object, path: ['spec', 'endpoints'] }] };
}
