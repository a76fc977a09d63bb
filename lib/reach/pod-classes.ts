import { oncePerWorld, type World } from '../cluster/cluster';
import { compare } from '../model/json';
import { formatRanges } from './address-range';
import { addressesOf } from './blocks';
import { mentioned } from './mentioned';
import { podGroups, visible, type PodGroup } from './pod-groups';

/** Pods that are alike to every policy: same namespace, same labels that policies ask for, same ports under names that policies use. */
export interface PodClass {
  readonly index: number;
  /** At least one; the first stands for all. */
  readonly groups: readonly [PodGroup, ...PodGroup[]];
  readonly hostNetwork: boolean;
}

export interface PodClasses {
  /** Those of the host network last. */
  readonly all: readonly PodClass[];
  /** How many are not on the host network. */
  readonly governed: number;
  readonly of: ReadonlyMap<PodGroup, PodClass>;
}

const known = new WeakMap<World['cluster'], Map<boolean, PodClasses>>();

/** @param byAddress whether addresses of pods tell them apart, too */
export function podClasses(world: World, byAddress: boolean): PodClasses {
  let made = known.get(world.cluster);
  if (made === undefined) known.set(world.cluster, (made = new Map<boolean, PodClasses>()));
  const present = made.get(byAddress);
  if (present !== undefined) return present;
  const classes = classesOf(world, byAddress);
  made.set(byAddress, classes);
  return classes;
}

function classesOf(world: World, byAddress: boolean): PodClasses {
  const { podKeys, portNames } = mentioned(world);
  const grouped = new Map<string, [PodGroup, ...PodGroup[]]>();
  for (const group of podGroups(world)) {
    const { namespace, labels, workload } = group;
    const ports = workload.ports.filter(({ name }) => name !== undefined && portNames.has(name)).map(({ name, port, protocol }) => `${name ?? ''}=${protocol}${port}`).sort();
    const address = byAddress || workload.hostNetwork ? formatRanges(addressesOf(group)) : '';
    const key = [namespace, ...sortedEntries(visible(labels, podKeys)), ...ports, address, workload.hostNetwork ? 'host' : ''].join('\n');
    const alike = grouped.get(key);
    if (alike === undefined) grouped.set(key, [group]);
    else alike.push(group);
  }
  const unordered = [...grouped.values()];
  const [governed, host] = [false, true].map(wanted => unordered.filter(([first]) => first.workload.hostNetwork === wanted));
  const all = [...(governed ?? []), ...(host ?? [])].map((groups, index): PodClass => ({ index, groups, hostNetwork: groups[0].workload.hostNetwork }));
  return { all, governed: governed?.length ?? 0, of: new Map(all.flatMap(each => each.groups.map(group => [group, each] as const))) };
}

function sortedEntries(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`).sort(compare);
}

/** Whether there are policies that ask for addresses of pods. */
export const asksForAddresses = oncePerWorld((world: World): boolean => mentioned(world).networks);
