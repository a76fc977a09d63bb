import { oncePerWorld, type World } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import { workloadsMeant } from '../reach/meant';
import { policies, selectedBy, selectsAll, type Direction, type Policy, type PolicyPort, type PolicyRule } from '../reach/policy';

/** A connection that a rule of a NetworkPolicy names at one end: certain pods, a certain port. */
export interface NamedHalf {
  readonly policy: Policy;
  readonly direction: Direction;
  readonly rule: PolicyRule;
  /** Pods that the policy selects. */
  readonly here: Workload;
  /** Pods that the rule means by labels. */
  readonly there: Workload;
  /** Of the pods that are called. */
  readonly port: { readonly number: number; readonly protocol: PolicyPort['protocol'] };
}

/**
 * What rules say of connections. Only rules that speak of certain pods do; one for all of a namespace says who may, not who does. One or two of each are enough
 * to see what is wrong at the other end, as pods that a rule means have the same labels.
 */
export const namedHalves = oncePerWorld((world: World): readonly (readonly NamedHalf[])[] =>
  [...policies(world).values()].flat().filter(policy => !selectsAll(policy)).flatMap(policy => [
    ...(policy.directions.has('egress') ? policy.egress.map(rule => halves(world, policy, 'egress', rule)) : []),
    ...(policy.directions.has('ingress') ? policy.ingress.map(rule => halves(world, policy, 'ingress', rule)) : []),
  ]),
);

function halves(world: World, policy: Policy, direction: Direction, rule: PolicyRule): readonly NamedHalf[] {
  const named = rule.peers.filter(peer => peer.kind === 'pods' && peer.pods !== undefined && Object.keys(peer.pods).length > 0);
  if (named.length === 0) return [];
  const own = selectedBy(world).get(policy) ?? [];
  const others = named.flatMap(peer => workloadsMeant(world, policy, peer));
  return own.slice(0, 2).flatMap(here => others.slice(0, 4).flatMap((there): readonly NamedHalf[] => {
    const port = here === there ? undefined : numberAt(rule.ports, direction === 'egress' ? there : here);
    return port === undefined ? [] : [{ policy, direction, rule, here, there, port }];
  }));
}

/** The first port that a rule names, as it is at the pods that are called. */
function numberAt(ports: readonly PolicyPort[], server: Workload): NamedHalf['port'] | undefined {
  for (const { from, name: called, protocol } of ports) {
    const number = from ?? server.ports.find(port => port.name === called && port.protocol === protocol)?.port;
    if (number !== undefined) return { number, protocol };
  }
  return undefined;
}
