import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import type { Workload } from '../../cluster/workload';
import { enrolment } from '../../mesh/capture';
import { namespaceOf, specOf, textAt, textsAt } from '../../mesh/fields';
import { policiesOn } from '../../reach/admission';
import { foreignPolicies } from '../../reach/foreign';
import { podsOf } from '../../reach/pods';
import { policies, selectsAll, type Direction } from '../../reach/policy';
import { boxId, type Badge, type MapBox, type MapNode } from './map';

export function workloadId({ kind, namespace, name }: Pick<Workload, 'kind' | 'namespace' | 'name'>): string {
  return `workload:${kind}/${namespace}/${name}`;
}

export function objectId(kind: 'service' | 'entry' | 'external', { kind: called, reference }: ClusterObject): string {
  return `${kind}:${called}/${reference.namespace ?? 'default'}/${reference.name}`;
}

export function workloadNodes(world: World): readonly MapNode[] {
  return world.cluster.workloads.map(workload => ({ id: workloadId(workload), kind: 'workload', namespace: workload.namespace, name: workload.name, detail: workload.kind, badges: badgesOf(world, workload) }));
}

/** Services that lead to pods; an ExternalName is one too, with what it means outside. */
export function serviceNodes({ cluster }: World): readonly MapNode[] {
  return cluster.of('', 'Service').map(service => {
    const type = textAt(specOf(service), 'type') ?? 'ClusterIP';
    const headless = textAt(specOf(service), 'clusterIP') === 'None';
    return { id: objectId('service', service), kind: 'service', namespace: namespaceOf(service), name: service.reference.name, detail: headless ? 'headless Service' : type === 'ClusterIP' ? 'Service' : `${type} Service`, badges: [] };
  });
}

/** ServiceEntries by their hosts. */
export function externalNodes({ cluster }: World): readonly MapNode[] {
  return cluster.of('networking.istio.io', 'ServiceEntry').map(entry => {
    const [first = entry.reference.name, ...more] = textsAt(specOf(entry), 'hosts');
    return { id: objectId('external', entry), kind: 'external', name: more.length === 0 ? first : `${first} and ${more.length} more`, detail: `ServiceEntry ${namespaceOf(entry)}/${entry.reference.name}`, badges: [] };
  });
}

function badgesOf(world: World, workload: Workload): readonly Badge[] {
  return [...meshBadges(world, workload), ...policyBadges(world, workload)];
}

/** Nothing is said of proxies where nothing shows a mesh. */
function meshBadges(world: World, workload: Workload): readonly Badge[] {
  if (world.facts.mesh !== 'istio') return [];
  const { enrolment: found, reason } = enrolment(world, workload);
  const words = { sidecar: 'sidecar', ambient: 'ambient', none: 'no sidecar', unknown: 'sidecar?' } as const;
  return [{ text: words[found], title: reason, tone: 'plain' }];
}

function policyBadges(world: World, workload: Workload): readonly Badge[] {
  if (workload.hostNetwork) return [{ text: 'host network', title: 'its pods are on the network of their node, which no policy governs', tone: 'care' }];
  const pods = podsOf(workload);
  const [inward, outward] = (['ingress', 'egress'] as const).map(direction => policiesOn(world, pods, direction));
  const foreign = (['ingress', 'egress'] as const).flatMap(direction => foreignPolicies(world, pods, direction));
  const [other] = foreign;
  const closed = [...(inward?.length ? ['I'] : []), ...(outward?.length ? ['E'] : [])];
  const names = [...new Set([...(inward ?? []), ...(outward ?? [])].map(({ object }) => object.reference.name))].sort().join(', ');
  return [
    ...(other === undefined ? [] : [{ text: 'policy?', title: `${other.kind} ${other.reference.name} is not evaluated`, tone: 'care' } as const]),
    ...(closed.length > 0 ? [{ text: `isolated ${closed.join(' ')}`, title: `selected ${closed.map(each => (each === 'I' ? 'for ingress' : 'for egress')).join(' and ')} by ${names}`, tone: 'plain' } as const] : []),
    ...(closed.length === 0 && other === undefined ? [{ text: 'open', title: 'no policy selects its pods: everything may call it, and it may call everything', tone: 'care' } as const] : []),
    ...wideBadges(inward ?? [], 'ingress'), ...wideBadges(outward ?? [], 'egress'),
  ];
}

/** Rules that admit everybody, or every namespace, are words and no lines. */
function wideBadges(selecting: ReturnType<typeof policiesOn>, direction: Direction): readonly Badge[] {
  const wide = selecting.flatMap(({ object, [direction]: rules }) => rules.flatMap(({ peers, ports }) => {
    const everybody = peers.length === 0;
    const everywhere = peers.some(peer => peer.kind === 'pods' && peer.namespaces !== undefined && isEmpty(peer.namespaces) && (peer.pods === undefined || isEmpty(peer.pods)));
    return everybody || everywhere ? [{ who: everybody ? 'anybody' : 'any namespace', by: object.reference.name, all: ports.length === 0 }] : [];
  }));
  return (['anybody', 'any namespace'] as const).flatMap(who => {
    const found = wide.filter(each => each.who === who);
    if (found.length === 0) return [];
    const by = [...new Set(found.map(each => each.by))].sort().join(', ');
    return [{ text: `${direction === 'ingress' ? 'from' : 'to'} ${who}`, title: `${by} admits ${who}${found.some(({ all }) => all) ? ' on every port' : ' on some ports'}`, tone: 'care' } as const];
  });
}

export function isEmpty(selector: object): boolean {
  return Object.values(selector).every(part => (Array.isArray(part) ? part.length === 0 : typeof part === 'object' && part !== null && Object.keys(part as object).length === 0));
}

/** Boxes of all namespaces that something stands in, or that an edge means. */
export function boxesOf(world: World, nodes: readonly MapNode[], meant: ReadonlySet<string>): readonly MapBox[] {
  const used = new Set(nodes.flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace])));
  const names = new Set([...used, ...[...world.cluster.namespaces.keys()].filter(name => meant.has(boxId(name)))]);
  return [...names].sort().map(name => ({ name, badges: boxBadges(world, name) }));
}

function boxBadges(world: World, namespace: string): readonly Badge[] {
  const all = (policies(world).get(namespace) ?? []).filter(selectsAll);
  const closes = (direction: Direction): string | undefined => all.find(policy => policy.directions.has(direction))?.object.reference.name;
  const [inward, outward] = [closes('ingress'), closes('egress')];
  if (inward === undefined && outward === undefined) return [];
  const closed = inward !== undefined && outward !== undefined ? 'default deny' : inward === undefined ? 'default deny egress' : 'default deny ingress';
  const names = [...new Set([inward, outward].filter(name => name !== undefined))].join(' and ');
  return [{ text: closed, title: `every pod is selected by ${names}`, tone: 'plain' }];
}
