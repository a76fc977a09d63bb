import type { ClusterObject } from '../../cluster/object';
import { objectsAt, specOf, textAt } from '../../mesh/fields';
import type { JsonObject } from '../../model/json';
import { isDelegate } from '../../mesh/virtual-services';
import type { Reported, Rule } from '../rule';

/** A rule that forwards without a limit in time: Istio has none of its own, and retries twice. */
export const noTimeout: Rule = {
  id: 'route/no-timeout',
  codes: ['CAN-12', 'ING-13'],
  severity: 'info',
  reads: 'effective',
  check: ({ cluster }) => [
    ...cluster.of('networking.istio.io', 'VirtualService').filter(service => !isDelegate(service)).flatMap(service => told(service, 'http', 'route', rule => rule['timeout'] !== undefined, 'timeout')),
    ...cluster.of('gateway.networking.k8s.io', 'HTTPRoute').flatMap(route => told(route, 'rules', 'backendRefs', rule => textAt(rule, 'timeouts', 'request') !== undefined || textAt(rule, 'timeouts', 'backendRequest') !== undefined, 'timeouts.request')),
  ],
};

/** Once per object, at the first of its rules. */
function told(object: ClusterObject, rules: string, forwards: string, limited: (rule: JsonObject) => boolean, field: string): readonly Reported[] {
  const open = objectsAt(specOf(object), rules).map((rule, i) => ({ rule, i })).filter(({ rule }) => objectsAt(rule, forwards).length > 0 && !limited(rule));
  const [first] = open;
  if (first === undefined) return [];
  return [{ object, path: ['spec', rules, first.i], message: `${open.length === 1 ? 'a rule forwards' : `${open.length} rules forward`} without ${field}, so that a request may wait for ever`, help: `set ${field}, unless answers are streams` }];
}
