import type { ClusterObject } from '../../cluster/object';
import { namespaceOf, objectAt, objectsAt, specOf, textsAt } from '../../mesh/fields';
import { covers } from '../../mesh/match-cover';
import { readMatch, type RequestMatch } from '../../mesh/request-match';
import { gatewayName } from '../../mesh/virtual-services';
import { formatPath, type FieldPath } from '../../model/finding';
import type { JsonObject } from '../../model/json';
import type { Reported, Rule } from '../rule';

/** A rule behind one that takes everything, or whose matches were all taken before: no request reaches it. */
export const unreachableRule: Rule = {
  id: 'route/unreachable-rule',
  codes: ['CAN-06', 'IST0130'],
  severity: 'error',
  reads: 'effective',
  check: world => world.cluster.of('networking.istio.io', 'VirtualService').flatMap(service => [...ofRequests(service), ...ofConnections(service, 'tcp'), ...ofConnections(service, 'tls')]),
};

interface Taken {
  readonly match: RequestMatch;
  readonly path: FieldPath;
}

function ofRequests(service: ClusterObject): readonly Reported[] {
  const taken: Taken[] = [];
  return objectsAt(specOf(service), 'http').flatMap((rule, i): readonly Reported[] => {
    const path: FieldPath = ['spec', 'http', i];
    const own = matchesOf(rule, service, path);
    const before = own.map(({ match }) => taken.find(earlier => covers(earlier.match, match)));
    const unreached = before.every(earlier => earlier !== undefined);
    // What a delegate leaves to others is not known here.
    if (objectAt(rule, 'delegate') === undefined) taken.push(...own);
    const [first] = before;
    if (!unreached || first === undefined) return [];
    const open = first.path.length === 3;
    return [{
      object: service,
      path,
      message: open ? `no request reaches this rule: ${formatPath(first.path)} before it has no match and takes every request` : `no request reaches this rule: ${formatPath(first.path)} before it takes what it would match`,
      help: open ? `move it before ${formatPath(first.path)}` : `move it before ${formatPath(first.path.slice(0, 3))}, or narrow that match`,
      near: [{ object: service, path: first.path }],
    }];
  });
}

/** A rule without a match is one match without a condition. */
function matchesOf(rule: JsonObject, service: ClusterObject, path: FieldPath): readonly Taken[] {
  const given = objectsAt(rule, 'match');
  if (given.length === 0) return [{ match: readMatch({}, service, path, []), path }];
  return given.map((match, at) => {
    const here = [...path, 'match', at];
    return { match: readMatch(match, service, here, textsAt(match, 'gateways').map(gateway => gatewayName(gateway, namespaceOf(service)))), path: here };
  });
}

function ofConnections(service: ClusterObject, protocol: 'tcp' | 'tls'): readonly Reported[] {
  const rules = objectsAt(specOf(service), protocol);
  const open = rules.findIndex(rule => objectsAt(rule, 'match').length === 0);
  if (open < 0) return [];
  return rules.slice(open + 1).map((_, i) => ({
    object: service,
    path: ['spec', protocol, open + 1 + i],
    message: `no connection reaches this rule: spec.${protocol}[${open}] before it has no match and takes every connection`,
    help: `move it before spec.${protocol}[${open}]`,
    near: [{ object: service, path: ['spec', protocol, open] }],
  }));
}
