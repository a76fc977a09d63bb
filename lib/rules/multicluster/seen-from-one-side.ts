import { fleetOf, nameOf, sees, showsItsPeers } from '../../mesh/fleet';
import { isComplete } from '../../cluster/facts';
import { rootNamespace } from '../../mesh/mesh-config';
import type { Reported, Rule, Unsettled } from '../rule';

/** Two clusters of which only one reads the other: what the reading one serves is not known on the other side, which may be meant or forgotten. */
export const seenFromOneSide: Rule = {
  id: 'multicluster/seen-from-one-side',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view => fleetOf(view).flatMap((other): readonly (Reported | Unsettled)[] => {
    const [own, theirs] = [nameOf(view), nameOf(other)];
    const sight = sees(other, own);
    if (sight === undefined || sees(view, theirs) !== undefined) return [];
    if (showsItsPeers(view) === 'unknown') return [{ unknown: 'which other clusters a control plane reads is not in the input' }];
    const certain = view.facts.known.has('peers') || isComplete(view.facts, rootNamespace(view));
    return [{
      message: `cluster ${theirs} reads this one: ${sight.reason}; nothing here reads ${theirs}, so its pods are unknown to callers here`,
      help: `create a remote Secret for ${theirs} here: istioctl create-remote-secret --name ${theirs}`,
      near: sight.object === undefined ? [] : [{ object: sight.object, note: `in cluster ${theirs}` }],
      ...(certain ? {} : { assumption: `namespace ${rootNamespace(view)} has no remote Secret outside of the input` }),
    }];
  }),
};
