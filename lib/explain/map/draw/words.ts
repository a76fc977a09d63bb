import type { MapEdge, MapNode, NetworkMap } from '../map';

/** `shop/web`, `edge/public`, `203.0.113.0/28`. */
export function nameOfEnd({ nodes }: NetworkMap): (id: string) => string {
  const names = new Map(nodes.map(node => [node.id, nodeName(node)]));
  return id => names.get(id) ?? (id.startsWith('namespace:') ? `${id.slice('namespace:'.length)}/*` : id);
}

export function nodeName({ kind, namespace, name }: MapNode): string {
  return kind === 'namespace' ? `${name}/*` : namespace === undefined ? name : `${namespace}/${name}`;
}

const verbs = { enters: 'leads to', calls: 'calls', routes: 'routes to', serves: 'is served by', admitted: 'is admitted to', leaves: 'goes out to' } as const;

export function verbOf({ kind }: Pick<MapEdge, 'kind'>): string {
  return verbs[kind];
}

const statuses = { open: 'open', blocked: 'blocked', half: 'admitted at one end only', unknown: 'not settled by the input' } as const;

export function statusText({ status }: Pick<MapEdge, 'status'>): string {
  return statuses[status];
}

const wires = { mutual: 'mutual TLS', plaintext: 'plaintext', tls: 'TLS', unknown: 'not known' } as const;

export function wireText({ wire }: Pick<MapEdge, 'wire'>): string {
  return wire === undefined ? '' : wires[wire];
}

export function edgeSentence(edge: MapEdge, name: (id: string) => string): string {
  const wire = wireText(edge);
  const [subject, verb] = edge.of === undefined ? [name(edge.from), verbOf(edge)] : [name(edge.from), `has ${edge.of.length} edges to`];
  return [`${subject} ${verb} ${name(edge.to)}${edge.of === undefined && edge.label !== '' ? ` ${edge.label}` : ''}`, statusText(edge), ...(wire === '' ? [] : [wire]), ...(edge.change === undefined ? [] : [edge.change])].join(', ');
}
