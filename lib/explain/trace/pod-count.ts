import type { Endpoint } from '../../mesh/endpoints';
import { someOf } from '../../model/some';

/** `3 pods`, `pods of web, api`, `1 address`: how many endpoints there are, as far as the input says. */
export function podCount(list: readonly Pick<Endpoint, 'workload' | 'address'>[]): string {
  const workloads = [...new Set(list.flatMap(({ workload }) => workload ?? []))];
  const addresses = list.filter(({ workload }) => workload === undefined).length;
  const counts = workloads.map(({ pods, replicas }) => (pods.length > 0 ? pods.length : replicas));
  const known = counts.every(count => count !== undefined);
  const pods = workloads.length === 0 ? [] : [known ? counted(counts.reduce<number>((sum, count) => sum + (count ?? 0), 0), 'pod') : `pods of ${someOf(workloads.map(({ name }) => name))}`];
  const rest = addresses === 0 && workloads.length > 0 ? [] : [counted(addresses, 'address', 'addresses')];
  return [...pods, ...rest].join(' and ');
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
