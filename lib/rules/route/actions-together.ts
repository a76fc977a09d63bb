import { objectsAt, specOf } from '../../mesh/fields';
import { list } from '../../model/usage-error';
import type { Reported, Rule } from '../rule';

/** What each way to answer excludes. Source: `validateHTTPRoute` of Istio 1.31, `pkg/config/validation`. */
const excluded: Readonly<Record<string, readonly string[]>> = {
  delegate: ['route', 'redirect', 'directResponse'],
  redirect: ['route', 'fault', 'rewrite', 'directResponse'],
  directResponse: ['route', 'fault', 'rewrite'],
  mirror: ['mirrors'],
};

/** A rule that forwards and answers at once, or does two things of which Istio allows one. */
export const actionsTogether: Rule = {
  id: 'route/actions-together',
  codes: ['CAN-10', 'IST0106'],
  severity: 'error',
  reads: 'effective',
  check: ({ cluster }) =>
    cluster.of('networking.istio.io', 'VirtualService').flatMap(service => objectsAt(specOf(service), 'http').flatMap((rule, i): readonly Reported[] =>
      Object.entries(excluded).flatMap(([action, others]) => {
        const beside = rule[action] === undefined ? [] : others.filter(other => rule[other] !== undefined);
        if (beside.length === 0) return [];
        return [{ object: service, path: ['spec', 'http', i, action], message: `a rule with ${action} has ${list(beside)} too, and Istio refuses the two together`, help: `keep ${action}, or ${list(beside)}` }];
      }))),
};
