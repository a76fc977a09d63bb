import { UsageError } from '../../model/usage-error';
import { nearest } from '../../model/spelling';
import { boxId, type MapEdge, type MapNode, type NetworkMap } from './map';

/** Columns of a neighbourhood, from left to right. */
export const lanes = ['from outside', 'clients', 'routed by', 'its Services', 'workload', 'calls', 'behind', 'outside'] as const;

/** A part of a map with the column of each of its nodes. */
export interface Focused {
  readonly map: NetworkMap;
  readonly lanes: ReadonlyMap<string, number>;
  /** The node in the middle. */
  readonly centre: string;
}

/**
 * The node that a text names: `shop/web`, `web`, `web[Deployment]`, a workload before a Service of the name.
 *
 * @throws UsageError where nothing has the name, or several have
 */
export function nodeNamed({ nodes }: NetworkMap, text: string): MapNode {
  const [, namespace, name = '', kind] = /^(?:([^/[\]]*)\/)?([^/[\]]+)(?:\[([^\]]*)\])?$/.exec(text) ?? [];
  const all = nodes.filter(node => node.kind === 'workload' || node.kind === 'service');
  const found = all.filter(node => node.name === name && (namespace === undefined || node.namespace === namespace) && (kind === undefined || node.detail.toLowerCase() === kind.toLowerCase()));
  const wanted = found.some(node => node.kind === 'workload') ? found.filter(node => node.kind === 'workload') : found;
  const [one, ...more] = wanted;
  if (one === undefined) {
    const near = nearest(text, all.flatMap(node => [`${node.namespace ?? ''}/${node.name}`, node.name]));
    throw new UsageError({ what: `no workload or Service "${text}" in the input`, fix: near === undefined ? 'name it as namespace/name' : `use ${near}` });
  }
  if (more.length > 0) throw new UsageError({ what: `"${text}" is ${wanted.length} things: ${wanted.map(node => `${node.namespace ?? ''}/${node.name}[${node.detail}]`).join(', ')}`, fix: 'name one as namespace/name[Kind]' });
  return one;
}

/** One node and what it has to do with: who calls it and how they get there, what it calls and what is behind that. */
export function focused(map: NetworkMap, centre: MapNode): Focused {
  const lane = new Map<string, number>([[centre.id, 4]]);
  const kinds = new Map(map.nodes.map(({ id, kind }) => [id, kind]));
  const used = new Set<MapEdge>();
  const kindOf = (id: string): string => kinds.get(id) ?? 'namespace';
  const step = (from: readonly string[], direction: 'in' | 'out', place: (id: string, edge: MapEdge) => number | undefined): readonly string[] => {
    const reached = new Set<string>();
    for (const edge of map.edges) {
      const [near, far] = direction === 'in' ? [edge.to, edge.from] : [edge.from, edge.to];
      if (!from.includes(near)) continue;
      const at = lane.get(far) ?? place(far, edge);
      if (at === undefined) continue;
      used.add(edge);
      if (lane.has(far)) continue;
      lane.set(far, at);
      reached.add(far);
    }
    return [...reached];
  };
  const outer = (id: string): number => (kindOf(id) === 'entry' ? 0 : kindOf(id) === 'service' ? 2 : 1);
  const before = step([centre.id], 'in', id => (kindOf(id) === 'service' ? 3 : outer(id)));
  const services = before.filter(id => kindOf(id) === 'service');
  const routed = step(services, 'in', outer);
  step(routed.filter(id => kindOf(id) === 'service'), 'in', id => (kindOf(id) === 'service' ? undefined : outer(id)));
  // Clients of a workload come from outside through theirs: no further.
  const called = step([centre.id], 'out', id => (kindOf(id) === 'external' ? 7 : kindOf(id) === 'service' ? 5 : 6));
  const behind = step(called.filter(id => kindOf(id) === 'service'), 'out', id => (kindOf(id) === 'external' ? 7 : 6));
  step(behind.filter(id => kindOf(id) === 'service'), 'out', id => (kindOf(id) === 'external' ? 7 : 6));
  const box = centre.namespace === undefined ? undefined : boxId(centre.namespace);
  // Policies that mean all of its namespace mean it, too.
  if (box !== undefined) {
    for (const edge of map.edges) {
      if (edge.to === box && !lane.has(edge.from)) lane.set(edge.from, outer(edge.from));
      if (edge.from === box && !lane.has(edge.to)) lane.set(edge.to, kindOf(edge.to) === 'external' ? 7 : 6);
    }
  }
  const meant = map.edges.filter(edge => box !== undefined && (edge.to === box || edge.from === box)).map((edge): MapEdge => ({ ...edge, ...(edge.to === box ? { to: centre.id } : { from: centre.id }) }));
  const nodes = [...map.nodes.filter(({ id }) => lane.has(id)), ...map.boxes.filter(({ name }) => lane.has(boxId(name))).map(({ name, badges }): MapNode => ({ id: boxId(name), kind: 'namespace', name, detail: 'every pod of the namespace', badges }))];
  const edges = [...used, ...meant].filter(({ from, to }) => lane.has(from) && lane.has(to) && from !== to);
  return { map: { boxes: [], nodes, edges: [...new Map(edges.map(edge => [`${edge.id} ${edge.from} ${edge.to}`, edge])).values()] }, lanes: lane, centre: centre.id };
}
