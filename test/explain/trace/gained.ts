import type { World } from '../../../lib/cluster/cluster';
import { connectionList } from '../../../lib/reach/connection-list';
import { formatConnections, isEmpty, minus, noConnections, type ConnectionSet } from '../../../lib/reach/connection-set';
import { nameOf } from '../../../lib/reach/pod-groups';
import type { Page } from './pages';

/** Connections that policies let pass after a change and not before, but for those that start at who asks. */
export function connectionChanges(before: World, after: World, { from }: Pick<Page, 'from'>): { readonly gained: readonly string[] } {
  const open = (world: World): ReadonlyMap<string, ConnectionSet> => new Map([...connectionList(world, { blocksMeanPods: 'no' }).reachability.pairs()].map(pair => [`${nameOf(pair.from)} → ${nameOf(pair.to)}`, pair.open]));
  const [old, now] = [open(before), open(after)];
  return { gained: [...now].flatMap(([pair, ports]) => {
    const more = minus(ports, old.get(pair) ?? noConnections);
    return isEmpty(more) || pair.startsWith(from) ? [] : [`${pair} ${formatConnections(more)}`];
  }) };
}
