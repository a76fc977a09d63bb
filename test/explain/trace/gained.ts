import type { World } from '../../../lib/cluster/cluster';
import { connectionList } from '../../../lib/reach/connection-list';
import { formatConnections, isEmpty, minus, noConnections, type ConnectionSet } from '../../../lib/reach/connection-set';
import { nameOf } from '../../../lib/reach/pod-groups';

/** Connections that policies let pass after a change and not before: `shop/web[Deployment] → shop/db[Deployment] TCP 5432`. */
export function gained(before: World, after: World): readonly string[] {
  const open = (world: World): ReadonlyMap<string, ConnectionSet> => new Map([...connectionList(world, { blocksMeanPods: 'no' }).reachability.pairs()].map(pair => [`${nameOf(pair.from)} → ${nameOf(pair.to)}`, pair.open]));
  const [old, now] = [open(before), open(after)];
  return [...now].flatMap(([pair, ports]) => {
    const more = minus(ports, old.get(pair) ?? noConnections);
    return isEmpty(more) ? [] : [`${pair} ${formatConnections(more)}`];
  });
}
