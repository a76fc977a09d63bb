import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { certainly, every, someOfEach, type Certainty } from '../model/certainty';
import type { FieldPath } from '../model/finding';
import { describe } from '../model/object';
import type { Protocol } from '../model/port';
import { someOf } from '../model/some';
import type { Decider, Evidence } from './evidence';
import { foreignPolicies } from './foreign';
import { meansParty, type Party } from './peer';
import { selectsPods, type Pods } from './pods';
import { policies, policiesSelecting, type Direction, type Policy, type PolicyPort, type PolicyRule } from './policy';
import type { ReachSettings } from './settings';
import { tierOutcome, tierPoliciesOn, type TierOutcome } from './tier-admission';

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
  readonly decider: Decider;
  /** NetworkPolicies that select the pods in this direction; empty where the direction is open. */
  readonly selecting: readonly Policy[];
  /** The rule that decides, where one does for certain. */
  readonly by?: { readonly object: ClusterObject; readonly path: FieldPath };
  /** Rules that have a say, in the order in which they are asked. */
  readonly evidence: readonly Evidence[];
}

/**
 * The policies that select pods in a direction. Pods of the host network are governed by none: the API speaks of pods with a network of their own.
 *
 * @example policiesOn(world, podsOf(workload), 'egress').length > 0 // its egress is closed but for what they admit
 */
export function policiesOn(world: World, pods: Pods, direction: Direction): readonly Policy[] {
  if (pods.workload?.hostNetwork === true) return [];
  if (pods.workload !== undefined && pods.labels === pods.workload.labels) return (policiesSelecting(world).get(pods.workload) ?? []).filter(policy => policy.directions.has(direction));
  return (policies(world).get(pods.namespace) ?? []).filter(policy => policy.directions.has(direction) && selectsPods(policy.selector, pods) === 'yes');
}

/**
 * Whether pods are admitted to connect to a party (`egress`), or a party to them (`ingress`). Asks one end alone, about one port.
 *
 * Cluster-scoped policies of the admin tier go first: the first of their rules that means the connection decides, unless it passes. Then NetworkPolicies:
 * they admit, never deny; pods that none selects fall to the baseline tier, and are open where that is silent.
 *
 * Source: the words of `networking/v1`, and of network-policy-api 0.2.
 */
export function admission(world: World, pods: Pods, direction: Direction, party: Party, port: Port, settings: ReachSettings = {}): Admission {
  if (pods.workload?.hostNetwork === true) return { admitted: 'yes', reason: 'its pods are on the host network, which no policy governs', decider: 'host network', selecting: [], evidence: [] };
  const selecting = policiesOn(world, pods, direction);
  const [other] = foreignPolicies(world, pods, direction);
  if (other !== undefined) return { admitted: 'unknown', reason: `${describe(other.reference)} is not evaluated`, decider: 'other system', selecting, evidence: [] };
  const admin = tierOutcome(world, 'admin', pods, direction, party, port);
  const settled = decided(admin, 'admin', selecting);
  if (settled !== undefined) return settled;
  const later = afterAdmin(world, pods, direction, party, port, settings, selecting);
  const evidence = [...admin.evidence, ...later.evidence];
  if (!admin.may.has('accept') && !admin.may.has('deny')) return { ...later, evidence };
  const answers: readonly Certainty[] = [...(admin.may.has('accept') ? ['yes' as const] : []), ...(admin.may.has('deny') ? ['no' as const] : []), later.admitted];
  const [first] = answers;
  const agreed = answers.every(answer => answer === first) && first !== undefined ? first : 'unknown';
  return { admitted: agreed, reason: agreed === 'unknown' ? 'the input does not settle which rule decides' : later.reason, decider: 'unsettled', selecting, evidence };
}

/** What a tier settles alone: it accepts or denies, whatever else is unknown. */
function decided({ may, evidence }: TierOutcome, decider: 'admin' | 'baseline', selecting: readonly Policy[]): Admission | undefined {
  const final = ['accept', 'deny'] as const;
  if ([...may].some(action => action === 'pass' || action === 'none')) return undefined;
  const [only, ...more] = final.filter(action => may.has(action));
  if (only === undefined || more.length > 0) return { admitted: 'unknown', reason: 'which of several rules decides is not settled', decider, selecting, evidence };
  const by = evidence.find(({ certain }) => certain);
  const name = by === undefined ? 'a policy' : describe(by.object.reference);
  return { admitted: certainly(only === 'accept'), reason: `${name} ${only === 'accept' ? 'accepts' : 'denies'} it`, decider, selecting, evidence, ...(by === undefined ? {} : { by: { object: by.object, path: by.path } }) };
}

/** NetworkPolicies, and the baseline where none of them selects the pods. */
function afterAdmin(world: World, pods: Pods, direction: Direction, party: Party, port: Port, settings: ReachSettings, selecting: readonly Policy[]): Admission {
  const unsure = pods.workload === undefined && (policies(world).get(pods.namespace) ?? []).some(policy => policy.directions.has(direction) && selectsPods(policy.selector, pods) === 'unknown');
  if (selecting.length === 0) return unsure ? { admitted: 'unknown', reason: 'which policies select the pods is not known', decider: 'unsettled', selecting, evidence: [] } : baseline(world, pods, direction, party, port);
  const server = direction === 'egress' ? party : pods;
  let admitted: Certainty = unsure ? 'unknown' : 'no';
  const evidence: Evidence[] = [];
  for (const policy of selecting) {
    for (const rule of policy[direction]) {
      const covers = coversAt(rule, port, server);
      if (covers === 'no') continue;
      const answer = every([covers, meansParty(world, policy, rule.peers, party, settings)]);
      if (answer === 'no') continue;
      evidence.push({ object: policy.object, path: rule.path, says: 'admit', certain: answer === 'yes' });
      if (admitted !== 'yes') admitted = answer;
      if (answer === 'yes' && settings.everyRule !== true) return admits(policy, rule, selecting, evidence);
    }
  }
  const by = evidence.find(({ certain }) => certain);
  if (by !== undefined) return admits(by, by, selecting, evidence);
  return { admitted, reason: admitted === 'no' ? `its pods are selected by ${someOf(selecting.map(({ object }) => object.reference.name))}, and none admits it` : 'the input does not settle whom a rule means', decider: 'network policy', selecting, evidence };
}

function admits({ object }: Pick<Evidence, 'object'>, { path }: Pick<Evidence, 'path'>, selecting: readonly Policy[], evidence: readonly Evidence[]): Admission {
  return { admitted: 'yes', reason: `${describe(object.reference)} admits it`, decider: 'network policy', selecting, by: { object, path }, evidence };
}

function baseline(world: World, pods: Pods, direction: Direction, party: Party, port: Port): Admission {
  const outcome = tierOutcome(world, 'baseline', pods, direction, party, port);
  const settled = decided(outcome, 'baseline', []);
  if (settled !== undefined) return settled;
  const { may, evidence } = outcome;
  if (may.has('deny')) return { admitted: 'unknown', reason: 'the input does not settle whether a rule of the baseline means it', decider: 'unsettled', selecting: [], evidence };
  if (tierPoliciesOn(world, pods, direction).length > 0) return { admitted: 'yes', reason: 'no rule of the policies for its pods decides about it', decider: 'no rule', selecting: [], evidence };
  return { admitted: 'yes', reason: `no policy selects its pods for ${direction}`, decider: 'nobody', selecting: [], evidence };
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
export function connection(world: World, from: Pods, to: Pods, port: Port, settings: ReachSettings = {}): Connection {
  const [egress, ingress] = [admission(world, from, 'egress', to, port, settings), admission(world, to, 'ingress', from, port, settings)];
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

/** The same at a party: addresses have no names of ports, and pods that nobody declared may have any. */
function coversAt({ ports }: PolicyRule, port: Port, server: Party): Certainty {
  if (ports.length === 0) return 'yes';
  if ('namespace' in server) return coversPort({ ports }, port, server.workload);
  return someOfEach(ports, entry => (entry.name === undefined || 'stranger' in server ? isPort(entry, port, undefined) : 'no'));
}
