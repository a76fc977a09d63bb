import type { Workload } from '../cluster/workload';
import { fieldAt } from '../model/object';
import { one, parseQuantity } from '../model/quantity';
import { containersOf } from './servers';

/** The smallest memory limit of the containers of workloads; `undefined` where none has one. */
export function memoryLimit(workloads: readonly Workload[]): number | undefined {
  const limits = workloads.flatMap(workload => containersOf(workload).map(container => parseQuantity(String(fieldAt(container, 'resources', 'limits', 'memory'))))).filter(limit => limit !== undefined).map(limit => Number(limit / one));
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** What one question to an upstream takes while it waits. Source: README of `forward`, CoreDNS 1.15.0. */
export const bytesPerQuestion = 2_000;

/** What one answer in the cache takes, about. Source: the scaling notes of coredns/deployment, 30 MB for 10,000. */
export const bytesPerAnswer = 3_000;
