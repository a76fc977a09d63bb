import type { World } from '../../cluster/cluster';
import type { ClusterObject } from '../../cluster/object';
import { describe, fieldAt } from '../../model/object';
import { monitors, type Monitor, type MonitorEndpoint } from '../monitors';
import { lookingAt } from '../prometheuses';
import type { Reported, Rule, Unsettled } from '../rule';

/**
 * More pods than a limit on targets lets in: Prometheus then reads none of them.
 *
 * Source: Prometheus 3, `scrape/scrape.go` (over the limit every target of the pool fails); prometheus-operator 0.93, `getLimit` (the enforced one wins where it is
 * lower). A pool is made of each endpoint of a monitor.
 */
export const targetLimit: Rule = {
  id: 'metrics/target-limit',
  codes: [],
  severity: 'error',
  reads: 'effective',
  check: view => monitors(view).flatMap(monitor => judged(view, monitor)),
};

interface Limit {
  readonly object: ClusterObject;
  readonly field: string;
  readonly number: number;
}

function judged(view: World, monitor: Monitor): readonly (Reported | Unsettled)[] {
  const { object, endpoints } = monitor;
  const readers = lookingAt(view, monitor).flatMap(({ object: reader }) => reader ?? []);
  const limit = lowest(object, readers);
  if (limit === undefined) return [];
  return endpoints.flatMap((endpoint): readonly (Reported | Unsettled)[] => {
    const pods = podsOf(monitor, endpoint);
    if (pods <= limit.number) return [];
    if (relabelled(monitor, endpoint) || readers.some(sharded)) return [{ object, unknown: 'how many targets of a monitor are left by relabelling, or by shards' }];
    return [{
      object,
      path: limit.object === object ? ['spec', limit.field] : endpoint.path,
      message: `${describe(object.reference)} finds at least ${pods} targets, and ${limit.field} ${limit.number}${limit.object === object ? '' : ` of ${describe(limit.object.reference)}`} fails all of them when there are more`,
      help: `set ${limit.field} to what the workloads may grow to, or leave it out`,
      ...(limit.object === object ? {} : { near: [{ object: limit.object, path: ['spec', limit.field] }] }),
      ...(readers.length > 0 ? {} : { severity: 'warning' as const, assumption: 'the Prometheus that looks at it has one shard, and drops no targets' }),
    }];
  });
}

/** What the monitor says, else what each Prometheus sets for all; and what one enforces, where that is lower. */
function lowest(monitor: ClusterObject, readers: readonly ClusterObject[]): Limit | undefined {
  const own = limitIn(monitor, 'targetLimit');
  const limits = [...own, ...readers.flatMap(reader => [...limitIn(reader, 'enforcedTargetLimit'), ...(own.length > 0 ? [] : limitIn(reader, 'targetLimit'))])];
  return limits.reduce<Limit | undefined>((least, each) => (least === undefined || each.number < least.number ? each : least), undefined);
}

/** Zero is no limit. */
function limitIn(object: ClusterObject, field: string): readonly Limit[] {
  const number = fieldAt(object.effective, 'spec', field);
  return typeof number === 'number' && number > 0 ? [{ object, field, number }] : [];
}

/** Pods of which somebody says how many there are; each is a target for every Service that leads to it. */
function podsOf({ targets }: Monitor, endpoint: MonitorEndpoint): number {
  return targets.filter(target => target.endpoint === endpoint).reduce((sum, { workload: { replicas = 0 } }) => sum + replicas, 0);
}

function relabelled({ object }: Monitor, { written }: MonitorEndpoint): boolean {
  const relabelings = fieldAt(written, 'relabelings');
  return (Array.isArray(relabelings) && relabelings.length > 0) || fieldAt(object.effective, 'spec', 'scrapeClass') !== undefined;
}

function sharded({ effective }: ClusterObject): boolean {
  const shards = fieldAt(effective, 'spec', 'shards');
  const classes = fieldAt(effective, 'spec', 'scrapeClasses');
  return (typeof shards === 'number' && shards > 1) || (Array.isArray(classes) && classes.length > 0);
}
