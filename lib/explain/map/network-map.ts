import type { World } from '../../cluster/cluster';
import { servedBy } from '../../mesh/served';
import { compare } from '../../model/json';
import type { ReachSettings } from '../../reach/settings';
import { callEdges } from './call-edges';
import { entrySide } from './entry-edges';
import { boxId, type EdgeStatus, type MapEdge, type MapNode, type NetworkMap, type Wire } from './map';
import { boxesOf, externalNodes, objectId, serviceNodes, workloadId, workloadNodes } from './nodes';
import { policySide } from './policy-edges';
import { serviceEdges } from './service-edges';

/**
 * What there is to see in a cluster. An edge is there where something routes requests, where somebody wrote down that one calls the other, or where a policy names both
 * ends; pods that no policy selects are marked `open` instead, and whole namespaces are one end.
 *
 * @param settings what the API leaves to the network plugin
 * @example networkMap(world).edges.filter(({ status }) => status === 'blocked')
 */
export function networkMap(world: World, settings: ReachSettings = {}): NetworkMap {
  const calls = callEdges(world, settings);
  const entries = entrySide(world);
  const policies = policySide(world, pairsOf(world, calls), settings);
  const services = serviceEdges(world);
  const edges = merged([...entries.edges, ...calls, ...services, ...policies.edges]);
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const declared = [...workloadNodes(world), ...serviceNodes(world), ...externalNodes(world), ...entries.nodes, ...policies.nodes.filter(({ id }) => ends.has(id))];
  const known = new Set(declared.map(({ id }) => id));
  const names = [...ends].filter(id => id.startsWith('external:name/') && !known.has(id)).map((id): MapNode => ({ id, kind: 'external', name: id.slice('external:name/'.length), detail: 'name outside', badges: [] }));
  const nodes = [...new Map([...declared, ...names].map(node => [node.id, node])).values()].sort((a, b) => compare(a.id, b.id));
  const boxes = boxesOf(world, nodes, ends);
  const there = new Set([...nodes.map(({ id }) => id), ...boxes.map(({ name }) => boxId(name))]);
  return { boxes, nodes, edges: edges.filter(({ from, to }) => there.has(from) && there.has(to)) };
}

/** Pairs of workloads that a call through a Service shows. */
function pairsOf(world: World, calls: readonly MapEdge[]): ReadonlySet<string> {
  const callers = new Map<string, string[]>();
  for (const { from, to } of calls) callers.set(to, [...(callers.get(to) ?? []), from]);
  return new Set(world.cluster.workloads.flatMap(server => {
    const through = new Set(servedBy(world, server).flatMap(({ host: { object } }) => (object.kind === 'Service' ? [objectId('service', object)] : [])));
    return [...through].flatMap(service => (callers.get(service) ?? []).map(from => `${from} ${workloadId(server)}`));
  }));
}

const worst: readonly EdgeStatus[] = ['blocked', 'unknown', 'half', 'open'];

/** One edge for each two ends and kind; its label has the labels of all, its status is the worst. */
export function merged(edges: readonly MapEdge[]): readonly MapEdge[] {
  const groups = new Map<string, MapEdge[]>();
  for (const edge of edges) {
    const key = `${edge.kind} ${edge.from} ${edge.to}`;
    const present = groups.get(key);
    if (present === undefined) groups.set(key, [edge]);
    else present.push(edge);
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([id, parts]) => joined(id, parts));
}

function joined(id: string, parts: readonly MapEdge[]): MapEdge {
  const [first] = parts;
  if (first === undefined) throw new Error('an edge without parts');
  const status = worst.find(each => parts.some(part => part.status === each)) ?? 'open';
  const wires = [...new Set(parts.flatMap(({ wire }) => (wire === undefined ? [] : [wire])))];
  const wire: Wire | undefined = wires.length > 1 ? 'unknown' : wires[0];
  const asks = (parts.find(part => part.status === status && part.asks !== undefined) ?? parts.find(part => part.asks !== undefined))?.asks;
  return {
    id, from: first.from, to: first.to, kind: first.kind, label: labelOf(parts.map(({ label }) => label)), status,
    ...(wire === undefined ? {} : { wire }), layer: parts.every(({ layer }) => layer === 'platform') ? 'platform' : 'traffic',
    facts: factsOf(parts), ...(asks === undefined ? {} : { asks }),
  };
}

function labelOf(labels: readonly string[]): string {
  const texts = [...new Set(labels.filter(label => label !== ''))];
  return texts.length > 3 ? `${texts.slice(0, 2).join(' ')} …` : texts.join(' ');
}

function factsOf(parts: readonly MapEdge[]): MapEdge['facts'] {
  return [...new Map(parts.flatMap(({ facts }) => facts).map(fact => [fact.text, fact])).values()];
}
