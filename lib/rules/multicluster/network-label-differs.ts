import { labelsOf } from '../../mesh/fields';
import { rootNamespace } from '../../mesh/mesh-config';
import { localNetwork } from '../../mesh/remote-entries';
import { describe } from '../../model/object';
import type { Reported, Rule } from '../rule';

const label = 'topology.istio.io/network';

/**
 * A gateway that says that it leads to another network than the one of its cluster: other clusters find no gateway for the pods here.
 *
 * Source: Istio 1.31, `serviceregistry/kube/controller/network.go`: the label of the root namespace is the network of pods, that of a Service or Gateway the network
 * that it is a gateway of.
 */
export const networkLabelDiffers: Rule = {
  id: 'multicluster/network-label-differs',
  codes: [],
  severity: 'warning',
  reads: 'effective',
  check: view => {
    const own = localNetwork(view);
    if (own === undefined) return [];
    const root = view.cluster.namespaces.get(rootNamespace(view))?.object;
    const labelled = [...(root === undefined ? [] : [root]), ...view.cluster.of('', 'Service'), ...view.cluster.of('gateway.networking.k8s.io', 'Gateway')];
    return labelled.flatMap((object): readonly Reported[] => {
      const said = labelsOf(object)[label];
      if (said === undefined || said === own) return [];
      return [{
        object,
        path: ['metadata', 'labels', label],
        message: `${describe(object.reference)} is on network ${said}, and this cluster on ${own}: other clusters find no gateway to it`,
        help: `set label ${label} to ${own} on both`,
        near: root === undefined || root === object ? [] : [{ object: root, path: ['metadata', 'labels', label] }],
      }];
    });
  },
};
