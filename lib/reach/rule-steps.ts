import { connectionSet, lastPort, protocols, type ConnectionSet } from './connection-set';
import type { Party } from './peer';
import type { Step } from './peer-map';
import type { PeerIndex, PeerSet } from './peer-set';
import type { PodClass, PodClasses } from './pod-classes';
import type { Direction, Policy } from './policy';
import { namedAt, rulePorts, type RulePorts } from './rule-ports';
import type { TierPolicy } from './tier-policy';
import type { Algebra, Verdict } from './verdict';

/** Peers of a rule and its ports. */
export interface Term {
  readonly peers: PeerSet;
  readonly ports: RulePorts;
}

const noTerms: readonly Term[] = [];

type Changes<T> = Pick<Step<T>, 'certain' | 'uncertain'>;

/** Takes rules, as they are written, to the classes and ports that they mean: once for each policy. */
export class RuleSteps {
  private readonly portsOf;
  private readonly declaring = new Map<string, PodClass[]>();
  private readonly admitting = new Map<ConnectionSet, Changes<Verdict>>();
  private readonly terms: Readonly<Record<Direction, Map<Policy, readonly Term[]>>> = { ingress: new Map(), egress: new Map() };
  private readonly tierTerms: Readonly<Record<Direction, Map<TierPolicy, readonly Term[]>>> = { ingress: new Map(), egress: new Map() };

  constructor(private readonly classes: PodClasses, private readonly index: PeerIndex, private readonly strangers: readonly Party[], private readonly sets: Algebra) {
    this.portsOf = rulePorts(sets);
    for (const each of classes.all) for (const { name } of each.groups[0].workload.ports) if (name !== undefined) this.declaring.set(name, [...(this.declaring.get(name) ?? []), each]);
  }

  /** A rule of a NetworkPolicy only adds. */
  readonly admits = (ports: ConnectionSet): Changes<Verdict> => {
    let known = this.admitting.get(ports);
    if (known === undefined) {
      const { union, minus, verdict } = this.sets;
      known = {
        certain: ({ open, unknown }) => verdict(union(open, ports), minus(unknown, ports)),
        uncertain: ({ open, unknown }) => verdict(open, minus(union(unknown, ports), open)),
      };
      this.admitting.set(ports, known);
    }
    return known;
  };

  /** One rule. Names of ports are those of the pods that are called: here for ingress, each peer's own for egress. */
  step<T>({ peers, ports }: Term, each: PodClass, direction: Direction, says: (ports: ConnectionSet) => Changes<T>): Step<T> {
    if (ports.names.length === 0) return { peers, ...says(ports.fixed) };
    if (direction === 'ingress') return { peers, ...says(this.sets.union(ports.fixed, namedAt(ports, each, this.sets))) };
    const having = new Set(ports.names.flatMap(({ name }) => this.declaring.get(name) ?? []));
    const perPeer = new Map([...having].map(other => [other.index, says(namedAt(ports, other, this.sets))]));
    // Pods that nobody declared may have any port under a name.
    const { uncertain } = says(this.sets.set(connectionSet(ports.names.flatMap(({ protocol }) => (protocol === undefined ? protocols : [protocol]).map(each => ({ protocol: each, from: 1, to: lastPort }))))));
    this.strangers.forEach((party, i) => {
      if (!('block' in party) && !('outside' in party)) perPeer.set(this.classes.all.length + i, { certain: uncertain, uncertain });
    });
    return { peers, ...says(ports.fixed), perPeer };
  }

  termsOf(policy: Policy, direction: Direction): readonly Term[] {
    if (policy[direction].length === 0) return noTerms;
    let made = this.terms[direction].get(policy);
    if (made === undefined) this.terms[direction].set(policy, (made = policy[direction].map(({ peers, ports }): Term => ({ peers: this.index.ofPolicy(policy, peers), ports: this.portsOf(ports) }))));
    return made;
  }

  tierTermsOf(policy: TierPolicy, direction: Direction): readonly Term[] {
    let made = this.tierTerms[direction].get(policy);
    if (made === undefined) this.tierTerms[direction].set(policy, (made = policy[direction].map(({ peers, ports }): Term => ({ peers: this.index.ofTier(peers), ports: this.portsOf(ports) }))));
    return made;
  }
}
