import { oncePerThing, type World } from '../../cluster/cluster';
import type { Workload } from '../../cluster/workload';
import { servedBy } from '../../mesh/served';
import { every } from '../../model/certainty';
import { describe } from '../../model/object';
import { matchLabelsOf } from '../../model/selector';
import type { JsonObject } from '../../model/json';
import { formatLabels } from '../../model/labels';
import { admission } from '../../reach/admission';
import { podsOf, selectsNamespace } from '../../reach/pods';
import { directions, policies, selectedBy, selectsAll, type Direction, type Policy, type PolicyPeer, type PolicyRule } from '../../reach/policy';
import type { ReachSettings } from '../../reach/settings';
import { statusOf } from './call-edges';
import { boxId, type Fact, type MapEdge, type MapNode } from './map';
import { isEmpty, workloadId } from './nodes';
import { platformBox, platformEnd } from './platform-ends';

/** What rules of NetworkPolicies name: pairs of pods, whole namespaces as one end, and addresses. */
export interface PolicySide {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

/** One end of an edge: a workload, or a box. */
type End = { readonly workload: Workload } | { readonly namespace: string } | { readonly node: MapNode };

const mostNamespaces = 5;

/** @param drawn pairs `from to` of workloads that a call shows already */
export function policySide(world: World, drawn: ReadonlySet<string>, settings: ReachSettings): PolicySide {
  const nodes: MapNode[] = [];
  const edges: MapEdge[] = [];
  for (const policy of [...policies(world).values()].flat()) {
    for (const direction of directions) {
      if (!policy.directions.has(direction)) continue;
      const subjects = subjectsOf(world, policy);
      for (const rule of policy[direction]) {
        for (const peer of rule.peers) {
          for (const other of endsOf(world, policy, direction, peer)) {
            if ('node' in other) nodes.push(other.node);
            for (const subject of subjects) edges.push(...edgeOf(world, { policy, direction, rule, peer, subject, other }, drawn, settings));
          }
        }
      }
    }
  }
  return { nodes, edges };
}

function subjectsOf(world: World, policy: Policy): readonly End[] {
  if (selectsAll(policy)) return [{ namespace: policy.namespace }];
  return (selectedBy(world).get(policy) ?? []).filter(({ hostNetwork }) => !hostNetwork).map(workload => ({ workload }));
}

function endsOf(world: World, policy: Policy, direction: Direction, peer: PolicyPeer): readonly End[] {
  if (peer.kind === 'unread') return [];
  if (peer.kind === 'block') {
    const cidr = peer.block.text;
    const kind = direction === 'egress' ? 'external' : 'entry';
    return [{ node: { id: `${kind}:addresses/${cidr}`, kind, name: cidr === '0.0.0.0/0' || cidr === '::/0' ? `anywhere (${cidr})` : cidr, detail: 'addresses', badges: [] } }];
  }
  const { namespaces, pods } = peer;
  const everyPod = pods === undefined || isEmpty(pods);
  // Every namespace is a badge.
  if (namespaces !== undefined && isEmpty(namespaces) && everyPod) return [];
  const within = namespaces === undefined ? [policy.namespace] : namespacesMeant(world, namespaces);
  if (!everyPod) return within.flatMap(namespace => world.cluster.selected(namespace, pods)).map(workload => ({ workload }));
  if (within.length <= mostNamespaces) return within.map(namespace => ({ namespace }));
  const kind = direction === 'egress' ? 'external' : 'entry';
  const text = formatLabels(matchLabelsOf(namespaces ?? {}));
  return [{ node: { id: `${kind}:namespaces/${JSON.stringify(namespaces)}`, kind, name: text === '' ? `${within.length} namespaces` : text, detail: `${within.length} namespaces of this cluster`, badges: [] } }];
}

function namespacesMeant(world: World, selector: JsonObject): readonly string[] {
  let known = meant(world).get(selector);
  if (known === undefined) meant(world).set(selector, (known = [...world.cluster.namespaces.keys()].filter(name => selectsNamespace(world, selector, name) === 'yes')));
  return known;
}

const remembered = oncePerThing<'selectors', Map<JsonObject, readonly string[]>>(() => new Map());
const meant = (world: World): Map<JsonObject, readonly string[]> => remembered(world, 'selectors');

interface Named {
  readonly policy: Policy;
  readonly direction: Direction;
  readonly rule: PolicyRule;
  readonly peer: PolicyPeer;
  readonly subject: End;
  readonly other: End;
}

function edgeOf(world: World, { policy, direction, rule, peer, subject, other }: Named, drawn: ReadonlySet<string>, settings: ReachSettings): readonly MapEdge[] {
  const [from, to] = direction === 'ingress' ? [other, subject] : [subject, other];
  const [fromId, toId] = [idOf(from), idOf(to)];
  if (fromId === toId || drawn.has(`${fromId} ${toId}`)) return [];
  const says: Fact = { text: `${describe(policy.object.reference)} admits ${direction} on ${portsText(rule)}`, object: policy.object, path: peer.path };
  const common = { id: '', from: fromId, to: toId, label: labelOf(rule), layer: layerOf(world, from, to, rule) } as const;
  if ('workload' in from && 'workload' in to) {
    const pair = pairStatus(world, from.workload, to.workload, rule, settings);
    return [{ ...common, kind: 'admitted', status: pair.status, facts: [says, ...pair.facts], ...asks(world, from.workload, to.workload, rule) }];
  }
  return [{ ...common, kind: 'node' in other ? (direction === 'egress' ? 'leaves' : 'enters') : 'admitted', status: 'open', facts: [says] }];
}

function idOf(end: End): string {
  return 'workload' in end ? workloadId(end.workload) : 'namespace' in end ? boxId(end.namespace) : end.node.id;
}

function layerOf(world: World, from: End, to: End, { ports }: PolicyRule): 'traffic' | 'platform' {
  const numbers = ports.flatMap(({ from: first, to: last = first }) => (first === undefined || first !== last ? [] : [first]));
  const one = (end: End): boolean => ('workload' in end ? platformEnd(world, end.workload) !== undefined : 'namespace' in end && platformBox(world, end.namespace, numbers) !== undefined);
  const dns = ports.length > 0 && ports.every(({ from: first }) => first === 53);
  return dns || one(from) || one(to) ? 'platform' : 'traffic';
}

/** Whether both ends admit it, on the first port of the rule that has a number. */
function pairStatus(world: World, from: Workload, to: Workload, { ports }: PolicyRule, settings: ReachSettings): Pick<MapEdge, 'status' | 'facts'> {
  const [first] = ports;
  const number = first?.from ?? to.ports.find(({ name }) => name === first?.name)?.port ?? (ports.length === 0 ? (to.ports[0]?.port ?? 1) : undefined);
  if (number === undefined) return { status: 'blocked', facts: [{ text: `no container of ${to.name} declares port "${first?.name ?? ''}"` }] };
  const asked = { number, protocol: first?.protocol ?? 'TCP' } as const;
  const [client, server] = [podsOf(from), podsOf(to)];
  const egress = admission(world, client, 'egress', server, asked, settings);
  const ingress = admission(world, server, 'ingress', client, asked, settings);
  const admitted = every([egress.admitted, ingress.admitted]);
  return { status: statusOf(admitted, false, admitted), facts: [{ text: `egress of ${from.name}: ${egress.reason}`, ...egress.by }, { text: `ingress of ${to.name}: ${ingress.reason}`, ...ingress.by }] };
}

/** Through a Service that leads to the port, since that is what people call. */
function asks(world: World, from: Workload, to: Workload, { ports }: PolicyRule): Pick<MapEdge, 'asks'> {
  const numbers = new Set(ports.map(({ from: first, name }) => first ?? to.ports.find(port => port.name === name)?.port));
  const through = servedBy(world, to).find(({ endpoint, host }) => host.object.kind === 'Service' && (numbers.size === 0 || numbers.has(endpoint.port)));
  return through === undefined ? {} : { asks: { from: `${from.namespace}/${from.name}`, url: `tcp://${through.host.name.replace(/\.svc\..*$/, '')}:${through.port.number}` } };
}

function labelOf(rule: PolicyRule): string {
  const all = rule.ports.map(({ protocol, from, to, name }) => `${protocol === 'TCP' ? '' : `${protocol} `}:${from === undefined ? (name ?? 'all') : from === to || to === undefined ? from : `${from}-${to}`}`);
  const texts = [...new Set(all)];
  return texts.length > 2 ? `${texts.length} ports` : texts.join(' ');
}

function portsText({ ports }: PolicyRule): string {
  if (ports.length === 0) return 'every port';
  return ports.map(({ protocol, from, to, name }) => `${protocol} ${from === undefined ? (name ?? 'all') : from === to || to === undefined ? from : `${from} to ${to}`}`).join(', ');
}
