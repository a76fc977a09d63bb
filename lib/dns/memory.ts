import type { Workload } from '../cluster/workload';
import { fieldAt } from '../model/object';
import { containersOf } from './servers';

const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** Bytes that a quantity says, `170Mi`; `undefined` for forms that nobody uses for memory. */
export function bytesOf(quantity: unknown): number | undefined {
  if (typeof quantity === 'number') return quantity;
  const [, number, unit = ''] = typeof quantity === 'string' ? /^(\d+(?:\.\d+)?)([kMGT]i?|Ki)?$/.exec(quantity) ?? [] : [];
  const factor = units[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

/** The smallest memory limit of the containers of workloads; `undefined` where none has one. */
export function memoryLimit(workloads: readonly Workload[]): number | undefined {
  const limits = workloads.flatMap(workload => containersOf(workload).map(container => bytesOf(fieldAt(container, 'resources', 'limits', 'memory')))).filter(limit => limit !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** What one question to an upstream takes while it waits. Source: README of `forward`, CoreDNS 1.15.0. */
export const bytesPerQuestion = 2_000;

/** What one answer in the cache takes, about. Source: the scaling notes of coredns/deployment, 30 MB for 10,000. */
export const bytesPerAnswer = 3_000;
