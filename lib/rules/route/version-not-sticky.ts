import type { ClusterObject } from '../../cluster/object';
import { numberAt, objectAt, objectsAt, specOf, textAt } from '../../mesh/fields';
import type { JsonObject } from '../../model/json';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** A split that is drawn anew for each request: one user meets both versions. A hash in a DestinationRule keeps the pod within a version, not the version. */
export const versionNotSticky: Rule = {
  id: 'route/version-not-sticky',
  codes: [],
  severity: 'info',
  reads: 'effective',
  check: ({ cluster }) => cluster.of('networking.istio.io', 'VirtualService').flatMap(ofService),
};

function ofService(service: ClusterObject): readonly Reported[] {
  const rules = objectsAt(specOf(service), 'http');
  // A rule before it that reads a cookie is how a version is kept.
  const kept = rules.some(rule => objectsAt(rule, 'match').some(match => objectAt(match, 'headers', 'cookie') !== undefined));
  return kept ? [] : rules.flatMap((rule, i): readonly Reported[] => {
    const split = objectsAt(rule, 'route').filter(route => (numberAt(route, 'weight') ?? 0) > 0);
    if (split.length < 2 || split.some(setsCookie)) return [];
    return [{
      object: service,
      path: ['spec', 'http', i, 'route'],
      message: `each request is split anew between ${list(split.map(route => textAt(route, 'destination', 'subset') ?? textAt(route, 'destination', 'host') ?? ''))}, so that one user meets all of them`,
      help: 'set a cookie per destination and route by it before the split, if users shall keep their version',
    }];
  });
}

function setsCookie(route: JsonObject): boolean {
  return ['set', 'add'].some(verb => Object.keys(objectAt(route, 'headers', 'response', verb) ?? {}).some(name => name.toLowerCase() === 'set-cookie'));
}
