import { oncePerWorld, type World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { parentsOf, meshHttpRoutes, rulesOf } from '../../mesh/http-routes';
import type { RouteRule, RouteSet } from '../../mesh/routes';
import { virtualServices } from '../../mesh/virtual-services';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

/**
 * A host that is split between versions for callers in the mesh, while a gateway sends everything from outside to the Service as a whole. A gateway never
 * consults routes of the mesh (Istio 1.31, `core/gateway.go`): outsiders get the ratio of replicas.
 */
export const splitUnseen: Rule = {
  id: 'expose/split-unseen',
  codes: ['IST0140'],
  severity: 'error',
  reads: 'effective',
  check: view => {
    const outward: readonly { readonly object: ClusterObject; readonly rules: readonly RouteRule[] }[] = [
      ...virtualServices(view).filter(({ gateways }) => !gateways.includes('mesh')).map(({ object, http }) => ({ object, rules: http })),
      ...view.cluster.of('gateway.networking.k8s.io', 'HTTPRoute').filter(route => parentsOf(route).some(({ kind }) => kind === 'Gateway')).map(route => ({ object: route, rules: rulesOf(view, route) })),
    ];
    return outward.flatMap(({ object, rules }) => unsplit(view, object, rules));
  },
};

/** Hosts that a route of the mesh shares out by weight, or sends to one subset as a whole, with the rule that does it. */
const splits = oncePerWorld((world): ReadonlyMap<string, { readonly set: RouteSet; readonly rule: RouteRule }> => {
  const found = new Map<string, { readonly set: RouteSet; readonly rule: RouteRule }>();
  for (const set of [...virtualServices(world).filter(({ gateways }) => gateways.includes('mesh')), ...meshHttpRoutes(world)]) {
    const rule = set.http.find(({ action }) => shares(action) > 1) ?? set.http.find(({ action, matches }) => matches.length === 0 && action.kind === 'forward' && action.destinations.some(({ subset, share }) => subset !== undefined && share > 0));
    if (rule !== undefined) for (const { name } of set.hosts) if (!found.has(name)) found.set(name, { set, rule });
  }
  return found;
});

function shares(action: RouteRule['action']): number {
  return action.kind === 'forward' ? action.destinations.filter(({ weight }) => weight > 0).length : 0;
}

function unsplit(world: World, object: ClusterObject, rules: readonly RouteRule[]): readonly Reported[] {
  const said = new Set<string>();
  return rules.flatMap(({ action }): readonly Reported[] => {
    if (action.kind !== 'forward') return [];
    const [only, ...others] = action.destinations.filter(({ share }) => share > 0);
    if (only?.host === undefined || others.length > 0 || only.subset !== undefined || said.has(only.host)) return [];
    const split = splits(world).get(only.host);
    if (split === undefined || split.set.object === object) return [];
    said.add(only.host);
    const several = shares(split.rule.action) > 1;
    return [{
      object,
      path: only.path,
      message: `${describe(object.reference)} sends everything from outside to ${only.host} as a whole; ${describe(split.set.object.reference)} ${several ? 'splits it for callers in the mesh alone' : 'sends callers in the mesh to one subset of it'}`,
      help: object.kind === 'VirtualService' ? `split it here as well, or bind ${describe(split.set.object.reference)} to the gateway` : 'split it here as well: a Service for each version, as weighted backendRefs',
      near: [{ object: split.rule.object, path: split.rule.path }],
      ...(several ? {} : { severity: 'warning' as const, assumption: 'outsiders are to get that subset too' }),
    }];
  });
}
