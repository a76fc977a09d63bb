import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Labels } from '../model/labels';
import { labelsAt, specOf } from './fields';

/** Every object of kind Sidecar. */
export function sidecars({ cluster }: World): readonly ClusterObject[] {
  return cluster.of('networking.istio.io', 'Sidecar');
}

/** Labels by which a Sidecar, or another kind with `workloadSelector.labels`, picks its pods; empty: all of its namespace. */
export function workloadSelector(object: ClusterObject): Labels {
  return labelsAt(specOf(object), 'workloadSelector', 'labels');
}

/** The same of kinds with `selector.matchLabels`. */
export function matchLabels(object: ClusterObject): Labels {
  return labelsAt(specOf(object), 'selector', 'matchLabels');
}
