import { kindsOf } from '../../mesh/attachment';
import { objectsAt, textAt } from '../../mesh/fields';
import { listeners } from '../../mesh/listeners';
import { describe, fieldAt } from '../../model/object';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** A listener that allows kinds of routes which its protocol cannot carry. */
export const routeKindsInvalid: Rule = {
  id: 'expose/route-kinds-invalid',
  codes: ['GWAPI:InvalidRouteKinds'],
  severity: 'error',
  reads: 'effective',
  check: view => listeners(view).filter(({ api }) => api === 'gateway').flatMap(listener => {
    const possible = kindsOf(listener);
    if (possible === undefined) return [];
    return objectsAt(fieldAt(listener.object.effective, ...listener.path), 'allowedRoutes', 'kinds').flatMap((allowed, i): readonly Reported[] => {
      const [kind, group] = [textAt(allowed, 'kind') ?? '', textAt(allowed, 'group') ?? 'gateway.networking.k8s.io'];
      if (group !== 'gateway.networking.k8s.io' || possible.includes(kind)) return [];
      return [{
        object: listener.object,
        path: [...listener.path, 'allowedRoutes', 'kinds', i, 'kind'],
        message: `listener "${listener.name ?? ''}" of ${describe(listener.object.reference)} speaks ${listener.protocol} and allows ${kind}, which needs another protocol`,
        help: `allow ${list(possible)}, or change the protocol`,
      }];
    });
  }),
};
