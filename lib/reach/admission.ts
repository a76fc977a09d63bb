import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { certainly, every, someOfEach, type Certainty } from '../model/certainty';
import type { FieldPath } from '../model/finding';
import { describe } from '../model/object';
import type { Protocol } from '../model/port';
import { someOf } from '../model/some';
import { foreignPolicies } from './foreign';
import { meansParty, type Party } from './peer';
import { selectsPods, type Pods } from './pods';
import { policies, policiesSelecting, type Direction, type Policy, type PolicyPort, type PolicyRule } from './policy';

/** The port that is asked for: of the pods that are called, as their container listens. */
export interface Port {
  readonly number: number;
  /** @default 'TCP' */
  readonly protocol?: Protocol;
}

/** Whether policies let a connection pass at one end, and what says so. */
export interface Admission {
  readonly admitted: Certainty;
  /** A half sentence: `no policy selects its pods for ingress`. */
  readonly reason: string;
  /** Policies that select the pods in this direction; empty where the direction is open. */
  readonly selecting: readonly Policy[];
  /** The rule that admits. */
  readonly by?: { readonly object: ClusterObject; readonly path: FieldPath };
}

/**
 * The policies that select pods in a direction. Pods of the host network are governed by none: the API speaks of pods with a network of their own.
 *
 * @example policiesOn(world, podsOf(workload), 'egress').length > 0 // its egress is closed but for what they admit
 */
export function policiesOn(world: World, pods: Pods, direction: Direction): readonly Policy[] {
  if (pods.workload?.hostNetwork === true) return [];
  if (pods.workload !== undefined) return (policiesSelecting(world).get(pods.workload) ?? []).filter(policy => policy.directions.has(direction));
  return (policies(world).get(pods.namespace) ?? []).filter(policy => policy.directions.has(direction) && selectsPods(policy.selector, pods) === 'yes');
}

/**
 * Whether pods are admitted to connect to a party (`egress`), or a party to them (`ingress`). Asks one end alone.
 *
 * Source: the words of `networking/v1`. A policy admits, never denies: pods that none selects are open, others take what any rule of any selecting policy admits.
 */
export function admission(world: World, pods: Pods, direction: Direction, party: Party, port: Port): Admission {
  if (pods.workload?.hostNetwork === true) return { admitted: 'yes', reason: 'its pods are on the host network, which no policy governs', selecting: [] };
  const selecting = policiesOn(world, pods, direction);
  const others = foreignPolicies(world, pods, direction);
  const [other] = others;
  if (other !== undefined) return { admitted: 'unknown', reason: `${describe(other.reference)} is not evaluated`, selecting };
  const unsure = pods.workload === undefined && (policies(world).get(pods.namespace) ?? []).some(policy => policy.directions.has(direction) && selectsPods(policy.selector, pods) === 'unknown');
  if (selecting.length === 0) return unsure ? { admitted: 'unknown', reason: 'which policies select the pods is not known', selecting } : { admitted: 'yes', reason: `no policy selects its pods for ${direction}`, selecting };
  const server = direction === 'egress' ? party : pods;
  let admitted: Certainty = unsure ? 'unknown' : 'no';
  for (const policy of selecting) {
    for (const rule of policy[direction]) {
      const covers = coversPort(rule, port, workloadOf(server));
      if (covers === 'no') continue;
      const answer = every([covers, meansParty(world, policy, rule.peers, party)]);
      if (answer === 'yes') return { admitted: 'yes', reason: `${describe(policy.object.reference)} admits it`, selecting, by: { object: policy.object, path: rule.path } };
      if (answer === 'unknown') admitted = 'unknown';
    }
  }
  return { admitted, reason: admitted === 'no' ? `its pods are selected by ${someOf(selecting.map(({ object }) => object.reference.name))}, and none admits it` : 'the input does not settle whom a rule means', selecting };
}

/** Both ends of a connection between pods. */
export interface Connection {
  readonly open: Certainty;
  readonly egress: Admission;
  readonly ingress: Admission;
}

/**
 * Whether a port of pods is open to other pods: egress there, ingress here.
 *
 * @example connection(world, podsOf(web), podsOf(db), { number: 5432 }).open
 */
export function connection(world: World, from: Pods, to: Pods, port: Port): Connection {
  const [egress, ingress] = [admission(world, from, 'egress', to, port), admission(world, to, 'ingress', from, port)];
  return { open: every([egress.admitted, ingress.admitted]), egress, ingress };
}

/** Whether a rule covers a port, whoever the peer is. A named port is resolved at the pods that are called. */
export function coversPort({ ports }: Pick<PolicyRule, 'ports'>, port: Port, server: Workload | undefined): Certainty {
  return ports.length === 0 ? 'yes' : someOfEach(ports, entry => isPort(entry, port, server));
}

function isPort({ protocol, from, to, name }: PolicyPort, { number, protocol: asked = 'TCP' }: Port, server: Workload | undefined): Certainty {
  if (protocol !== asked) return 'no';
  if (name !== undefined) return server === undefined ? 'unknown' : certainly(server.ports.some(declared => declared.name === name && declared.protocol === asked && declared.port === number));
  return certainly(from === undefined || (number >= from && number <= (to ?? from)));
}

function workloadOf(party: Party): Workload | undefined {
  return 'namespace' in party ? party.workload : undefined;
}
