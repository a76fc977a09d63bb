import { fleetOf, nameOf } from '../../mesh/fleet';
import { rootNamespace } from '../../mesh/mesh-config';
import { localNetwork } from '../../mesh/remote-entries';
import { describe } from '../../model/object';
import type { Reported, Rule, Unsettled } from '../rule';

const label = 'topology.istio.io/network';

/** A cluster of a mesh that does not say on which network its pods are, while another does: its pods are called as if they were near, and nobody answers. */
export const networkLabelMissing: Rule = {
  id: 'multicluster/network-label-missing',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: (view): readonly (Reported | Unsettled)[] => {
    const other = fleetOf(view).find(each => localNetwork(each) !== undefined);
    if (other === undefined || localNetwork(view) !== undefined) return [];
    const root = view.cluster.namespaces.get(rootNamespace(view))?.object;
    if (root === undefined) return [{ unknown: 'on which network a cluster is: its root namespace is not in the input' }];
    const theirs = other.cluster.namespaces.get(rootNamespace(other))?.object;
    return [{
      object: root,
      path: ['metadata', 'labels'],
      message: `${describe(root.reference)} has no label ${label}, and cluster ${nameOf(other)} is on network ${localNetwork(other) ?? ''}: pods there take those of this cluster for near`,
      help: `add label ${label} with the network of this cluster`,
      near: theirs === undefined ? [] : [{ object: theirs, note: `in cluster ${nameOf(other)}` }],
    }];
  },
};
