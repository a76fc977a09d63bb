import type { Workload } from '../../../cluster/workload';
import { endpointsOf } from '../../../mesh/endpoints';
import { selectorOf } from '../../../mesh/hosts';
import type { Labels } from '../../../model/labels';
import type { Course } from '../course';
import { ownLabels } from './names';

/** Pods that a repair speaks of. */
export interface Meant {
  readonly namespace: string;
  /** `shop/reviews`. */
  readonly name: string;
  readonly labels: Labels;
  readonly workloads: readonly Workload[];
}

/** The pods of one workload, where labels tell it from others. */
export function meantAlone(course: Course, workload: Workload | undefined): Meant | undefined {
  const labels = workload === undefined ? undefined : ownLabels(course.way.world, workload);
  return workload === undefined || labels === undefined ? undefined : { namespace: workload.namespace, name: workload.name, labels, workloads: [workload] };
}

/**
 * The pods that requests of the course end at: all of the Service, where requests may go to each of them on one port and its selector means no others; else those of the one
 * workload.
 */
export function meantBehind(course: Course): Meant | undefined {
  const { way: { world }, arrival } = course;
  const { workload, port } = arrival?.endpoint ?? {};
  if (arrival === undefined || workload === undefined || port === undefined) return undefined;
  const labels = arrival.subset === undefined ? selectorOf(arrival.host) : undefined;
  const { list } = endpointsOf(world, arrival.host, arrival.port);
  const workloads = labels === undefined ? [] : world.cluster.labelled(arrival.host.namespace, labels);
  const alike = workloads.length > 1 && list.length === workloads.length && list.every(endpoint => endpoint.port === port && endpoint.workload !== undefined && workloads.includes(endpoint.workload));
  if (labels === undefined || !alike) return meantAlone(course, workload);
  return { namespace: arrival.host.namespace, name: arrival.host.object.reference.name, labels, workloads };
}
