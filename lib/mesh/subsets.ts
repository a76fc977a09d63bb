import type { World } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import { matches } from '../model/labels';
import type { Subset } from './destination-rule';
import { selectorOf, type Host } from './hosts';

/** The workloads that a subset of a host means. */
export interface SubsetWorkloads {
  readonly workloads: readonly Workload[];
  /** Those that the host itself selects, before the labels of the subset. */
  readonly among: readonly Workload[];
  /** Whether these are all there will be. */
  readonly complete: boolean;
}

/**
 * Pods of a host that carry the labels of a subset. A subset without labels means all of them. Source: `subsetLabels.SubsetOf(ep.Labels)` of
 * Istio 1.31, `xds/endpoints/endpoint_builder.go`.
 *
 * @returns `undefined` for hosts that select no pods: ServiceEntries with addresses, Services without a selector
 */
export function subsetWorkloads(world: World, host: Host, subset: Pick<Subset, 'labels'>): SubsetWorkloads | undefined {
  const selector = selectorOf(host);
  if (selector === undefined) return undefined;
  const among = world.cluster.labelled(host.namespace, selector);
  const { complete } = world.facts;
  return { among, workloads: among.filter(({ labels }) => matches(subset.labels, labels)), complete: complete === true || complete.has(host.namespace) };
}
