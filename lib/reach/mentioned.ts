import { oncePerWorld, type World } from '../cluster/cluster';
import { fieldAt } from '../model/object';
import { isObject, type JsonObject } from '../model/json';
import { hasForeignPolicies } from './foreign';
import { directions, policies } from './policy';
import { tierPolicies } from './tier-policy';

/** What policies ask about pods: pods that are alike in all of it are alike to every policy. */
export interface Mentioned {
  readonly podKeys: ReadonlySet<string> | 'all';
  readonly portNames: ReadonlySet<string>;
  /** Whether a rule means pods by their addresses. */
  readonly networks: boolean;
}

export const mentioned = oncePerWorld((world: World): Mentioned => {
  const podKeys = new Set<string>();
  const portNames = new Set<string>();
  let networks = false;
  for (const policy of [...policies(world).values()].flat()) {
    note(podKeys, policy.selector);
    for (const direction of directions) {
      for (const { peers, ports } of policy[direction]) {
        for (const peer of peers) if (peer.kind === 'pods') note(podKeys, peer.pods);
        for (const { name } of ports) if (name !== undefined) portNames.add(name);
      }
    }
  }
  const { admin, baseline } = tierPolicies(world);
  for (const policy of [...admin, ...baseline].flat()) {
    note(podKeys, policy.subject?.pods);
    for (const direction of directions) {
      for (const { peers, ports } of policy[direction]) {
        for (const peer of peers) {
          if (peer.kind === 'pods') note(podKeys, peer.pods);
          else if (peer.kind === 'networks') networks = true;
        }
        for (const { name } of ports) if (name !== undefined) portNames.add(name);
      }
    }
  }
  // Policies of other systems are read elsewhere; what they ask for is not listed.
  return { podKeys: hasForeignPolicies(world) ? 'all' : podKeys, portNames, networks };
});

function note(keys: Set<string>, selector: JsonObject | undefined): void {
  if (selector === undefined) return;
  const { matchLabels, matchExpressions } = selector;
  if (isObject(matchLabels)) for (const key in matchLabels) keys.add(key);
  if (Array.isArray(matchExpressions)) for (const expression of matchExpressions) keys.add(String(fieldAt(expression, 'key')));
}
