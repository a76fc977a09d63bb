import { namespaceOf } from '../../mesh/fields';
import { letsIn, listenerSets } from '../../mesh/listeners';
import { describe } from '../../model/object';
import type { Reported, Rule, Unsettled } from '../rule';

/** A ListenerSet whose Gateway lets none, or none of its namespace, add listeners. Left to its default a Gateway lets none. */
export const listenerSetNotAllowed: Rule = {
  id: 'expose/listener-set-not-allowed',
  codes: ['GWAPI:NotAllowed'],
  severity: 'error',
  reads: 'effective',
  check: view => listenerSets(view).flatMap(({ set, gateway, parent }): readonly (Reported | Unsettled)[] => {
    if (gateway === undefined) return [{ object: set, unknown: 'the gateway of a route is not in the input' }];
    const allowed = letsIn(view, gateway, set);
    if (allowed === 'yes') return [];
    if (allowed === 'unknown') return [{ object: set, unknown: 'the labels of a namespace that may attach to a listener are not in the input' }];
    return [{
      object: set,
      path: ['spec', 'parentRef'],
      message: `${describe(set.reference)} adds listeners to ${describe({ kind: 'Gateway', ...parent })}, which lets no ListenerSet of namespace ${namespaceOf(set)} do so`,
      help: 'set allowedListeners.namespaces.from on the Gateway: Same, Selector or All',
      near: [{ object: gateway, path: ['spec', 'allowedListeners'] }],
    }];
  }),
};
