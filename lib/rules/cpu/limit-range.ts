import { namespaceOf, objectsAt, specOf, textAt } from '../../mesh/fields';
import { groupBy } from '../../model/group-by';
import type { JsonObject } from '../../model/json';
import { fieldAt } from '../../model/object';
import { sameQuantity } from '../../model/quantity';
import { list } from '../../model/usage-error';
import { pinnedWorkloads } from '../pinned';
import type { Reported, Rule } from '../rule';

const resources = ['cpu', 'memory'] as const;

/** Defaults of a namespace that make any container without resources, such as an injected one, turn a pinned pod Burstable. */
export const limitRange: Rule = {
  id: 'cpu/limit-range',
  codes: ['CPU-09'],
  severity: 'warning',
  reads: 'effective',
  check: world => {
    const byNamespace = new Map(groupBy(pinnedWorkloads(world), ({ namespace }) => namespace).map(workloads => [workloads[0]?.namespace, workloads]));
    if (byNamespace.size === 0) return [];
    return world.cluster.of('', 'LimitRange').flatMap(range => {
      const workloads = byNamespace.get(namespaceOf(range)) ?? [];
      return workloads.length === 0 ? [] : objectsAt(specOf(range), 'limits').flatMap((limit, i): readonly Reported[] => {
        const apart = resources.filter(what => {
          const [own, request] = [amount(limit, 'default', what), amount(limit, 'defaultRequest', what)];
          return own !== undefined && request !== undefined && !sameQuantity(own, request);
        });
        if (textAt(limit, 'type') !== 'Container' || apart.length === 0) return [];
        return [{
          object: range,
          path: ['spec', 'limits', i],
          message: `containers without resources get requests of ${list(apart)} that differ from their limits here: one that is injected into ${list(workloads.map(({ name }) => name))} ends its class Guaranteed`,
          help: 'make default and defaultRequest the same, or run pinned pods in a namespace of their own',
          near: workloads.map(({ object }) => ({ object })),
          assumption: 'something injects containers without resources',
        }];
      });
    });
  },
};

/** Numbers of YAML are amounts too. */
function amount(limit: JsonObject, field: 'default' | 'defaultRequest', what: (typeof resources)[number]): string | undefined {
  const found = fieldAt(limit, field, what);
  return typeof found === 'number' || typeof found === 'string' ? String(found) : undefined;
}
