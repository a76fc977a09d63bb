import { objectAt, textAt } from '../../mesh/fields';
import { listeners } from '../../mesh/listeners';
import { describe, fieldAt } from '../../model/object';
import type { Reported, Rule } from '../rule';

/** A listener that routes of every namespace may attach to: each team can take any path and host of it. */
export const anyNamespace: Rule = {
  id: 'expose/any-namespace',
  codes: ['ING-14'],
  severity: 'info',
  reads: 'effective',
  check: view => listeners(view).filter(({ api }) => api === 'gateway').flatMap(({ object: gateway, path, name }): readonly Reported[] => {
    const namespaces = objectAt(fieldAt(gateway.effective, ...path), 'allowedRoutes', 'namespaces');
    if (textAt(namespaces, 'from') !== 'All') return [];
    return [{ object: gateway, path: [...path, 'allowedRoutes', 'namespaces', 'from'], message: `listener "${name ?? ''}" of ${describe(gateway.reference)} lets routes of every namespace attach`, help: 'use from: Selector, with a label of the namespaces that may' }];
  }),
};
