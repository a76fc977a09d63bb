import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { parseCidr } from '../model/cidr';
import { countOpaque } from '../model/json';
import { formatLabels, matches } from '../model/labels';
import { describe } from '../model/object';
import { isEquality, matchLabelsOf } from '../model/selector';
import { someOf } from '../model/some';
import { isWithin, meets, rangeOf } from '../reach/address-range';
import { policiesOn } from '../reach/admission';
import { connectionSet, formatConnections, isEmpty, minus, noConnections, union, type ConnectionSet } from '../reach/connection-set';
import { foreignPolicies } from '../reach/foreign';
import { workloadsMeant } from '../reach/meant';
import { podsOf, type Pods } from '../reach/pods';
import { directions, policies, selectedBy, type Policy, type PolicyPeer } from '../reach/policy';
import type { RulePorts } from '../reach/rule-ports';
import { tierPoliciesOn } from '../reach/tier-admission';
import { namespaceNamed, rulePorts, withinPorts, type Permit } from './permit';
import type { Entry, Permitted } from './permitted';
import type { Reported, Unsettled, View } from './rule';

/** How many pairs of one entry are looked up before it is enough. */
const enough = 20;

/** What policies of closed namespaces admit beyond what is meant, entry by entry, and pods that none of them closes. */
export function excessOfPolicies(view: View, sides: Permitted): readonly (Reported | Unsettled)[] {
  return [
    ...sides.open.map(() => ({ unknown: 'what else reaches pods of a namespace that nobody closes' })),
    ...[...sides.closed].sort().flatMap(namespace => [...unselected(view, namespace), ...otherSystems(view, namespace)]),
    ...sides.entries.filter(({ key, ports }) => key === undefined || !withinPorts(ports, sides.meant.get(key) ?? { fixed: noConnections, names: [] })).flatMap(entry => judged(view, sides, entry)),
  ];
}

function judged(view: View, sides: Permitted, entry: Entry): readonly (Reported | Unsettled)[] {
  const { policy, rule, peer, direction } = entry;
  const selected = governed(view, policy);
  if (countOpaque(policy.object.written['spec']) > 0 && peer?.kind !== 'unread') return [{ unknown: 'whom a policy of a closed namespace admits', object: policy.object }];
  if (peer?.kind === 'unread') return selected.some(workload => sides.permitsFor(workload, direction).some(permit => permit.peer.kind === 'opaque')) ? [] : [{ unknown: 'whom a policy of a closed namespace admits', object: policy.object }];
  const found: { readonly here: Pods; readonly there: string; readonly ports: ConnectionSet; readonly object?: ClusterObject }[] = [];
  for (const here of selected) {
    const permits = sides.permitsFor(here, direction);
    for (const { there, object, ports } of beyond(view, entry, here, permits)) found.push({ here, there, ports, ...(object === undefined ? {} : { object }) });
    if (found.length >= enough) break;
  }
  const [first] = found;
  if (first === undefined) return [];
  const said = [...new Set(found.map(({ here, there, ports }) => `${direction === 'ingress' ? `${there} to ${nameOfPods(here)}` : `${nameOfPods(here)} to ${there}`} on ${formatConnections(ports)}`))];
  return [{
    object: policy.object,
    path: peer?.path ?? rule.path,
    message: `${describe(policy.object.reference)} admits ${someOf(said)}, which no edge declares`,
    help: 'declare the edge, or narrow the policy to what is declared',
    near: [...(first.here.workload === undefined ? [] : [{ object: first.here.workload.object }]), ...(first.object === undefined ? [] : [{ object: first.object }])].slice(0, 2),
  }];
}

/** The pods that a policy selects. Of a program those of gateways are often written elsewhere, and known by their labels alone. */
function governed(view: View, policy: Policy): readonly Pods[] {
  const selected = selectedBy(view).get(policy) ?? [];
  if (selected.length === 0 && view.program && isEquality(policy.selector)) return [{ namespace: policy.namespace, labels: matchLabelsOf(policy.selector) }];
  return selected.filter(({ hostNetwork }) => !hostNetwork).map(podsOf);
}

function nameOfPods({ namespace, labels, workload }: Pods): string {
  return workload === undefined ? describePeer(namespace, labels) : nameOf(workload);
}

interface Beyond {
  readonly there: string;
  readonly object?: ClusterObject;
  readonly ports: ConnectionSet;
}

/** What one entry admits at one workload beyond its permits. */
function beyond(view: View, { peer, ports, direction, policy }: Entry, { workload: here }: Pods, permits: readonly Permit[]): readonly Beyond[] {
  const left = (admitted: ConnectionSet, server: Workload | undefined, covers: (permit: Permit) => boolean): ConnectionSet =>
    minus(admitted, permits.filter(covers).reduce((all: ConnectionSet, permit) => union(all, at(rulePorts(permit.ports), server)), noConnections));
  const some = (there: string, rest: ConnectionSet, object?: ClusterObject): readonly Beyond[] => (isEmpty(rest) ? [] : [{ there, ports: rest, ...(object === undefined ? {} : { object }) }]);
  const own = direction === 'ingress' ? here : undefined;
  if (peer === undefined) return some('everybody', left(at(ports, own), own, permit => permit.peer.kind === 'anyone'));
  if (peer.kind === 'unread') return [];
  if (peer.kind === 'block') return some(peer.block.text, left(at(ports, own), own, permit => permit.peer.kind === 'anyone' || coversBlock(permit.peer, peer)));
  const meant = workloadsMeant(view, policy, peer).filter(({ hostNetwork }) => !hostNetwork);
  const namespace = peer.namespaces === undefined ? policy.namespace : namespaceNamed(peer.namespaces);
  const labels = matchLabelsOf(peer.pods ?? {});
  const pairs = meant.flatMap(there => {
    const server = direction === 'ingress' ? here : there;
    return some(nameOf(there), left(at(ports, server), server, permit => permit.peer.kind === 'anyone' || (permit.peer.kind === 'pods' && (permit.peer.namespace === '*' || permit.peer.namespace === there.namespace) && matches(permit.peer.labels, there.labels))), there.object);
  });
  // Of one namespace whose pods are in the input, these are who is meant; else others may come.
  if (meant.length > 0 && namespace !== undefined && namespace !== '*') return pairs;
  const unseen = left(at(ports, own), own, permit => permit.peer.kind === 'anyone' || (permit.peer.kind === 'pods' && (permit.peer.namespace === '*' || permit.peer.namespace === namespace) && matches(permit.peer.labels, labels)));
  if (isEmpty(unseen) && (ports.names.length === 0 || permits.some(permit => permit.peer.kind === 'pods' && matches(permit.peer.labels, labels) && withinPorts({ fixed: noConnections, names: ports.names }, rulePorts(permit.ports))))) return pairs;
  return pairs.length > 0 ? pairs : some(describePeer(namespace, labels), isEmpty(unseen) ? ports.fixed : unseen);
}

/** Ports as they are at the pods that are called; a name that these do not have means nothing. */
function at({ fixed, names }: RulePorts, server: Workload | undefined): ConnectionSet {
  if (names.length === 0 || server === undefined) return fixed;
  return union(fixed, connectionSet(server.ports.filter(declared => names.some(({ name, protocol }) => name === declared.name && (protocol === undefined || protocol === declared.protocol))).map(({ protocol, port }) => ({ protocol, from: port, to: port }))));
}

function coversBlock(permit: Permit['peer'], { block, except }: Extract<PolicyPeer, { readonly kind: 'block' }>): boolean {
  if (permit.kind !== 'block') return false;
  const [outer, range] = [parseCidr(permit.cidr), rangeOf(block)];
  if ('problem' in outer || !isWithin(range, rangeOf(outer))) return false;
  return permit.except.map(parseCidr).every(left => 'problem' in left || !meets(rangeOf(left), range) || except.some(own => isWithin(rangeOf(left), rangeOf(own))));
}

function describePeer(namespace: string | undefined, labels: Readonly<Record<string, string>>): string {
  const pods = Object.keys(labels).length === 0 ? 'pods' : `pods ${formatLabels(labels)}`;
  return namespace === '*' ? `${pods} of any namespace` : namespace === undefined ? `${pods} of namespaces by labels` : `${pods} of namespace ${namespace}`;
}

function nameOf({ kind, namespace, name }: Workload): string {
  return `${kind} ${namespace}/${name}`;
}

/** Pods that no policy selects in a direction: everything is open there. */
function unselected(view: View, namespace: string): readonly (Reported | Unsettled)[] {
  return directions.flatMap((direction): readonly (Reported | Unsettled)[] => {
    const open = view.cluster.workloadsIn(namespace).filter(workload => !workload.hostNetwork && policiesOn(view, podsOf(workload), direction).length === 0);
    const [first] = open;
    if (first === undefined) return [];
    if (open.some(workload => foreignPolicies(view, podsOf(workload), direction).length > 0 || tierPoliciesOn(view, podsOf(workload), direction).length > 0)) return [{ unknown: 'whether policies of another kind close pods', object: first.object }];
    const [policy] = policies(view).get(namespace) ?? [];
    return [{
      object: policy?.object ?? first.object,
      path: policy === undefined ? [] : ['spec'],
      message: `no policy selects ${someOf(open.map(nameOf))} for ${direction}, although namespace ${namespace} is closed: ${direction === 'ingress' ? 'everybody may connect to them' : 'they may connect to everybody'}`,
      help: `add a NetworkPolicy with an empty podSelector and policyTypes that has ${direction === 'ingress' ? 'Ingress' : 'Egress'}`,
      near: [{ object: first.object }],
    }];
  });
}

/** Policies of systems that are not evaluated, and rules of cluster-scoped ones that accept, open what no NetworkPolicy does. */
function otherSystems(view: View, namespace: string): readonly Unsettled[] {
  const somebody = { namespace, labels: {} };
  return directions.some(direction => foreignPolicies(view, somebody, direction).length > 0 || tierPoliciesOn(view, somebody, direction).some(policy => policy.tier === 'admin' && policy[direction].some(({ action }) => action === 'accept')))
    ? [{ unknown: 'what policies of another kind permit in a closed namespace' }] : [];
}
