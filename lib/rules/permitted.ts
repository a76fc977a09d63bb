import type { Cluster } from '../cluster/cluster';
import { ofKind } from '../intents/intents';
import { matches } from '../model/labels';
import { isEquality, matchLabelsOf } from '../model/selector';
import { policiesOn } from '../reach/admission';
import { podsOf, type Pods } from '../reach/pods';
import { directions, policies, selectsAll, type Direction, type Policy, type PolicyPeer, type PolicyRule } from '../reach/policy';
import { rulePorts, type RulePorts } from '../reach/rule-ports';
import { intendedPermits } from './intended-permits';
import { joinedPorts, keyOf, peerOf, type Permit } from './permit';
import { platformPermits } from './platform-permits';
import type { View } from './rule';
import { shownPermits, statedPermits } from './shown-permits';

/** One entry of a policy: pods, a direction, one peer or everybody, and ports. */
export interface Entry {
  readonly policy: Policy;
  readonly direction: Direction;
  readonly rule: PolicyRule;
  /** Absent: everybody. */
  readonly peer: PolicyPeer | undefined;
  readonly ports: RulePorts;
  /** What it is about in the words of permits; `undefined` for selectors that these have none for. */
  readonly key: string | undefined;
}

/** What is meant to be open, and what is written, side by side. */
export interface Permitted {
  /** Namespaces of which every pod is meant to be selected in both directions. */
  readonly closed: ReadonlySet<string>;
  /** Namespaces that edges touch and that nobody closes. */
  readonly open: readonly string[];
  /** Everything that is meant, without what only objects show. */
  readonly permits: readonly Permit[];
  /** Ports that are meant, by key. */
  readonly meant: ReadonlyMap<string, RulePorts>;
  /** Entries of policies of closed namespaces. */
  readonly entries: readonly Entry[];
  /** Ports that are written, by key. */
  readonly written: ReadonlyMap<string, RulePorts>;
  /** Permits for pods in a direction, what objects show among them. */
  readonly permitsFor: (pods: Pods, direction: Direction) => readonly Permit[];
}

const made = new WeakMap<Cluster, Permitted | undefined>();

/**
 * What edges declare beside what policies say; `undefined` where nobody declares any, or nothing is closed. Both are indexed by what they are about, so
 * that nothing has to be asked pair by pair unless they differ.
 */
export function permitted(view: View): Permitted | undefined {
  if (!made.has(view.cluster)) made.set(view.cluster, compared(view));
  return made.get(view.cluster);
}

function compared(view: View): Permitted | undefined {
  const { facts: { platform, edges = [] }, intents } = view;
  const isolated = ofKind(intents, 'isolate').map(({ intent }) => intent.namespace.name);
  if (isolated.length === 0 && edges.length === 0) return undefined;
  const closed = new Set([...isolated, ...(edges.length === 0 ? [] : closedByObjects(view))]);
  const declared = [...intendedPermits(intents, platform), ...statedPermits(view)];
  const permits = [...declared, ...[...closed].flatMap(namespace => platformPermits(namespace, platform, intents))];
  const meant = new Map<string, RulePorts>();
  // Of thousands of rules most have one of few ports.
  const portsOf = rulePorts({ set: set => set });
  for (const { namespace, direction, pods, peer, ports } of permits) add(meant, keyOf(namespace, direction, pods, peer), portsOf(ports));
  const entries = [...closed].flatMap(namespace => (policies(view).get(namespace) ?? []).flatMap(policy => entriesOf(policy, portsOf)));
  const written = new Map<string, RulePorts>();
  for (const { key, ports } of entries) if (key !== undefined) add(written, key, ports);
  return {
    closed, permits, meant, entries, written, permitsFor: finder(view, permits),
    open: [...new Set(declared.map(({ namespace }) => namespace))].filter(namespace => !closed.has(namespace) && view.cluster.workloadsIn(namespace).length > 0).sort(),
  };
}

/** Without a program, what is closed shows by its policies: every pod is selected in both directions. */
function closedByObjects(view: View): readonly string[] {
  return [...policies(view)].filter(([namespace, within]) => {
    const every = (direction: Direction): boolean => within.some(policy => selectsAll(policy) && policy.directions.has(direction));
    const workloads = view.cluster.workloadsIn(namespace).filter(({ hostNetwork }) => !hostNetwork);
    return directions.every(direction => every(direction) || (workloads.length > 0 && workloads.every(workload => policiesOn(view, podsOf(workload), direction).length > 0)));
  }).map(([namespace]) => namespace);
}

function entriesOf(policy: Policy, portsOf: ReturnType<typeof rulePorts>): readonly Entry[] {
  const pods = isEquality(policy.selector) ? matchLabelsOf(policy.selector) : undefined;
  return directions.filter(direction => policy.directions.has(direction)).flatMap(direction => policy[direction].flatMap(rule => {
    const ports = portsOf(rule.ports);
    const peers: readonly (PolicyPeer | undefined)[] = rule.peers.length === 0 ? [undefined] : rule.peers;
    return peers.map((peer): Entry => {
      const about = pods === undefined ? undefined : peerOf(policy.namespace, peer);
      return { policy, direction, rule, peer, ports, key: pods === undefined || about === undefined ? undefined : keyOf(policy.namespace, direction, pods, about) };
    });
  }));
}

function add(index: Map<string, RulePorts>, key: string, ports: RulePorts): void {
  const present = index.get(key);
  index.set(key, present === undefined ? ports : joinedPorts(present, ports));
}

/** Only where meant and written differ is anything asked pod by pod, and only then what objects show is looked up. */
function finder(view: View, permits: readonly Permit[]): Permitted['permitsFor'] {
  let byNamespace: Map<string, Permit[]> | undefined;
  const known = new Map<object, readonly Permit[]>();
  return (pods, direction) => {
    const workload = pods.workload ?? pods;
    if (byNamespace === undefined) {
      byNamespace = new Map<string, Permit[]>();
      for (const permit of [...permits, ...shownPermits(view)]) {
        const key = `${permit.namespace} ${permit.direction}`;
        const present = byNamespace.get(key);
        if (present === undefined) byNamespace.set(key, [permit]);
        else present.push(permit);
      }
    }
    if (!known.has(workload)) known.set(workload, directions.flatMap(each => (byNamespace?.get(`${workload.namespace} ${each}`) ?? []).filter(permit => matches(permit.pods, workload.labels))));
    return (known.get(workload) ?? []).filter(permit => permit.direction === direction);
  };
}
