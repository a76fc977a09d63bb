import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { ageKnown, byAge } from '../../mesh/age';
import { clientOf } from '../../mesh/client';
import { destinationRule, rulesFor } from '../../mesh/destination-rule';
import { labelsAt, namespaceOf, specOf, textAt } from '../../mesh/fields';
import { hostOfService, type Host } from '../../mesh/hosts';
import { rootNamespace } from '../../mesh/mesh-config';
import { sidecarScope } from '../../mesh/sidecar-scope';
import { sidecars, workloadSelector } from '../../mesh/sidecars';
import { matches } from '../../model/labels';
import { effect, type Effect } from './effect';
import { servicesOf } from './reached';

/** What the pods' own proxy knows of others, and how clients of their Services have to call them. */
export function clientEffects(world: World, workload: Workload): readonly Effect[] {
  return [...sidecarEffects(world, workload), ...ownRules(world, workload), ...servicesOf(world, workload).flatMap(service => hostRules(world, hostOfService(world, service)))];
}

/** The Sidecar that holds, and those that would without it. */
function sidecarEffects(world: World, workload: Workload): readonly Effect[] {
  const { object: holder, ignored, orderKnown } = sidecarScope(world, clientOf(workload));
  if (holder === undefined) return [];
  const root = rootNamespace(world);
  const selects = (sidecar: ClusterObject): boolean => {
    const selector = workloadSelector(sidecar);
    const isWide = Object.keys(selector).length === 0;
    return namespaceOf(sidecar) === workload.namespace ? isWide || matches(selector, workload.labels) : namespaceOf(sidecar) === root && isWide;
  };
  const wider = sidecars(world).filter(sidecar => sidecar !== holder && !ignored.includes(sidecar) && selects(sidecar));
  return [
    effect('client rules', orderKnown ? 'wins' : 'unknown', holder, ['spec'], orderKnown ? 'says which hosts their proxy knows' : 'several of its level select them, and the oldest holds'),
    ...ignored.map(sidecar => effect('client rules', orderKnown ? 'ignored' : 'unknown', sidecar, ['spec'], orderKnown ? 'another Sidecar of its level is older' : 'several of its level select them, and the oldest holds')),
    ...wider.map(sidecar => effect('client rules', 'ignored', sidecar, ['spec'], 'a narrower Sidecar holds')),
  ];
}

/** DestinationRules that pick them as clients. */
function ownRules({ cluster }: World, { namespace, labels }: Workload): readonly Effect[] {
  return cluster.of('networking.istio.io', 'DestinationRule').flatMap(rule => {
    const selector = labelsAt(specOf(rule), 'workloadSelector', 'matchLabels');
    if (namespaceOf(rule) !== namespace || Object.keys(selector).length === 0 || !matches(selector, labels)) return [];
    return [effect('client rules', 'applies', rule, ['spec', 'workloadSelector'], `as clients of ${textAt(specOf(rule), 'host') ?? 'no host'}`)];
  });
}

/** DestinationRules of a Service of theirs, the way a client in its own namespace meets them, then those that others have for themselves. */
function hostRules(world: World, host: Host): readonly Effect[] {
  const at = { namespace: host.namespace, labels: {} };
  const effective = destinationRule(world, at, host);
  const root = rootNamespace(world);
  return byAge(rulesFor(world, host.name)).flatMap((rule): readonly Effect[] => {
    if (Object.keys(labelsAt(specOf(rule), 'workloadSelector', 'matchLabels')).length > 0) return [effect('client rules', 'applies', rule, ['spec', 'workloadSelector'], `for clients of ${host.name} that it selects in namespace ${namespaceOf(rule)}`)];
    const place = effective?.objects.indexOf(rule) ?? -1;
    const [leading] = effective?.objects ?? [];
    if (place === 0) return [effect('client rules', effective?.orderKnown === false ? 'unknown' : (effective?.objects.length ?? 0) > 1 ? 'wins' : 'applies', rule, ['spec', 'host'], `for clients of ${host.name}${effective?.orderKnown === false ? ': several rules of the namespace are merged, and the oldest leads' : ''}`)];
    if (place > 0 && leading !== undefined) {
      const dropped = (effective?.dropped ?? []).filter(({ object }) => object === rule).length;
      return [effect('client rules', ageKnown(leading, rule) ? 'applies' : 'unknown', rule, ['spec', 'host'], `merged behind ${leading.reference.name}${dropped === 0 ? '' : '; what both say is dropped here'}`)];
    }
    const namespace = namespaceOf(rule);
    if (namespace !== host.namespace && namespace !== root) return [effect('client rules', 'applies', rule, ['spec', 'host'], `for clients in namespace ${namespace} alone, in place of others`)];
    return [effect('client rules', 'ignored', rule, ['spec', 'host'], effective === undefined ? 'no client sees it' : `${effective.namespace === host.namespace ? 'a rule of the host\'s own namespace' : 'another rule'} for ${effective.host} comes first`)];
  });
}
