import type { World } from '../cluster/cluster';
import type { ClusterObject } from '../cluster/object';
import type { Workload } from '../cluster/workload';
import { isObject } from '../model/json';
import type { Labels } from '../model/labels';
import { matches } from '../model/labels';
import { plain } from '../model/leaf';
import { describe, fieldAt } from '../model/object';

/** Services that select the pods of workloads. */
export function servicesOf({ cluster }: World, workloads: readonly Workload[]): readonly ClusterObject[] {
  if (workloads.length === 0) return [];
  return cluster.of('', 'Service').filter(({ effective, reference: { namespace = 'default' } }) => {
    const selector = fieldAt(effective, 'spec', 'selector');
    return isObject(selector) && Object.keys(selector).length > 0 && workloads.some(workload => workload.namespace === namespace && matches(selector as Labels, workload.labels));
  });
}

/** Addresses at which the cluster's DNS is asked, and what says so: those of Services that select its pods, and the declared one. */
export function servedAt(world: World, workloads: readonly Workload[]): readonly (readonly [address: string, why: string])[] {
  const services = servicesOf(world, workloads).flatMap(service => {
    const address = fieldAt(service.effective, 'spec', 'clusterIP');
    return typeof address === 'string' && address !== 'None' && address !== '' ? [[address, `the address of ${describe(service.reference)}`] as const] : [];
  });
  const { known, platform: { dns: { clusterIP } } } = world.facts;
  const declared = known.has('dns') && clusterIP !== undefined ? plain(clusterIP) : undefined;
  return [...services, ...(declared === undefined ? [] : [[declared, 'the address of cluster DNS'] as const])];
}
